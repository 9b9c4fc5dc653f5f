export * from '../element.mjs';
export { HrflowAttachments as default } from '../element.mjs';
