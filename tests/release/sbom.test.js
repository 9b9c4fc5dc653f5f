// The bills of materials are CycloneDX's, whole, and the same each time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crates, packages } from '../../pkg/build/third-party.mjs';
import { bill, problems, subjects } from '../../pkg/release/sbom.mjs';
import { tarball } from '../support/installed.js';

const [npm, crate] = subjects({ npm: tarball(), crate: tarball() });
const text = bill(npm);
const told = JSON.parse(text);

test('both are as the schema of CycloneDX 1.6 wants them, and list everything', async () => {
  assert.deepEqual(await problems(text, [...crates(), ...packages()]), []);
  assert.deepEqual(await problems(bill(crate), crate.components), []);
  assert.ok(told.components.length > 30);
  assert.equal(told.metadata.component.purl, npm.purl);
});

test('the same package has the same bill, another one another', () => {
  assert.equal(bill(npm), text);
  const other = JSON.parse(bill({ ...npm, components: npm.components.slice(1) }));
  assert.notEqual(other.serialNumber, told.serialNumber);
  assert.equal(told.metadata.timestamp, undefined);
});

test('the schema refuses what is broken', async () => {
  const [first, ...others] = told.components;
  for (const broken of [
    { ...told, bomFormat: 'SPDX' },
    { ...told, serialNumber: 'urn:uuid:1' },
    { ...told, components: [{ ...first, name: undefined }, ...others] },
    { ...told, components: [{ ...first, type: 'crate' }, ...others] },
    { ...told, components: [{ ...first, hashes: [{ alg: 'SHA-256', content: 'abc' }] }, ...others] },
    { ...told, checked: true },
  ]) {
    const [said] = await problems(JSON.stringify(broken), []);
    assert.match(String(said), /not as CycloneDX 1\.6 wants it: .*schemaPath/);
  }
});

test('a component that is taken out, or is another than the one that ships, is missed', async () => {
  for (const component of npm.components) {
    const without = npm.components.filter((one) => one !== component);
    const said = `The bill of materials does not list ${component.name} ${component.version} as it is in the package.`;
    assert.deepEqual(await problems(bill({ ...npm, components: without }), npm.components), [said]);
  }
  const [first, ...others] = npm.components;
  const another = { ...first, checksum: { algorithm: /** @type {const} */ ('SHA-256'), hex: 'a'.repeat(64) } };
  assert.equal((await problems(bill({ ...npm, components: [another, ...others] }), npm.components)).length, 1);
});

test('the crate’s has what Cargo takes from a registry, the package’s also what is compiled and bundled', () => {
  const names = (/** @type {typeof npm} */ { components }) => components.map(({ name }) => name);
  assert.deepEqual(
    names(crate).filter((name) => !names(npm).includes(name)),
    [],
  );
  for (const name of ['serde', 'gloo-net']) assert.ok(names(crate).includes(name), name);
  for (const name of ['std', 'commander']) assert.ok(names(npm).includes(name) && !names(crate).includes(name), name);
});
