// What stands beside the page where it is served: the package's own files, pdf.js, and in the site
// www/site/offline.js.

declare module '*/hrflow-wasm/index.mjs' {
  export * from 'hrflow-wasm';
}
declare module '*/hrflow-wasm/bulk.mjs' {
  export * from 'hrflow-wasm/bulk';
}
declare module '*/hrflow-wasm/element.mjs' {
  export * from 'hrflow-wasm/element';
}
declare module '*/hrflow-wasm/element-french.mjs' {
  export * from '#element-french';
}
declare module '*/hrflow-wasm/element-parts.mjs' {
  export * from '#element-parts';
}
declare module '*/hrflow-wasm/element-zip.mjs' {
  export * from '#element-zip';
}
declare module '*/pdfjs/pdf.min.mjs' {
  export * from 'pdfjs-dist';
}
declare module '*/offline.js' {
  export const givingWay: Promise<boolean>;
  export const registering: Promise<ServiceWorkerRegistration>;
}
