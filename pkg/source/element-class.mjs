export { HrflowAttachments, HrflowAttachments as default } from './element/attachments-element.mjs';
