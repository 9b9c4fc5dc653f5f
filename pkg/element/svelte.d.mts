import type { HTMLAttributes } from 'svelte/elements';
import type { HrflowAttachments } from '../element-api.js';
import type { InTemplates, Listeners } from './template.js';

export * from '../element.mjs';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'hrflow-attachments': HTMLAttributes<HrflowAttachments> & InTemplates & Listeners;
  }
}
