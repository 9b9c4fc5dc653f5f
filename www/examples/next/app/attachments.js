'use client';

import { configure, listAttachments } from 'hrflow-wasm';
import { useEffect, useState } from 'react';

configure({ api_url: '/api/hrflow' }); // the route handler, which has the key

export function Attachments({ email }) {
  const [text, setText] = useState('…');

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setText('…');
    listAttachments('source_key', { email }, { signal }).then(
      (attachments) => setText(attachments.map(({ type }) => type).join(', ')),
      (error) => {
        // Leaving ends the call, and that is no error.
        if (!signal.aborted) setText(error.message);
      },
    );
    return () => controller.abort();
  }, [email]);

  return <p>In the browser: {text}</p>;
}
