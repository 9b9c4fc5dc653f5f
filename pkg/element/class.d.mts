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
} from '../element-api.js';
export { HrflowAttachments, HrflowAttachments as default } from '../element-api.js';
