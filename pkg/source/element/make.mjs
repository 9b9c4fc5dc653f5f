/**
 * An element. Text goes in as text, whatever is written in it.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] `true` for one without a value
 * @param {(Node | string | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/**
 * @param {string} part
 * @param {string} words
 * @param {() => void} act
 * @param {Record<string, string | undefined>} [attributes]
 */
export function button(part, words, act, attributes = {}) {
  const made = make('button', { type: 'button', part, ...attributes }, words);
  made.addEventListener('click', act);
  return made;
}
