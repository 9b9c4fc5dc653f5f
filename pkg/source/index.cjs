// The class itself is the export, as in the vendor's SDK; the named exports hang on it.
const named = require('./index.mjs');

module.exports = Object.assign(named.Hrflow, named);
