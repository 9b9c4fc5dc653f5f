// The demo page's Content Security Policy: nothing but its own files, and WebAssembly.

/**
 * @param {{ wasm: boolean }} allows
 * @returns {string[]} its directives
 */
function directives({ wasm }) {
  return [
    "default-src 'none'",
    `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "worker-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
}

/** @param {{ wasm: boolean }} allows @returns {string} as a header */
export const policyHeader = (allows) => [...directives(allows), "frame-ancestors 'none'"].join('; ');

/** @param {{ wasm: boolean }} allows @returns {string} as an element of the page: there browsers ignore who may frame it */
export const policyElement = (allows) =>
  `<meta http-equiv="Content-Security-Policy" content="${directives(allows).join('; ')}">`;
