import { listAttachments } from 'hrflow-wasm';
import { useEffect, useState } from 'react';

export function Attachments({ email }) {
  const [attachments, setAttachments] = useState();
  const [error, setError] = useState();

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setAttachments(undefined);
    setError(undefined);
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
      {attachments.map(({ type, original_file_name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: no field is sure to be there, let alone to be unique
        <li key={index}>
          {type}: {original_file_name}
        </li>
      ))}
    </ul>
  );
}
