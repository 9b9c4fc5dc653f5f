export type {
  Attachment,
  Attachments,
  HrflowErrorCause,
  HrflowErrorDetails,
  HrflowErrorKind,
  HrflowOptions,
  ProfileSelector,
  RequestOptions,
  Signal,
} from './api.js';
export { configure, Hrflow, Hrflow as default, HrflowError, listAttachments } from './api.js';
