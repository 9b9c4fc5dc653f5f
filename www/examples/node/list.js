// HRFLOW_API_KEY=… HRFLOW_USER_EMAIL=… node list.js <source key> <e-mail address>

import { HrflowError, listAttachments } from 'hrflow-wasm';

const [source_key, email] = process.argv.slice(2);
try {
  const attachments = await listAttachments(source_key, { email }, { api_url: process.env.HRFLOW_API_URL });
  for (const { type, original_file_name, file_size } of attachments) {
    console.log(`${type}: ${original_file_name}, ${file_size} bytes`);
  }
} catch (error) {
  if (!(error instanceof HrflowError)) throw error;
  console.error(`${error.kind}: ${error.message}`);
  process.exitCode = 1;
}
