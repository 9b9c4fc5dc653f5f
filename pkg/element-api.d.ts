/// <reference lib="dom" />
import type { Attachment, HrflowError, RequestOptions } from './api.js';

/** The attachments that are shown: an array for reading. */
export type HrflowLoadEvent = CustomEvent<{ attachments: Attachment[] }>;
/** Why there are none; nothing of it is shown to the reader but a fixed sentence. */
export type HrflowErrorEvent = CustomEvent<{ error: HrflowError }>;
/** The reader opens a file; cancelable, for a viewer of your own. */
export type HrflowOpenEvent = CustomEvent<{ attachment: Attachment }>;
/** A download begins; cancelable. `attachment` is null where it is that of all, in `attachments`. */
export type HrflowDownloadEvent = CustomEvent<{ attachment: Attachment | null; attachments: Attachment[] }>;
/** A control of your own, out of the slot `actions`, was pressed; `control` is its copy in the attachment's card. */
export type HrflowActionEvent = CustomEvent<{ attachment: Attachment; control: Element }>;
/** The element shows something else: `none`, `loading`, `found`, `empty`, `cancelled`, or what failed (`network`, `api-404`, …). */
export type HrflowStateEvent = CustomEvent<{ state: string }>;

/** The element's events, by their names; all of them bubble, out of shadow roots too. */
export interface HrflowAttachmentsEventMap extends HTMLElementEventMap {
  'hrflow-load': HrflowLoadEvent;
  'hrflow-error': HrflowErrorEvent;
  'hrflow-open': HrflowOpenEvent;
  'hrflow-download': HrflowDownloadEvent;
  'hrflow-action': HrflowActionEvent;
  'hrflow-state': HrflowStateEvent;
}

/**
 * Words of your own, by the names that the built-in ones have in `dist/element-class.mjs`: a text, or one for each plural category
 * of the language (`one`, `other`, …). `{count}`, `{name}`, `{size}` and the like stand for values. What is left out is in English,
 * or in French where `lang` says so.
 */
export type HrflowMessages = Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>;

/** What the element calls of pdf.js: the module `pdfjs-dist` itself, whose `GlobalWorkerOptions.workerSrc` you have set. */
export interface Pdfjs {
  getDocument(given: object): object;
  PDFWorker?: new () => object;
}

/**
 * A profile's attachments as cards: `<hrflow-attachments>`. Importing `hrflow-wasm/element` defines it; `hrflow-wasm/element/class`
 * gives the class alone. Each attribute is a property too, in camel case; `null` takes one back. Several changes at once make one
 * request.
 *
 * @example
 * ```ts
 * import 'hrflow-wasm/element';
 *
 * const files = document.createElement('hrflow-attachments');
 * files.apiUrl = '/api/hrflow';
 * files.sourceKey = 'source_key';
 * files.email = 'jane@example.org';
 * document.body.append(files);
 * ```
 */
export class HrflowAttachments extends HTMLElement {
  /** `api-url`: your own back end, as `api_url` of a call. Files that it serves (`endpoints: ['attachments', 'files']`) stand below it. */
  apiUrl: string | null;
  /** `source-key`: the source that the profile is in. */
  sourceKey: string | null;
  /** `profile-key`: the profile by its key. Give one of the three. */
  profileKey: string | null;
  /** `reference`: the profile by its reference. */
  reference: string | null;
  /** `email`: the profile by its e-mail address. As an attribute it is personal data in your HTML; as a property it is not. */
  email: string | null;
  /**
   * `types`: which attachments to show, as `resume cover` or an array.
   * @defaultValue all
   */
  types: string | readonly string[] | null;
  /**
   * `previews`: `none`, `images`, or `all`, which is PDFs too, where `pdfjs` is given.
   * @defaultValue `'all'`
   */
  previews: 'none' | 'images' | 'all' | null;
  /**
   * `heading-level`: of the names of files and of notices, 1 to 6.
   * @defaultValue `3`
   */
  headingLevel: number | string | null;
  /**
   * `label`: the accessible name of the region and its list.
   * @defaultValue `Attachments`, in the reader's language
   */
  label: string | null;
  /** Shows these and asks nothing: for a list that the page already has. A copy is made: change it by giving another one. */
  attachments: readonly Attachment[] | null;
  /** Options of the call, as `listAttachments` takes them. */
  options: RequestOptions | null;
  /** Words of your own. */
  messages: HrflowMessages | null;
  /** pdf.js, for previews of PDFs: it is larger than everything else together, so the page hands it over. */
  pdfjs: Pdfjs | null;
  /** Asks again. Resolves once the answer is shown, whatever it is. */
  refresh(): Promise<void>;
  /** Ends what is under way: the request, and the downloads. */
  cancel(): void;
  /** Fetches the file and saves it. Resolves to whether it is saved; a download that is under way does not start twice. */
  download(attachment: Attachment): Promise<boolean>;
  /** Fetches all files that can be reached, and saves them as one ZIP. Resolves to whether all of them are in it. */
  downloadAll(): Promise<boolean>;
  addEventListener<Type extends keyof HrflowAttachmentsEventMap>(
    type: Type,
    listener: (this: HrflowAttachments, event: HrflowAttachmentsEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof HrflowAttachmentsEventMap>(
    type: Type,
    listener: (this: HrflowAttachments, event: HrflowAttachmentsEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'hrflow-attachments': HrflowAttachments;
  }
}
