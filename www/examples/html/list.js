import { configure, listAttachments } from './node_modules/hrflow-wasm/dist/index.mjs';

configure({ api_url: '/api/hrflow' }); // the page's own back end, which has the key

const list = document.querySelector('ul');
const say = (text) => {
  list.append(Object.assign(document.createElement('li'), { textContent: text }));
};

try {
  const attachments = await listAttachments('source_key', { email: 'example@example.com' });
  for (const { type, original_file_name } of attachments) say(`${type}: ${original_file_name}`);
} catch (error) {
  say(error.message);
}
