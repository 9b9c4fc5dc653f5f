// Calls that the types must accept.

import Hrflow, {
  type Attachment,
  configure,
  HrflowError,
  type HrflowOptions,
  listAttachments,
  type Hrflow as Named,
  type ProfileSelector,
  type RequestOptions,
} from 'hrflow-wasm';

const options: HrflowOptions = { api_secret: process.env.HRFLOW_API_KEY, api_user: null, timeout: 5_000 };
const call: RequestOptions = { ...options, signal: AbortSignal.timeout(1_000) };
const selectors: ProfileSelector[] = [{ key: 'k' }, { reference: 'r', key: undefined }, { email: 'e', key: null }];

configure({ api_url: '/api/hrflow' });
export const client: Named = new Hrflow(options);
const lists: Promise<Attachment[]>[] = selectors.map((selector) => listAttachments('s', selector, call));
client.profile.attachment.list('s', { key: 'k' }).then(([first]) => first?.original_file_name?.toUpperCase());
client.profile.attachments.list('s', { key: 'k' }, { signal: null });

try {
  await Promise.all(lists);
} catch (error) {
  if (error instanceof HrflowError && error.kind === 'api') {
    const { status, response, retry_after }: HrflowError = error;
    console.log(status?.toFixed(), response?.message.length, retry_after?.toFixed());
  }
}
