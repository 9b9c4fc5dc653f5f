// The entry of everything that imports: pages, Node, Deno, Bun, bundlers. One file, so that plain pages need one request.
export { configure, configured, Hrflow, Hrflow as default, listAttachments } from './client.mjs';
export { HrflowError } from './hrflow-error.mjs';
