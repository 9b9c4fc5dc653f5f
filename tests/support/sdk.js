// The vendor's own Python SDK, in a virtual environment of its own.

import { join } from 'node:path';
import { environment } from './python.js';
import { root } from './root.js';

export { found } from './python.js';

const { program, install } = environment('python', join(root, 'tests', 'vendor', 'requirements.txt'));

/** The Python that has the SDK, once it is installed. */
export const python = program('python');

/** Installs the SDK, unless it is there. */
export const installSdk = install;
