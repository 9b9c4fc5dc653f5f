// Calls that the types must refuse: tsc complains of each expectation that finds no error.

import Hrflow, { type Attachment, type HrflowError, listAttachments } from 'hrflow-wasm';
import { listAttachmentsOfProfiles, listProfiles } from 'hrflow-wasm/bulk';
import { exportAttachments, verifyExport } from 'hrflow-wasm/export';

// @ts-expect-error no selector
listAttachments('s', {});
// @ts-expect-error a number
listAttachments('s', { key: 1 });
// @ts-expect-error two selectors
listAttachments('s', { key: 'a', email: 'b' });
// @ts-expect-error an unknown selector
listAttachments('s', { mail: 'a' });
// @ts-expect-error only what was not given
listAttachments('s', { key: undefined });
// @ts-expect-error no source key
listAttachments(undefined, { key: 'a' });
// @ts-expect-error not the option's name
new Hrflow({ apiSecret: 'x' });
// @ts-expect-error a string of milliseconds
listAttachments('s', { key: 'a' }, { timeout: '5s' });
// @ts-expect-error one call's option is not a client's
new Hrflow({ signal: AbortSignal.timeout(1) });

// @ts-expect-error one profile is no iterable
listAttachmentsOfProfiles('s', { key: 'k' });
// @ts-expect-error not a selector
listAttachmentsOfProfiles('s', [{ mail: 'x' }]);
// @ts-expect-error not the option's name
listProfiles('s', { pageSize: 10 });
// @ts-expect-error an option of bulk
listAttachments('s', { key: 'k' }, { concurrency: 4 });

// @ts-expect-error no folder
exportAttachments({ source_key: 's' });
// @ts-expect-error no source
exportAttachments({ directory: 'd' });
// @ts-expect-error one profile is no iterable
exportAttachments({ source_key: 's', directory: 'd', profiles: { key: 'k' } });
// @ts-expect-error a list of types
exportAttachments({ source_key: 's', directory: 'd', types: 'resume' });
// @ts-expect-error a share of how many
exportAttachments({ source_key: 's', directory: 'd', shard: { index: 1 } });
// @ts-expect-error files come as they come
exportAttachments({ source_key: 's', directory: 'd', in_order: true });
// @ts-expect-error no folder
verifyExport();
// @ts-expect-error it asks nobody
verifyExport('d', { api_secret: 'k' });

declare const attachment: Attachment;
// @ts-expect-error it may be null
attachment.file_size.toFixed();

declare const error: HrflowError;
// @ts-expect-error no such kind
if (error.kind === 'apí') throw error;
