// The element, and what pages around it share with it, so that there is one of each: the demo is one. No entry of the package;
// one file, for two take 300 bytes more.
export { HrflowAttachments } from './element/attachments-element.mjs';
export { factsOf, isSame, sizeOf, total, typeOf } from './element/facts.mjs';
export * from './element/language.mjs';
export * from './element/make.mjs';
export * from './element/shown-text.mjs';
export { nameOf, noticeOf, summaryOf } from './element/state.mjs';
export * from './element/web-address.mjs';
export { ENGLISH } from './element/words.mjs';
