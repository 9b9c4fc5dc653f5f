import { configure, HrflowError, listAttachments } from '/hrflow-wasm/index.mjs';

// The page holds no key: the demo's server adds it, and passes HrFlow's answer on.
configure({ api_url: '/api/hrflow' });

const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const status = /** @type {HTMLElement} */ (document.querySelector('[role=status]'));
const table = /** @type {HTMLTableElement} */ (document.querySelector('table'));

async function list() {
  const fields = new FormData(form);
  const field = (/** @type {string} */ name) => String(fields.get(name));
  status.textContent = 'Asking…';
  table.hidden = true;
  try {
    const selector = /** @type {any} */ ({ [field('selector')]: field('value') });
    const attachments = await listAttachments(field('source_key'), selector);
    status.textContent = attachments.length === 0 ? 'This profile has no attachments.' : `${attachments.length} found.`;
    table.hidden = attachments.length === 0;
    table.tBodies[0].replaceChildren(...attachments.map(row));
  } catch (error) {
    const kind = error instanceof HrflowError ? error.kind : 'unexpected';
    status.textContent = `${kind}: ${/** @type {Error} */ (error).message}`;
  }
}

/** @param {import('../../pkg/api.js').Attachment} attachment */
function row({ type, original_file_name, file_size, created_at, public_url }) {
  const row = document.createElement('tr');
  for (const text of [type, original_file_name, file_size, created_at])
    row.insertCell().textContent = String(text ?? '–');
  const cell = row.insertCell();
  // `public_url` is not to be trusted as a URL, let alone as a harmless one.
  if (public_url && /^https?:/.test(public_url)) {
    const link = document.createElement('a');
    link.href = public_url;
    link.textContent = 'Open';
    cell.append(link);
  } else {
    cell.textContent = public_url ?? '–';
  }
  return row;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  list();
});
list();
