import type { HrflowAttachments, HrflowAttachmentsEventMap } from '../element-api.js';

type Methods = 'refresh' | 'cancel' | 'download' | 'downloadAll';

/** The element's own properties, by the names that they have in JavaScript. */
export type Properties = {
  [Name in Exclude<keyof HrflowAttachments, keyof HTMLElement | Methods>]?: HrflowAttachments[Name] | undefined;
};

/** The attributes whose name is another than that of their property. */
interface Named {
  'api-url': 'apiUrl';
  'source-key': 'sourceKey';
  'profile-key': 'profileKey';
  'heading-level': 'headingLevel';
}

/** What a template sets: attributes by the names that they have in HTML, so that they hold on a server too, and the other properties. */
export type Attributes = Omit<Properties, Named[keyof Named]> & {
  [Name in keyof Named]?: Properties[Named[Name]];
};

/** The element's own events, by their names. */
export type OwnEvents = Omit<HrflowAttachmentsEventMap, keyof HTMLElementEventMap>;

/** What listens, as React and Svelte write it: `onhrflow-load`. */
export type Listeners = {
  [Type in keyof OwnEvents as `on${Type}`]?: ((event: OwnEvents[Type]) => void) | undefined;
};
