import { configure } from 'hrflow-wasm';
import { createRoot } from 'react-dom/client';
import { Attachments } from './Attachments.jsx';

configure({ api_url: '/api/hrflow' }); // the page's own back end, which has the key

createRoot(document.getElementById('root')).render(<Attachments email="example@example.com" />);
