// Calls that the types must refuse: tsc complains of each expectation that finds no error.

import Hrflow, { type Attachment, type HrflowError, listAttachments } from 'hrflow-wasm';
import { listAttachmentsOfProfiles, listProfiles } from 'hrflow-wasm/bulk';

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

declare const attachment: Attachment;
// @ts-expect-error it may be null
attachment.file_size.toFixed();

declare const error: HrflowError;
// @ts-expect-error no such kind
if (error.kind === 'apí') throw error;
