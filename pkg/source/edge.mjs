// The entry for workerd (Cloudflare) and Vercel's edge runtime, which forbid WebAssembly from bytes. It is index.mjs, but
// the build puts module/file.mjs in the place of module/inline.mjs.
export { configure, Hrflow, Hrflow as default, HrflowError, listAttachments } from './index.mjs';
