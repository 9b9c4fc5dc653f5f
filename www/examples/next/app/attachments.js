'use client';

import { configure, listAttachments } from 'hrflow-wasm';
import { useEffect, useState } from 'react';

configure({ api_url: '/api/hrflow' }); // the route handler, which has the key

export function Attachments({ email }) {
  const [text, setText] = useState('Loading…');

  useEffect(() => {
    listAttachments('source_key', { email }).then(
      (attachments) => setText(attachments.map(({ type }) => type).join(', ')),
      (error) => setText(error.message),
    );
  }, [email]);

  return <p>In the browser: {text}.</p>;
}
