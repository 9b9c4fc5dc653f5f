// The guide's pages, in the order in which they are read.

/**
 * @typedef {object} Page
 * @property {string} file below this folder
 * @property {string} title its heading, in plain text
 * @property {Page[]} [pages] what stands under it
 */

/** @type {Page[]} */
export const PAGES = [
  { file: 'calls.md', title: 'One profile’s attachments' },
  {
    file: 'errors.md',
    title: 'Errors',
    pages: [
      { file: 'errors/argument.md', title: 'The error argument' },
      { file: 'errors/configuration.md', title: 'The error configuration' },
      { file: 'errors/environment.md', title: 'The error environment' },
      { file: 'errors/network.md', title: 'The error network' },
      { file: 'errors/timeout.md', title: 'The error timeout' },
      { file: 'errors/redirect.md', title: 'The error redirect' },
      { file: 'errors/api.md', title: 'The error api' },
      { file: 'errors/response.md', title: 'The error response' },
    ],
  },
  { file: 'proxy.md', title: 'The back end that keeps the key' },
  { file: 'element.md', title: '<hrflow-attachments>' },
  { file: 'frameworks.md', title: 'In React, Vue, Svelte and Angular' },
  { file: 'whole-source.md', title: 'A whole source' },
  { file: 'on-disk.md', title: 'A source’s files on disk' },
  { file: 'rust.md', title: 'In Rust' },
  { file: 'environments.md', title: 'Where it works' },
  { file: 'costs.md', title: 'What it costs' },
  { file: 'versioning.md', title: 'What a version promises' },
];
