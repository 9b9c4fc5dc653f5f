// The entry for workerd (Cloudflare) and Vercel's edge runtime, which forbid WebAssembly from bytes. It is index.mjs, but
// the build puts carried/file.mjs in the place of carried/letters.mjs.
export { configure, Hrflow, Hrflow as default, HrflowError, listAttachments } from './index.mjs';
