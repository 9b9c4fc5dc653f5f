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
import {
  type ExportedAttachment,
  type ExportOptions,
  type ExportProgress,
  type ExportSummary,
  exportAttachments,
  type VerifyDifference,
  type VerifyOptions,
  type VerifySummary,
  verifyExport,
} from 'hrflow-wasm/export';

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

const exported: ExportOptions = {
  ...call,
  source_key: 's',
  directory: 'attachments',
  profiles: null,
  types: ['resume', 'original'] as const,
  shard: { index: 1, count: 4 },
  on_progress: ({ files, kept, bytes, waiting }: ExportProgress) => [files, kept, bytes, waiting].toString(),
};
const summary: ExportSummary = await exportAttachments(exported);
await exportAttachments({ ...exported, profiles: listProfiles('s') });
await exportAttachments({ ...exported, profiles: selectors, delete_missing: true, dry_run: true, max_file_bytes: 1 });
const verifying: VerifyOptions = { signal: call.signal, on_progress: ({ differences }) => differences.toFixed() };
const verified: VerifySummary = await verifyExport('attachments', verifying);
const [difference]: (VerifyDifference | undefined)[] = verified.differences;
const problem: 'missing' | 'size' | 'sha256' | 'unreadable' | undefined = difference?.problem;
console.log(summary.removed.toFixed(), problem);
export const line = ({ profile, attachment, path, bytes, sha256 }: ExportedAttachment): unknown[] => [
  profile.key?.length ?? profile.reference?.length ?? profile.email?.length,
  attachment.original_file_name?.length,
  path.length + bytes + sha256.length,
];

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
