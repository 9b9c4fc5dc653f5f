import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { HrflowAttachments } from '../element-api.js';
import type { InTemplates, Listeners } from './template.js';

export * from '../element.mjs';

// In here React's own names win: it has an `Attributes`, too.
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'hrflow-attachments': DetailedHTMLProps<HTMLAttributes<HrflowAttachments>, HrflowAttachments> &
        InTemplates &
        Listeners;
    }
  }
}
