export type {
  HrflowActionEvent,
  HrflowAttachmentsEventMap,
  HrflowDownloadEvent,
  HrflowErrorEvent,
  HrflowLoadEvent,
  HrflowMessages,
  HrflowOpenEvent,
  HrflowStateEvent,
  Pdfjs,
} from './element-api.js';
export { HrflowAttachments } from './element-api.js';
