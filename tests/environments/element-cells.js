// `<hrflow-attachments>` in each framework, with the guide's own lines: types checked, built, and seen in a browser under a policy
// that lets nothing else in.

import { after, codeAfter } from '../support/documents.js';

/** @typedef {import('./cells.js').Cell} Cell */
/** @typedef {import('./cells.js').Files} Files */

/** What the back ends of these cells serve. With the files, no page may receive a public address. @type {('attachments' | 'files')[]} */
export const ENDPOINTS = ['attachments', 'files'];

/** The guide's code that is run here. */
export const FROM_GUIDE = {
  plainPage: codeAfter('for any framework and for none:'),
  plain: codeAfter('with this as `files.js`:'),
  react: codeAfter('React 19:'),
  onServer: codeAfter('Rendered on a server'),
  vue: codeAfter('\nVue:'),
  vueConfig: codeAfter('where `vite.config.js` says'),
  svelte: codeAfter('\nSvelte:'),
  angular: codeAfter('\nAngular,'),
  suspense: codeAfter('With Suspense:'),
  query: codeAfter('With TanStack Query'),
};

const [REF_IN_GUIDE] = after('Rendered on a server').text.match(/ref=\{\(files\).*\}\}/) ?? [];

/** A profile of the stand-in whose files are there, and the name of one of them as it is shown. */
const SOURCE = 'candidates';
const PROFILE = { email: 'a+b@x.io', key: 'candidate-1' };
const SHOWN = 'Résumé (2020).pdf';

/** @param {string} code with the guide's source */
const ofOurs = (code) => code.replaceAll('source_key"', `${SOURCE}"`).replaceAll("'source_key'", `'${SOURCE}'`);

/** @param {string} body @param {string} [script] */
const page = (body, script = './main.ts') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title><body>${body}<script type="module" src="${script}"></script>`;

const VITE = ['node_modules/vite/bin/vite.js', 'build'];
const TSC = ['node_modules/typescript/bin/tsc'];
const NEXT = 'node_modules/next/dist/bin/next';
const ESBUILD = 'node_modules/esbuild/bin/esbuild';

const tsconfig = (options = {}, include = ['*.ts', '*.tsx', '*.vue', '*.svelte']) =>
  JSON.stringify({
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: 'esnext',
      moduleResolution: 'bundler',
      types: [],
      ...options,
    },
    include,
  });

const MODULE = '{ "private": true, "type": "module" }';
const FOR_REACT = tsconfig({ jsx: 'react-jsx' });
const REACT = ['react@19', 'react-dom@19', '@types/react@19', '@types/react-dom@19', 'typescript', 'vite'];

/** @param {string} [more] what the page shows beside the component */
const reactMain = (more = '<Files email="a+b@x.io" />') => `import { createRoot } from 'react-dom/client';
import { Files } from './files.js';
createRoot(document.body).render(${more});
`;

/** What the types must refuse, where a template's are checked. */
const REFUSED_IN_REACT = `import 'hrflow-wasm/element/react';
export const accepted = [
  <hrflow-attachments key="1" className="c" attachments={[]} onhrflow-load={({ detail }) => detail.attachments.length} />,
  <hrflow-attachments key="2" heading-level={2} types={['resume']} previews="none" ref={(element) => void element?.refresh()} />,
];
export const refused = [
  // @ts-expect-error no such way
  <hrflow-attachments key="1" previews="some" />,
  // @ts-expect-error an attribute is written as in HTML, which a server writes, too
  <hrflow-attachments key="2" sourceKey="s" />,
  // @ts-expect-error no list
  <hrflow-attachments key="3" attachments="a" />,
];
`;

/** A server of one's own that renders with React, and the back end beside it. */
const REACT_SERVER = `import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createProxy } from 'hrflow-wasm/proxy';
import { renderToString } from 'react-dom/server';
import { App } from './app.js';

const proxy = createProxy({ endpoints: ENDPOINTS, api_url: 'STANDIN_URL', authorize: () => true });
const headers = { 'Content-Security-Policy': "POLICY" };
const page = renderToString(<App />);
if (!page.includes('source-key="candidates"') || page.includes('@')) throw new Error(page);

createServer(async (incoming, outgoing) => {
  const { url = '/' } = incoming;
  const type = url === '/main.js' ? 'text/javascript' : 'text/html';
  if (!url.startsWith('/api/hrflow/')) {
    const body = type === 'text/html' ? '<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title><div id="root">' + page +
      '</div><script type="module" src="/main.js"></script>' : readFileSync('dist/main.js');
    outgoing.writeHead(200, { ...headers, 'Content-Type': type }).end(body);
    return;
  }
  const response = await proxy(new Request('http://localhost' + url));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}).listen(Number(process.argv[2]), '127.0.0.1');
`;

const OURS_IN_NEXT = `'self' 'nonce-\${nonce}'`;

/** @type {(Partial<Cell> & Pick<Cell, 'subject' | 'way' | 'files'>)[]} */
const CELLS = [
  {
    subject: 'Plain HTML',
    way: 'plain files',
    files: {
      'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title>${FROM_GUIDE.plainPage}`,
      'files.js': FROM_GUIDE.plain
        .replace("'hrflow-wasm/element'", "'./node_modules/hrflow-wasm/dist/element.mjs'")
        .replace('example@example.com', PROFILE.email),
    },
    site: '.',
  },
  {
    subject: 'Vite',
    way: 'no framework, `tsc`',
    packages: ['vite', 'typescript'],
    files: {
      'index.html': page(FROM_GUIDE.plainPage.replace(/<script.*\n/, ''), './files.ts'),
      'files.ts': FROM_GUIDE.plain.replace('example@example.com', PROFILE.email),
      'tsconfig.json': tsconfig(),
    },
    commands: [TSC, VITE],
    site: 'dist',
  },
  {
    subject: 'Vite',
    way: 'the class under a name of your own, `tsc`',
    packages: ['vite', 'typescript'],
    files: {
      'index.html': page(''),
      'main.ts': `import { HrflowAttachments } from 'hrflow-wasm/element/class';
customElements.define('candidate-files', class extends HrflowAttachments {});
const files = document.createElement('candidate-files') as HrflowAttachments;
files.options = { api_url: '/api/hrflow', max_retries: 0 };
files.sourceKey = 'source_key';
files.email = '${PROFILE.email}';
document.body.append(files);
`,
      'tsconfig.json': tsconfig(),
    },
    commands: [TSC, VITE],
    site: 'dist',
  },
  {
    subject: 'React',
    way: 'Vite, `tsc`',
    packages: REACT,
    files: {
      'index.html': page('', './main.tsx'),
      'main.tsx': reactMain(),
      'files.tsx': FROM_GUIDE.react,
      'refused.tsx': REFUSED_IN_REACT,
      'tsconfig.json': FOR_REACT,
    },
    commands: [TSC, VITE],
    site: 'dist',
  },
  {
    subject: 'React',
    way: 'rendered on a server, hydrated, `tsc`',
    packages: [...REACT, 'esbuild', '@types/node@24'],
    files: {
      'package.json': MODULE,
      'files.tsx': FROM_GUIDE.onServer,
      // The second is given what it shows, in the guide's way: React gives no properties to what a server rendered.
      'app.tsx': `import { Files } from './files.js';
import type { Attachment } from 'hrflow-wasm';
const list = [{ type: 'resume', original_file_name: 'Given to the second.pdf' }] as Attachment[];
export const App = () => <><Files profileKey="${PROFILE.key}" /><hrflow-attachments ${REF_IN_GUIDE} /></>;
`,
      'main.tsx': `import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';
const fail = (error: unknown) => { document.body.prepend('failed: ' + error); };
hydrateRoot(document.querySelector('#root')!, <App />, { onRecoverableError: fail, onUncaughtError: fail });
`,
      'server.tsx': REACT_SERVER,
      'tsconfig.json': tsconfig({ jsx: 'react-jsx', types: ['node'] }),
    },
    commands: [
      TSC,
      [ESBUILD, 'main.tsx', '--bundle', '--minify', '--format=esm', '--outdir=dist'],
      [ESBUILD, 'server.tsx', '--bundle', '--platform=node', '--format=esm', '--packages=external', '--outdir=dist'],
    ],
    server: ['dist/server.js', 'PORT'],
    visits: [
      { path: '/', says: SHOWN },
      { path: '/', says: 'Given to the second.pdf' },
    ],
  },
  {
    subject: 'Next.js',
    way: 'a client component, production build, under a policy with a nonce',
    packages: ['next', 'react', 'react-dom', '@types/react@19', '@types/node@24', 'typescript@5'],
    files: {
      'app/files.tsx': FROM_GUIDE.onServer,
      'app/layout.tsx': `import type { ReactNode } from 'react';
export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
      'app/page.tsx': `import { headers } from 'next/headers';
import { Files } from './files';
export default async function Page() {
  await headers();
  return <Files profileKey="${PROFILE.key}" />;
}
`,
      'app/api/hrflow/[...path]/route.ts': `import { createProxy } from 'hrflow-wasm/proxy';
export const GET = createProxy({ endpoints: ENDPOINTS, api_url: process.env.HRFLOW_API_URL, authorize: () => true });
`,
      // Next.js writes scripts into its pages, and takes the nonce for them out of the policy.
      'proxy.ts': `import { NextResponse, type NextRequest } from 'next/server';
export function proxy(request: NextRequest) {
  const nonce = crypto.randomUUID();
  const policy = \`POLICY\`;
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}
export const config = { matcher: '/' };
`.replace('POLICY', policyOf(OURS_IN_NEXT)),
    },
    commands: [[NEXT, 'build']],
    server: [NEXT, 'start', '--port', 'PORT'],
  },
  {
    subject: 'Vue',
    way: 'Vite, `vue-tsc`',
    packages: ['vue@3', 'vite', '@vitejs/plugin-vue', 'vue-tsc', 'typescript@5'],
    files: {
      'package.json': MODULE,
      'index.html': page('<div id="app"></div>'),
      'main.ts': `import { createApp } from 'vue';
import Files from './Files.vue';
createApp(Files, { email: '${PROFILE.email}' }).mount('#app');
`,
      'Files.vue': FROM_GUIDE.vue,
      'Refused.vue': `<script setup lang="ts">
import 'hrflow-wasm/element/vue';
</script>
<template>
  <hrflow-attachments source-key="s" :attachments="[]" @hrflow-load="({ detail }) => detail.attachments.length" />
  <!-- @vue-expect-error no such way -->
  <hrflow-attachments previews="some" />
  <!-- @vue-expect-error no list -->
  <hrflow-attachments attachments="a" />
</template>
`,
      'vite.config.js': FROM_GUIDE.vueConfig,
      'tsconfig.json': tsconfig({ jsx: 'preserve' }),
    },
    commands: [['node_modules/vue-tsc/bin/vue-tsc.js'], VITE],
    site: 'dist',
  },
  {
    subject: 'Svelte',
    way: 'Vite, `svelte-check`',
    packages: ['svelte@5', 'vite', '@sveltejs/vite-plugin-svelte', 'svelte-check', 'typescript@5'],
    files: {
      'package.json': MODULE,
      'index.html': page(''),
      'main.ts': `import { mount } from 'svelte';
import Files from './Files.svelte';
mount(Files, { target: document.body, props: { email: '${PROFILE.email}' } });
`,
      'Files.svelte': FROM_GUIDE.svelte,
      'Accepted.svelte': `<script lang="ts">
  import 'hrflow-wasm/element/svelte';
</script>
<hrflow-attachments source-key="s" attachments={[]} onhrflow-load={({ detail }) => detail.attachments.length}></hrflow-attachments>
`,
      'refused.ts': `import 'hrflow-wasm/element/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';
// @ts-expect-error no such way
export const wrong: SvelteHTMLElements['hrflow-attachments'] = { previews: 'some' };
`,
      'vite.config.js':
        "import { svelte } from '@sveltejs/vite-plugin-svelte';\nexport default { plugins: [svelte()] };\n",
      'tsconfig.json': tsconfig({ verbatimModuleSyntax: true, types: ['svelte'] }),
    },
    commands: [
      ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--tsconfig', 'tsconfig.json'],
      VITE,
    ],
    site: 'dist',
  },
  {
    subject: 'Angular',
    way: '`ng build`, strict templates',
    packages: [
      '@angular/core',
      '@angular/build',
      '@angular/cli',
      '@angular/common',
      '@angular/compiler',
      '@angular/compiler-cli',
      '@angular/platform-browser',
      'rxjs',
      'tslib',
    ],
    files: {
      'index.html':
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title><base href="/"><app-root></app-root>',
      'files.ts': FROM_GUIDE.angular,
      'main.ts': `import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { Files } from './files';
@Component({ selector: 'app-root', imports: [Files], template: '<app-files email="${PROFILE.email}" />' })
class App {}
bootstrapApplication(App);
`,
      'angular.json': JSON.stringify({
        version: 1,
        cli: { analytics: false },
        projects: {
          app: {
            projectType: 'application',
            root: '',
            sourceRoot: '.',
            architect: {
              build: {
                builder: '@angular/build:application',
                options: {
                  browser: 'main.ts',
                  index: 'index.html',
                  tsConfig: 'tsconfig.json',
                  outputPath: { base: 'dist', browser: '' },
                },
              },
            },
          },
        },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          target: 'es2022',
          module: 'preserve',
          moduleResolution: 'bundler',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: [],
        },
        angularCompilerOptions: { strictTemplates: true },
        files: ['main.ts'],
      }),
    },
    commands: [['node_modules/@angular/cli/bin/ng.js', 'build']],
    site: 'dist',
  },
  {
    subject: 'React',
    way: 'Suspense with cards of your own, `tsc`',
    packages: REACT,
    files: {
      'index.html': page('<div id="root"></div>', './main.tsx'),
      'main.tsx': `import { configure } from 'hrflow-wasm';
import { Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Names } from './names.js';
configure({ api_url: '/api/hrflow' });
createRoot(document.querySelector('#root')!).render(<Suspense fallback={<p>Loading…</p>}><Names email="${PROFILE.email}" /></Suspense>);
`,
      'names.tsx': FROM_GUIDE.suspense,
      'tsconfig.json': FOR_REACT,
    },
    commands: [TSC, VITE],
    site: 'dist',
  },
  {
    subject: 'TanStack Query',
    way: 'React, with cards of your own, `tsc`',
    packages: ['@tanstack/react-query', ...REACT],
    files: {
      'index.html': page('<div id="root"></div>', './main.tsx'),
      // Nobody has the first one: it is asked for once. The second never answers, until nobody waits for it any more.
      'main.tsx': `import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { configure } from 'hrflow-wasm';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Names } from './names.js';
configure({ api_url: '/api/hrflow' });
const seen = { asked: 0, ended: 0 };
let leave = () => {};
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const { url, signal } = new Request(input, init);
  if (url.includes('nobody')) seen.asked += 1;
  if (!url.includes('left')) return fetch(input, init);
  leave();
  return new Promise((_, reject) => signal.addEventListener('abort', () => { seen.ended += 1; reject(signal.reason); }));
};
function App() {
  const [email, setEmail] = useState('left@example.com');
  leave = () => setEmail('${PROFILE.email}');
  return <><Names email="nobody@example.com" /><Names email={email} /><Told /></>;
}
function Told() {
  const [text, setText] = useState('');
  useEffect(() => {
    const all = () => ['No such profile.', '${SHOWN}'].every((one) => document.body.innerText.includes(one));
    const timer = setInterval(() => all() && setText(\`\${seen.asked} asked for nobody, \${seen.ended} ended\`), 100);
    return () => clearInterval(timer);
  }, []);
  return <p>{text}</p>;
}
createRoot(document.querySelector('#root')!).render(<QueryClientProvider client={new QueryClient()}><App /></QueryClientProvider>);
`,
      'names.tsx': FROM_GUIDE.query,
      'tsconfig.json': FOR_REACT,
    },
    commands: [TSC, VITE],
    site: 'dist',
    visits: [{ path: '/', says: '1 asked for nobody, 1 ended' }],
  },
];

/** @param {string} [script] what may run beside WebAssembly */
export function policyOf(script = "'self'") {
  return `default-src 'none'; script-src ${script} 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; style-src 'self'`;
}

/** @type {Cell[]} */
export const ELEMENT_CELLS = CELLS.map(({ files = {}, ...cell }) => ({
  family: '`<hrflow-attachments>` and `listAttachments` as the guide writes them, types checked',
  visits: [{ path: '/', says: SHOWN }],
  isStrict: true,
  ...cell,
  files: Object.fromEntries(
    Object.entries(files).map(([path, code]) => [
      path,
      ofOurs(code).replaceAll('ENDPOINTS', JSON.stringify(ENDPOINTS)).replaceAll('POLICY', policyOf()),
    ]),
  ),
}));
