import { listAttachments } from 'hrflow-wasm';
import { Attachments } from './attachments';
import { isRecruiter } from './session';

export const dynamic = 'force-dynamic';

// A server component: the key is in the server's environment, as HRFLOW_API_KEY and HRFLOW_USER_EMAIL.
export default async function Page() {
  if (!(await isRecruiter())) return <p>Only recruiters may see this.</p>;
  const attachments = await listAttachments(
    'source_key',
    { email: 'example@example.com' },
    { api_url: process.env.HRFLOW_API_URL },
  );
  return (
    <main>
      <p>On the server: {attachments.map(({ type }) => type).join(', ')}.</p>
      <Attachments email="example@example.com" />
    </main>
  );
}
