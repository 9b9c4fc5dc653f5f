export type {
  Attachment,
  Attachments,
  HrflowErrorDetails,
  HrflowErrorKind,
  HrflowOptions,
  ProfileSelector,
  RequestOptions,
} from './api.js';
export { configure, Hrflow, Hrflow as default, HrflowError, listAttachments } from './api.js';
