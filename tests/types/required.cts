// The CommonJS form: the class itself, with the named exports on it, as values and as types.

import Hrflow = require('hrflow-wasm');
import bulk = require('hrflow-wasm/bulk');
import exporting = require('hrflow-wasm/export');

const { listAttachments, HrflowError } = Hrflow;
const client: Hrflow = new Hrflow({ api_secret: 'k', api_user: 'u' });
const selector: Hrflow.ProfileSelector = { key: 'k' };

export async function list(): Promise<Hrflow.Attachment[]> {
  try {
    return [...(await client.profile.attachment.list('s', selector)), ...(await listAttachments('s', selector))];
  } catch (error) {
    const kind: Hrflow.HrflowErrorKind = error instanceof HrflowError ? error.kind : 'network';
    throw new Error(kind);
  }
}

export const summary: Promise<exporting.ExportSummary> = exporting.exportAttachments({
  source_key: 's',
  directory: 'd',
});
export const verified: Promise<exporting.VerifySummary> = exporting.verifyExport('d');
export const profiles: AsyncGenerator<bulk.Profile> = bulk.listProfiles('s');

// @ts-expect-error no selector
client.profile.attachment.list('s', {});
