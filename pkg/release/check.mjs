// `npm run release:check [-- --except owner]`: whether this commit can be released. Every part is looked at, and all that is wrong is said
// at the end. What would be published is left in target/ready.

import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, say } from '../build/command.mjs';
import { installPackages } from '../build/install.mjs';
import { version } from './versions.mjs';

/** @typedef {{ said?: string[], problems: string[] }} Found */

const PARTS = ['versions', 'changelog', 'surface', 'package', 'dry-runs', 'sbom', 'reproducible', 'owner'];

/** Those that need the package built, and those that need it packed, which takes a commit. */
const OF_THE_BUILT = ['surface', 'package', 'dry-runs', 'sbom', 'reproducible'];
const OF_THE_PACKED = ['dry-runs', 'sbom', 'reproducible'];

const excepted = exceptedBy(process.argv.slice(2));
const asked = PARTS.filter((part) => !excepted.includes(part));
installPackages();
if (OF_THE_BUILT.some((part) => asked.includes(part))) {
  const { build } = await import('../build/build.mjs');
  await build();
  const { install } = await import('../../tests/support/installed.js');
  install();
}
const isPacked = OF_THE_PACKED.some((part) => asked.includes(part));
const ready = isPacked ? await packed() : { npm: '', crate: '' };

/** @type {Record<string, () => Found | Promise<Found>>} */
const CHECKS = {
  async versions() {
    return { said: [version()], problems: (await import('./versions.mjs')).problems() };
  },
  async changelog() {
    return { problems: (await import('./changelog.mjs')).problems(version()) };
  },
  surface,
  package: () => ({ problems: tested() }),
  async 'dry-runs'() {
    const { cargo, crateFiles, npm } = await import('./dry-runs.mjs');
    return { problems: [...crateFiles(), ...npm(ready.npm), ...cargo()] };
  },
  async sbom() {
    const { writeBills } = await import('./sbom.mjs');
    return { said: ['CycloneDX 1.6, beside each package'], problems: await writeBills(ready) };
  },
  async reproducible() {
    return (await import('./reproducible.mjs')).reproduced(ready);
  },
  async owner() {
    return { problems: (await import('./owner.mjs')).problems() };
  },
};

/** @type {string[]} */
const problems = [];
for (const part of asked) {
  const { said = [], problems: found } = await CHECKS[part]();
  const words = found.length > 0 ? [...said, `${found.length} to mend, see below`] : said;
  console.log(`${found.length === 0 ? '✓' : '✗'} ${part}${words.length > 0 ? `: ${words.join('; ')}` : ''}`);
  problems.push(...found.map((problem) => `${part}: ${problem}`));
}
if (isPacked) await writeSums();
if (problems.length > 0)
  fail(`${version()} cannot be released yet:\n${problems.map((one) => `  - ${one}`).join('\n')}`);
say(
  `${version()} can be released${excepted.length > 0 ? `, but for what was not looked at: ${excepted.join(', ')}` : ''}.`,
);
if (isPacked) console.log('  target/ready has what would be published.');

/** @returns {Promise<import('./ready.mjs').Packages>} */
async function packed() {
  const { status, stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail('This is no clone of the repository: what is released is a commit. Clone it with git.');
  if (stdout !== '') fail(`What is released is a commit, and this is none yet: commit it, or put it away.\n${stdout}`);
  const { pack } = await import('./ready.mjs');
  return pack();
}

/** @returns {Promise<Found>} */
async function surface() {
  const { project } = await import('../../tests/support/installed.js');
  const { committed, stale, surface } = await import('./surface.mjs');
  const { lastReleased, problems, surfaceAt } = await import('./compared.mjs');
  const found = stale(await surface(join(project, 'node_modules/hrflow-wasm')));
  const last = lastReleased(version());
  if (!last) return { said: ['no version was released before, so there is none to compare with'], problems: found };
  const broken = problems(last.slice(1), version(), surfaceAt(last), committed());
  return { said: [`compared with ${last}`], problems: [...found, ...broken] };
}

/** @returns {string[]} what the tests of the package’s form find: publint, arethetypeswrong, sizes, licences, paths */
function tested() {
  const files = ['tarball', 'size', 'notices', 'paths', 'readme'].map((name) =>
    join(root, `tests/package/${name}.test.js`),
  );
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], {
    encoding: 'utf8',
  });
  return status === 0 ? [] : [`Tests of the package fail: run \`npm test -- tests/package\`.\n${stdout}`];
}

/** The sums of what is ready, as `sha256sum --check` reads them. */
async function writeSums() {
  const { digest, READY } = await import('./ready.mjs');
  const names = readdirSync(READY).sort();
  writeFileSync(join(READY, 'SHA256SUMS'), names.map((name) => `${digest(join(READY, name))}  ${name}\n`).join(''));
}

/** @param {string[]} args @returns {string[]} the parts that are left out */
function exceptedBy(args) {
  const parts = args.flatMap((one, index) => (args[index - 1] === '--except' ? one.split(',') : []));
  const unknown = args.filter((one, index) => one !== '--except' && args[index - 1] !== '--except');
  const wrong = [...unknown, ...parts.filter((part) => !PARTS.includes(part))];
  if (wrong.length > 0)
    fail(`\`${wrong[0]}\` is not known here: give nothing, or --except and one of ${PARTS.join(', ')}.`);
  return parts;
}
