export { configure, Hrflow, Hrflow as default, listAttachments } from './client.mjs';
export { HrflowError } from './hrflow-error.mjs';
