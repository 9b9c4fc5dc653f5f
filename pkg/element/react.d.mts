import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { HrflowAttachments } from '../element-api.js';
import type { Attributes, Listeners } from './template.js';

export * from '../element.mjs';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'hrflow-attachments': DetailedHTMLProps<HTMLAttributes<HrflowAttachments>, HrflowAttachments> &
        Attributes &
        Listeners;
    }
  }
}
