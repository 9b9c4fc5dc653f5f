// How deeply an answer is nested: near the end of the stack V8 ends the process where it compiles an expression, and indentation takes the
// square of the depth.

/** How deeply an answer may be nested: HrFlow's have ten levels. */
const DEEPEST = 64;

/**
 * @param {string} json
 * @param {number} [most]
 * @returns {boolean} whether it is nested in more levels: too deeply to be looked through, without another number
 */
export function isDeep(json, most = DEEPEST) {
  let [depth, isText] = [0, false];
  for (let place = 0; place < json.length && depth <= most; place++) {
    const letter = json[place];
    if (isText && letter === '\\') place++;
    else if (letter === '"') isText = !isText;
    else if (!isText && (letter === '[' || letter === '{')) depth++;
    else if (!isText && (letter === ']' || letter === '}')) depth--;
  }
  return depth > most;
}

/**
 * @param {unknown} value
 * @returns {boolean} whether it can be written as JSON that can be looked through
 */
export function isWritable(value) {
  try {
    return !isDeep(JSON.stringify(value));
  } catch {
    return false;
  }
}
