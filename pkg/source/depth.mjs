// How deeply an answer is nested: near the end of the stack V8 ends the process where it compiles an expression, and indentation takes the
// square of the depth.

/** How deeply an answer may be nested: HrFlow's have ten levels. */
const DEEPEST = 64;

/**
 * @param {string} json
 * @returns {boolean} whether it is nested too deeply to be looked through
 */
export function isDeep(json) {
  let [depth, isText] = [0, false];
  for (let place = 0; place < json.length && depth <= DEEPEST; place++) {
    const letter = json[place];
    if (isText && letter === '\\') place++;
    else if (letter === '"') isText = !isText;
    else if (!isText && (letter === '[' || letter === '{')) depth++;
    else if (!isText && (letter === ']' || letter === '}')) depth--;
  }
  return depth > DEEPEST;
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
