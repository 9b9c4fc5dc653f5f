// Exports in a process of its own, as the environment says: what it is given is the text of its options.

import { exportAttachments } from 'hrflow-wasm/export';

const summary = await exportAttachments(JSON.parse(String(process.env.HRFLOW_TEST_OPTIONS)));
console.log(JSON.stringify({ summary }));
