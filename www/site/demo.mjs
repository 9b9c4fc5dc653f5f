// The site's demo: the page that `npm start` serves, as files of any static host, with its back ends in a service worker.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../pkg/build/command.mjs';
import { NOTICES, notices } from '../../pkg/build/notices.mjs';
import { packages } from '../../pkg/build/third-party.mjs';
import { WORDS } from '../page/words.js';
import { FOLDERS, pageHtml, sizes } from '../page-html.js';
import { policyElement } from '../policy.js';
import { makeFiles } from '../standin/files.js';

/** Where the demo is in the site; worker.js looks for it there. */
const DEMO = 'demo';

/** What keeps the site in the browser; offline.js looks for it there. */
const WORKER = 'worker.js';

/** @param {string} file of this folder */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * What of each folder the page asks for: pages of another kind ask for the rest.
 * @type {Record<keyof typeof FOLDERS, RegExp>}
 */
const ASKED_FOR = {
  'hrflow-wasm/': /^((index|bulk|file-rules|element(-\w+)?)\.mjs)$/,
  'pdfjs/': /^pdf(\.worker)?\.min\.mjs$/,
  'fonts/': /^/,
  '': /^(?!index\.html$).*\.(js|css|svg)$/,
};

/** What of the demo is not wanted before there is a PDF to show. */
const LATER = /^demo\/(pdfjs|fonts)\//;

/** What is said of the code of others. */
const SAID = `The code of others in this site is under the licences below. That of the package hrflow-wasm is in demo/hrflow-wasm/${NOTICES},
and that of the fonts beside them.`;

/**
 * Writes the demo page into `${out}/demo/`, and what keeps the site in the browser beside it.
 * @param {string} out the site's folder
 */
export async function buildDemo(out) {
  const folder = join(out, DEMO);
  for (const [name, from] of Object.entries(FOLDERS)) {
    const wanted = ASKED_FOR[/** @type {keyof typeof FOLDERS} */ (name)];
    for (const file of filesIn(from).filter((file) => wanted.test(file)))
      copy(join(from, file), join(folder, name, file));
  }
  for (const file of ['LICENSE', NOTICES]) copy(join(root, 'pkg', file), join(folder, 'hrflow-wasm', file));
  copy(here('offline.js'), join(out, 'offline.js'));
  writeFileSync(join(folder, 'index.html'), page({ wasm: true }));
  writeFileSync(join(folder, 'without-wasm.html'), page({ wasm: false }));
  const { inputs } = await bundle({});
  const others = packages({ [WORKER]: inputs, [`${DEMO}/pdfjs`]: ['node_modules/pdfjs-dist/package.json'] });
  writeFileSync(join(folder, NOTICES), notices(SAID, others));
}

/** @param {{ wasm: boolean }} allows @returns {string} the page, which has to say itself what a server says in headers */
function page({ wasm }) {
  const charset = '<meta charset="utf-8">';
  const referrer = '<meta name="referrer" content="no-referrer">';
  return pageHtml({ ...sizes(), worker: '', without: wasm ? undefined : 'wasm' }, [
    [charset, [charset, policyElement({ wasm }), referrer].join('\n    ')],
    [WORDS.en.lead, WORDS.en['lead.worker']],
    ['src="page.js"', 'src="start.js"'],
    ['href="?without=wasm"', 'href="without-wasm.html"'],
    ['href="README.md"', 'href="../index.html"'],
  ]);
}

/**
 * Writes the service worker, which keeps every file that the site has by then: to be called last.
 * @param {string} out the site's folder
 */
export async function writeWorker(out) {
  const files = Object.fromEntries(
    filesIn(out)
      .filter((file) => file !== WORKER && !/(^|\/)\./.test(file))
      .map((file) => [file, `sha256-${digest(readFileSync(join(out, file))).toString('base64')}`]),
  );
  const { text } = await bundle(files);
  writeFileSync(join(out, WORKER), text);
}

/**
 * @param {Record<string, string>} files of the site, and their digests
 * @returns {Promise<{ text: string, inputs: string[] }>} the service worker, and what it is made of
 */
async function bundle(files) {
  const { metafile, outputFiles } = await build({
    entryPoints: [here('worker.js')],
    write: false,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    metafile: true,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    plugins: [built(files, await makeFiles())],
    legalComments: 'none',
  });
  return { text: outputFiles[0].text, inputs: Object.keys(metafile.inputs) };
}

/**
 * What is made here and not in a browser: the list of the site's files, and the files that the stand-in has.
 * @param {Record<string, string>} files
 * @param {Awaited<ReturnType<typeof makeFiles>>} made
 * @returns {import('esbuild').Plugin}
 */
const built = (files, made) => ({
  name: 'built',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^site-files$/ }, ({ path }) => ({ path, namespace: 'built' }));

    onLoad({ filter: /^site-files$/, namespace: 'built' }, () => {
      const all = JSON.stringify(files);
      const first = Object.keys(files).filter((file) => file.startsWith(`${DEMO}/`) && !LATER.test(file));
      const version = digest(all).toString('hex').slice(0, 16);
      const constants = { FILES: all, FIRST: JSON.stringify(first), VERSION: JSON.stringify(version) };
      return { contents: exported(constants) };
    });

    // The same bytes as in Node: libraries for browsers compress otherwise.
    onLoad({ filter: /[\\/]standin[\\/]files\.js$/ }, () => {
      const entries = [...made].map(([name, { bytes, type, hash }]) => {
        return [name, { text: Buffer.from(bytes).toString('base64'), type, hash }];
      });
      const decoded =
        '({ text, ...file }) => ({ ...file, bytes: Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)) })';
      const makeFiles = `async () => new Map(${JSON.stringify(entries)}.map(([name, file]) => [name, (${decoded})(file)]))`;
      return { contents: exported({ makeFiles }) };
    });
  },
});

/** @param {Record<string, string>} values as JavaScript @returns {string} a module of them */
const exported = (values) =>
  Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${value};`)
    .join('\n');

/** @param {string | Uint8Array} content */
const digest = (content) => createHash('sha256').update(content).digest();

/** @param {string} folder @returns {string[]} its files, as paths of a URL, in their order */
function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll(sep, '/'))
    .sort();
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
