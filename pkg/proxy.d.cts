export type { ProxyEndpoint, ProxyOptions } from './proxy-api.js';
export { createProxy } from './proxy-api.js';
