// The entry for `require`: Jest, and Node before 20.19, cannot `require` a module of the other kind, and read no file beside it
// once bundled. The class itself is the export, as in the vendor's SDK; the named exports hang on it.
const named = require('./index.mjs');

module.exports = Object.assign(named.Hrflow, named);
