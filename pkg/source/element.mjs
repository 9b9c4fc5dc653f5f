// Defines the element, which is this module's one effect.
import { HrflowAttachments } from './element-class.mjs';

if (globalThis.customElements && !customElements.get('hrflow-attachments')) {
  customElements.define('hrflow-attachments', HrflowAttachments);
}

export { HrflowAttachments };
