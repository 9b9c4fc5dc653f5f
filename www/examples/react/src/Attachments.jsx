import { listAttachments } from 'hrflow-wasm';
import { useEffect, useState } from 'react';

export function Attachments({ email }) {
  const [attachments, setAttachments] = useState();
  const [error, setError] = useState();

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    listAttachments('source_key', { email }, { signal }).then(setAttachments, (error) => {
      // Leaving ends the call, and that is no error.
      if (!signal.aborted) setError(error);
    });
    return () => controller.abort();
  }, [email]);

  if (error) return <p role="alert">{error.message}</p>;
  if (!attachments) return <p>Loading…</p>;
  return (
    <ul>
      {attachments.map(({ type, original_file_name, public_url }) => (
        <li key={public_url}>
          {type}: {original_file_name}
        </li>
      ))}
    </ul>
  );
}
