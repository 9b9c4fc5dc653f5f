// The bills of materials, in CycloneDX 1.6: what of others is in the npm package, and what the crate asks Cargo for. The same bytes for
// the same packages: no moment, and a serial number that is made of the contents.

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { crates, packages } from '../build/third-party.mjs';
import { digest } from './ready.mjs';
import { version } from './versions.mjs';

/** @typedef {import('../build/third-party.mjs').Component} Component */
/** @typedef {{ path: string, purl: string, components: Component[] }} Subject one package, and what is in it */

/**
 * @param {import('./ready.mjs').Packages} ready
 * @returns {Subject[]}
 */
export function subjects(ready) {
  const own = version();
  // Its own standard library is that of whoever compiles it.
  const asked = crates({ crate: ['core:crate'] }).filter(({ checksum }) => checksum);
  return [
    { path: ready.npm, purl: `pkg:npm/hrflow-wasm@${own}`, components: [...crates(), ...packages()] },
    {
      path: ready.crate,
      purl: `pkg:cargo/hrflow-wasm@${own}`,
      components: asked.map((one) => ({ ...one, files: [] })),
    },
  ];
}

/** @param {Subject} subject @returns {string} the bill, as JSON */
export function bill({ path, purl, components }) {
  const contents = {
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': purl,
        name: 'hrflow-wasm',
        version: version(),
        hashes: [{ alg: 'SHA-512', content: digest(path, 'sha512') }],
        licenses: [{ license: { id: 'MIT' } }],
        purl,
      },
    },
    components: components.map(entry),
    dependencies: [
      { ref: purl, dependsOn: components.map((component) => component.purl) },
      ...components.map((component) => ({ ref: component.purl })),
    ],
  };
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
  };
  return `${JSON.stringify({ ...head, serialNumber: serial(JSON.stringify(contents)), ...contents }, null, 2)}\n`;
}

/** @param {Component} component */
function entry({ name, version, licence, purl, checksum, files }) {
  const [, group, own] = /^(?:(@[^/]+)\/)?(.*)$/.exec(name) ?? [];
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group && { group }),
    name: own,
    version,
    scope: 'required',
    ...(checksum && { hashes: [{ alg: checksum.algorithm, content: checksum.hex }] }),
    licenses: [{ expression: licence.replaceAll('/', ' OR ') }],
    purl,
    ...(files.length > 0 && { properties: files.map((value) => ({ name: 'hrflow-wasm:file', value })) }),
  };
}

/** @param {string} contents @returns {string} an UUID of version 8, whose bits are anybody's own */
function serial(contents) {
  const hex = createHash('sha256').update(contents).digest('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * @param {string} text of a bill
 * @param {Component[]} components that have to be in it
 * @returns {Promise<string[]>} what is wrong with it
 */
export async function problems(text, components) {
  // It gives what is wrong, and throws nothing.
  const errors = await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text);
  if (errors) return [`A bill of materials is not as CycloneDX 1.6 wants it: ${JSON.stringify(errors)}`];
  /** @type {{ components: ReturnType<typeof entry>[] }} */
  const { components: listed } = JSON.parse(text);
  const found = new Map(listed.map((one) => [one.purl, JSON.stringify(one)]));
  const missing = components.filter((component) => found.get(component.purl) !== JSON.stringify(entry(component)));
  return missing.map(
    ({ name, version }) => `The bill of materials does not list ${name} ${version} as it is in the package.`,
  );
}

/**
 * Writes a bill beside each package.
 * @param {import('./ready.mjs').Packages} ready
 * @returns {Promise<string[]>} what is wrong with them
 */
export async function writeBills(ready) {
  const found = await Promise.all(
    subjects(ready).map(async (subject) => {
      const text = bill(subject);
      writeFileSync(`${subject.path}.cdx.json`, text);
      return problems(text, subject.components);
    }),
  );
  return found.flat();
}
