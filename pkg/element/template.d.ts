import type { HrflowAttachments, HrflowAttachmentsEventMap } from '../element-api.js';

/** What has one name, as an attribute and as a property, or is a property alone. */
interface Common {
  reference?: HrflowAttachments['reference'] | undefined;
  email?: HrflowAttachments['email'] | undefined;
  types?: HrflowAttachments['types'] | undefined;
  previews?: HrflowAttachments['previews'] | undefined;
  label?: HrflowAttachments['label'] | undefined;
  attachments?: HrflowAttachments['attachments'] | undefined;
  options?: HrflowAttachments['options'] | undefined;
  messages?: HrflowAttachments['messages'] | undefined;
  pdfjs?: HrflowAttachments['pdfjs'] | undefined;
}

/** The element's own properties, by the names that they have in JavaScript. */
export interface Properties extends Common {
  apiUrl?: HrflowAttachments['apiUrl'] | undefined;
  sourceKey?: HrflowAttachments['sourceKey'] | undefined;
  profileKey?: HrflowAttachments['profileKey'] | undefined;
  headingLevel?: HrflowAttachments['headingLevel'] | undefined;
}

/** What a template sets: attributes by the names that they have in HTML, so that they hold on a server too, and the other properties. */
export interface InTemplates extends Common {
  'api-url'?: HrflowAttachments['apiUrl'] | undefined;
  'source-key'?: HrflowAttachments['sourceKey'] | undefined;
  'profile-key'?: HrflowAttachments['profileKey'] | undefined;
  'heading-level'?: HrflowAttachments['headingLevel'] | undefined;
}

/** The element's own events, by their names. */
export type OwnEvents = Pick<HrflowAttachmentsEventMap, Extract<keyof HrflowAttachmentsEventMap, `hrflow-${string}`>>;

/** What listens, as React and Svelte write it: `onhrflow-load`. */
export type Listeners = {
  [Type in keyof OwnEvents as `on${Type}`]?: ((event: OwnEvents[Type]) => void) | undefined;
};
