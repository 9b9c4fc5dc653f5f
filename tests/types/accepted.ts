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
import {
  type BulkOptions,
  type BulkProgress,
  listAttachmentsOfProfiles,
  listProfiles,
  type Profile,
  type ProfileAttachments,
} from 'hrflow-wasm/bulk';

const options: HrflowOptions = { api_secret: process.env.HRFLOW_API_KEY, api_user: null, timeout: 5_000 };
const call: RequestOptions = { ...options, signal: AbortSignal.timeout(1_000) };
const selectors: ProfileSelector[] = [{ key: 'k' }, { reference: 'r', key: undefined }, { email: 'e', key: null }];

const walked: AsyncGenerator<Profile> = listProfiles('s', {
  page_size: 100,
  created_at_min: '2020-01-01',
  signal: null,
});
const bulk: BulkOptions = { ...call, concurrency: 64, on_progress: ({ waiting }: BulkProgress) => waiting.toFixed() };
for await (const item of listAttachmentsOfProfiles('s', walked, bulk)) {
  const { profile, attachments, error }: ProfileAttachments = item;
  if (error) console.log(profile.key, error.kind);
  else console.log(profile.reference?.length, attachments.length);
}
const chosen = [{ reference: 'r', mine: 1 }];
for await (const { profile } of listAttachmentsOfProfiles('s', new Set(chosen))) console.log(profile.mine.toFixed());
listAttachmentsOfProfiles('s', selectors);

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
