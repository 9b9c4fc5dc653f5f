export { HrflowAttachments, HrflowAttachments as default } from './element-parts.mjs';
