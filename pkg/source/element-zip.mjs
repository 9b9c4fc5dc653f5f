// Many files as one ZIP, for the element and for pages around it: the demo is one. No entry of the package.
export * from './element/download.mjs';
export * from './element/zip.mjs';
