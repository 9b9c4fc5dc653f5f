// The notices that go along with code of others: what it is, in which files, and each text of their licences once.

/** @typedef {import('./third-party.mjs').Component} Component */

/** The file of the package that has them. */
export const NOTICES = 'THIRD-PARTY-NOTICES.txt';

/** What bundles say that have code of others. Minifiers keep such a comment, so that it goes along where the package is bundled. */
export const BANNER = `/*! see hrflow-wasm/${NOTICES} */`;

/** What the package's begin with. */
export const SAID_FIRST = `hrflow-wasm is under the licence in LICENSE. Compiled and bundled into it is code of others, under the licences below;
where they give a choice, the text is of the one that is taken. Who passes the package on, or a bundle with it, passes these texts on.`;

const LINE = `\n\n${'-'.repeat(80)}\n\n`;

/**
 * @param {string} beginning what is said before
 * @param {Component[]} components
 * @returns {string}
 */
export function notices(beginning, components) {
  const byFiles = grouped(components, ({ files }) => [files.join(', ')]);
  const lists = byFiles.map(([files, members]) => `In ${files}:\n\n${members.map(line).join('\n')}`);
  const byText = grouped(components, ({ texts }) => texts);
  const texts = byText.map(([text, members]) => `${members.map(named).join(', ')}:\n\n${text}`);
  return `${[`${beginning}\n\n${lists.join('\n\n')}`, ...texts].join(LINE)}\n`;
}

/** @param {Component} component */
const named = ({ name, version }) => `${name} ${version}`;

/** @param {Component} component */
const line = ({ name, version, licence, purl }) => `  ${name} ${version} (${licence}), ${purl}`;

/**
 * @param {Component[]} components
 * @param {(component: Component) => string[]} keysOf
 * @returns {[key: string, members: Component[]][]}
 */
function grouped(components, keysOf) {
  /** @type {Map<string, Component[]>} */
  const groups = new Map();
  for (const component of components) {
    for (const key of keysOf(component)) groups.set(key, [...(groups.get(key) ?? []), component]);
  }
  return [...groups];
}

/**
 * What notices lack: a component, a file that it is in, or a text of its licences.
 * @param {string} text
 * @param {Component[]} components
 * @returns {string[]} in words
 */
export function missing(text, components) {
  const [lists, ...texts] = text.split(LINE).map((part) => part.trim());
  return components.flatMap((component) => {
    const of = named(component);
    const files = lists
      .split('\n\nIn ')
      .find((list) => list.split('\n').includes(line(component)))
      ?.split(':\n')[0];
    if (!files) return [`${of} is not listed`];
    const unnamed = component.files.filter((file) => !files.split(', ').includes(file));
    const untold = component.texts.filter(
      (one) => !texts.some((part) => isOf(part, of) && part.endsWith(`:\n\n${one}`)),
    );
    return [
      ...unnamed.map((file) => `${of} is not said to be in ${file}`),
      ...untold.map((one) => `${of} lacks the text that begins “${one.slice(0, 60)}”`),
    ];
  });
}

/**
 * @param {string} part
 * @param {string} of
 */
const isOf = (part, of) => part.slice(0, part.indexOf(':\n\n')).split(', ').includes(of);
