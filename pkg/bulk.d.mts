export type { BulkOptions, BulkProgress, Profile, ProfileAttachments } from './bulk-api.js';
export { listAttachmentsOfProfiles, listProfiles } from './bulk-api.js';
