export type {
  ExportedAttachment,
  ExportOptions,
  ExportProgress,
  ExportSummary,
  VerifyDifference,
  VerifyOptions,
  VerifySummary,
} from './export-api.js';
export { exportAttachments, verifyExport } from './export-api.js';
