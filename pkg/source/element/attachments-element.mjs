// The element: a shell around a state. What was given to it, when to ask, and what is drawn.

import { listAttachments } from '../client.mjs';
import { card } from './card.mjs';
import { factsOf, isSame, sizeOf } from './facts.mjs';
import { languageOf } from './language.mjs';
import { button, make } from './make.mjs';
import { noticeBox } from './notice.mjs';
import { preview } from './preview.mjs';
import { sizeBar } from './size-bar.mjs';
import { nameOf, noticeOf, summaryOf } from './state.mjs';
import style from './style.css';
import { webAddress } from './web-address.mjs';
import { WORDS } from './words.mjs';

/**
 * @typedef {import('../../api.js').Attachment} Attachment
 * @typedef {import('./state.mjs').State} State
 */

/** Each property with its attribute; those without one are properties only. */
const PROPERTIES = /** @type {const} */ ({
  apiUrl: 'api-url',
  sourceKey: 'source-key',
  profileKey: 'profile-key',
  reference: 'reference',
  email: 'email',
  types: 'types',
  previews: 'previews',
  headingLevel: 'heading-level',
  label: 'label',
  attachments: undefined,
  options: undefined,
  messages: undefined,
  pdfjs: undefined,
});

/** @typedef {keyof typeof PROPERTIES} Property */

/** Cards are drawn as the reader comes near: ten thousand at once would block the page. */
const DRAWN_AT_ONCE = 40;
/** From so many on there is a way past them all, for the keyboard. */
const WORTH_SKIPPING = 7;
const SKELETONS = 3;

// On a server there are no elements; the class may be imported there all the same.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @type {CSSStyleSheet | undefined} shared by all elements */
let sheet;

export class HrflowAttachments extends Base {
  static {
    // Minified classes lose their names, and inspectors show them.
    Object.defineProperty(HrflowAttachments, 'name', { value: 'HrflowAttachments', configurable: true });
    for (const property of /** @type {Property[]} */ (Object.keys(PROPERTIES))) {
      Object.defineProperty(HrflowAttachments.prototype, property, {
        configurable: true,
        enumerable: true,
        /** @this {HrflowAttachments} */
        get() {
          return this.#given[property] ?? null;
        },
        /** @this {HrflowAttachments} @param {unknown} value */
        set(value) {
          this.#give(property, value ?? null);
        },
      });
    }
  }

  static observedAttributes = [...Object.values(PROPERTIES).filter((name) => name !== undefined), 'lang'];

  /** @type {Partial<Record<Property, any>>} */
  #given = {};
  /** @type {State} */
  #state = {};
  /** @type {unknown[]} what the answer that is shown, or waited for, was asked with */
  #asked = [];
  #mustAsk = false;
  /** @type {Promise<void> | undefined} the next update, which takes all changes till then together */
  #updating;
  /** @type {AbortController | undefined} of the request that is under way */
  #request;
  /** Of what the cards that are shown still fetch. */
  #previewing = new AbortController();
  /** @type {Map<string, import('./preview.mjs').Preview>} by address: what is drawn is not fetched again for another language */
  #previews = new Map();
  #drawn = 0;
  /** @type {import('./language.mjs').Language} */
  #language = languageOf('en', WORDS.en);
  /** @type {MutationObserver | undefined} */
  #languages;
  /** @type {IntersectionObserver | undefined} */
  #end;
  #internals = this.attachInternals?.();
  #message = '';
  /** @type {import('./downloads.mjs').Downloads | undefined} there once something was downloaded */
  #downloads;

  // The parts that stay. Made at the first connection: on a server, and before that, there is nothing to draw on.
  /** @type {ReturnType<typeof skeleton> | undefined} */
  #parts;

  connectedCallback() {
    for (const property of /** @type {Property[]} */ (Object.keys(PROPERTIES))) {
      if (!Object.hasOwn(this, property)) continue;
      // It was given before the element was defined, and hides the accessor.
      const value = /** @type {any} */ (this)[property];
      delete (/** @type {any} */ (this)[property]);
      /** @type {any} */ (this)[property] = value;
    }
    if (!this.#parts) {
      this.#parts = skeleton(this.attachShadow({ mode: 'open' }), {
        cancel: () => this.cancel(),
        all: () => this.#allPressed(),
        actionsChanged: () => this.#drawCards(),
      });
      this.addEventListener('keydown', ({ key }) => key === 'Escape' && this.cancel());
    }
    this.#languages ??= new MutationObserver(() => this.#draw());
    this.#languages.observe(document.documentElement, { attributes: true, attributeFilter: ['lang'], subtree: true });
    this.#update();
  }

  disconnectedCallback() {
    // A move is a removal and an insertion: what is gone for good is so a moment later.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#request?.abort();
      this.#request = undefined;
      this.#languages?.disconnect();
      this.#end?.disconnect();
      this.#forgetPreviews();
      this.#downloads?.end();
      if (this.#state.isLoading) [this.#state, this.#asked] = [{}, []];
    });
  }

  /** A move that keeps its state is none of the above. */
  connectedMoveCallback() {}

  /** @param {string} name @param {string | null} _before @param {string | null} value */
  attributeChangedCallback(name, _before, value) {
    const [property] = Object.entries(PROPERTIES).find(([, attribute]) => attribute === name) ?? [];
    if (property) this.#give(/** @type {Property} */ (property), value);
    else this.#update();
  }

  /** @param {Property} property @param {any} value */
  #give(property, value) {
    if (property === 'attachments' && value !== null && !Array.isArray(value)) {
      throw new TypeError('`attachments` is an array of attachments, or null to have them asked for.');
    }
    this.#given[property] = property === 'attachments' && value ? [...value] : value;
    this.#update();
  }

  refresh() {
    this.#mustAsk = true;
    return this.#update();
  }

  cancel() {
    this.#downloads?.end();
    if (!this.#state.isLoading) return;
    this.#request?.abort();
    this.#to({ isCancelled: true });
  }

  /** @param {Attachment} attachment */
  download(attachment) {
    return this.#download(attachment);
  }

  downloadAll() {
    const files = (this.#state.attachments ?? []).map((attachment) => this.#file(attachment));
    if (!this.#emit('hrflow-download', { attachment: null, attachments: this.#state.attachments ?? [] })) {
      return Promise.resolve(false);
    }
    return this.#withDownloads((downloads) => downloads.all(files));
  }

  /** Several changes at once make one update. */
  #update() {
    this.#updating ??= Promise.resolve().then(() => {
      this.#updating = undefined;
      return this.isConnected ? this.#settle() : undefined;
    });
    return this.#updating;
  }

  async #settle() {
    const { attachments, sourceKey, profileKey, reference, email, apiUrl, options } = this.#given;
    const selectors = { key: profileKey, reference, email };
    const isAsked = sourceKey != null && Object.values(selectors).some((value) => value != null);
    const asked = attachments
      ? [attachments]
      : isAsked
        ? [apiUrl, sourceKey, profileKey, reference, email, ...Object.entries(options ?? {}).flat()].map(
            (part) => part ?? null,
          )
        : [];
    const isSame =
      asked.length === this.#asked.length && asked.every((part, index) => Object.is(part, this.#asked[index]));
    if (isSame && !(this.#mustAsk && isAsked && !attachments)) return this.#draw();
    this.#asked = asked;
    this.#mustAsk = false;
    this.#request?.abort();
    this.#request = undefined;
    this.#message = '';
    if (attachments) {
      this.#to({ attachments: this.#wanted(attachments) });
      this.#emit('hrflow-load', { attachments: this.#state.attachments });
      return;
    }
    if (!isAsked) return this.#to({});
    const request = new AbortController();
    this.#request = request;
    this.#to({ isLoading: true });
    const came = await this.#ask(request.signal);
    // A later request took the place of this one, or it was ended.
    if (this.#request !== request || request.signal.aborted) return;
    this.#request = undefined;
    this.#to(came);
    if (came.attachments) this.#emit('hrflow-load', { attachments: came.attachments });
    else this.#emit('hrflow-error', { error: came.error });
  }

  /** @param {AbortSignal} signal @returns {Promise<State>} */
  async #ask(signal) {
    const { sourceKey, profileKey, reference, email, apiUrl, options } = this.#given;
    try {
      const signals = [signal, options?.signal].filter((one) => one != null);
      const asked = { ...options, signal: signals.length > 1 ? AbortSignal.any(signals) : signal };
      if (apiUrl != null) asked.api_url = apiUrl;
      return {
        attachments: this.#wanted(await listAttachments(sourceKey, { key: profileKey, reference, email }, asked)),
      };
    } catch (error) {
      return options?.signal?.aborted ? { isCancelled: true } : { error };
    }
  }

  /** @param {Attachment[]} attachments @returns {Attachment[]} those of the types that are wanted */
  #wanted(attachments) {
    const { types } = this.#given;
    const wanted =
      typeof types === 'string' ? types.split(/[\s,]+/).filter(Boolean) : Array.isArray(types) ? types : [];
    // What is no object has nothing to tell.
    const objects = attachments.filter((attachment) => Object(attachment) === attachment);
    return wanted.length === 0 ? objects : objects.filter(({ type }) => wanted.includes(type));
  }

  /** The absolute URL of the back end, if one is known. */
  get #api() {
    const api = this.#given.apiUrl ?? this.#given.options?.api_url;
    return typeof api === 'string' && URL.canParse(api, document.baseURI)
      ? new URL(api, document.baseURI).href
      : undefined;
  }

  /** @param {Attachment} attachment */
  #file(attachment) {
    const address = webAddress(attachment.public_url, this.#api);
    return { attachment, address, size: sizeOf(attachment), name: factsOf(attachment, this.#language).name };
  }

  /**
   * An address of one's own back end holds for a quarter of an hour: the list is asked for once more.
   * @param {Attachment} attachment
   */
  async #renewed(attachment) {
    if (this.#given.attachments) return undefined;
    const index = this.#state.attachments?.indexOf(attachment) ?? -1;
    const { attachments } = await this.#ask(new AbortController().signal);
    const same = attachments?.[index];
    return isSame(attachment, same) ? this.#file(same) : undefined;
  }

  /** @param {State} state */
  #to(state) {
    this.#state = state;
    this.#downloads?.end();
    this.#forgetPreviews();
    this.#drawn = 0;
    const name = nameOf(state);
    this.#mark({ loading: name === 'loading', empty: name === 'empty', error: Boolean(state.error) });
    this.#draw();
    this.#emit('hrflow-state', { state: name });
  }

  /** @param {Record<string, boolean>} marks */
  #mark(marks) {
    for (const [name, isSo] of Object.entries(marks)) {
      try {
        this.#internals?.states[isSo ? 'add' : 'delete'](name);
      } catch {
        // Chromium before 125 wants two dashes, and would match another selector.
      }
    }
  }

  #forgetPreviews() {
    this.#previewing.abort();
    this.#previewing = new AbortController();
    this.#previews.clear();
  }

  get #tag() {
    for (let node = /** @type {any} */ (this); node; node = node.parentNode ?? node.host) {
      const lang = node.getAttribute?.('lang');
      if (lang) return lang;
    }
    return navigator.language ?? 'en';
  }

  get #level() {
    const level = Number(this.#given.headingLevel ?? 3);
    return level >= 1 && level <= 6 ? Math.floor(level) : 3;
  }

  #draw() {
    const parts = this.#parts;
    if (!parts || !this.isConnected) return;
    const { messages, label } = this.#given;
    const tag = this.#tag;
    const spoken = tag.slice(0, 2).toLowerCase();
    const isOurs = Object.hasOwn(WORDS, spoken);
    const words = { ...WORDS.en, ...(isOurs ? WORDS[/** @type {'en' | 'fr'} */ (spoken)] : {}), ...messages };
    // English words take English numbers and dates.
    this.#language = languageOf(isOurs || messages ? tag : 'en', words);
    const { say, locale } = this.#language;
    const { region, cancel } = parts;
    const held = this.shadowRoot?.activeElement;
    const place = held && placeOf(held);
    region.lang = locale;
    region.setAttribute('aria-label', label ?? say('label'));
    region.setAttribute('aria-busy', String(Boolean(this.#state.isLoading)));
    cancel.textContent = say('cancel');
    cancel.hidden = !this.#state.isLoading;
    this.#drawStatus();
    this.#drawContent(parts);
    this.#drawDownloads();
    if (held && !held.isConnected) (this.#at(place) ?? region).focus();
    else if (held === cancel && cancel.hidden) region.focus();
  }

  #drawStatus() {
    const { summary, message } = this.#parts ?? {};
    if (!summary || !message) return;
    for (const [node, words] of /** @type {[HTMLElement, string][]} */ ([
      [summary, summaryOf(this.#state, this.#language)],
      [message, this.#message && ` ${this.#message}`],
    ])) {
      // What has not changed is not told again.
      if (node.textContent !== words) node.textContent = words;
    }
  }

  /** @param {string} words */
  #say(words) {
    this.#message = words;
    this.#drawStatus();
  }

  /** @param {ReturnType<typeof skeleton>} parts */
  #drawContent({ content, slots, cards, skeletons }) {
    const { isLoading, attachments } = this.#state;
    const notice = noticeOf(this.#state, this.#language);
    // A notice is less tall than the cards that were waited for: what stands below does not come up while it is out of sight.
    if (notice && content.contains(skeletons)) {
      const { top, height } = content.getBoundingClientRect();
      content.style.minBlockSize = `${Math.min(height, innerHeight - Math.max(0, top))}px`;
    } else if (!notice) content.style.minBlockSize = '';
    if (notice) {
      const box = noticeBox(notice, this.#language, { level: this.#level, again: () => this.refresh() });
      const slot = slots[notice.slot];
      slot.replaceChildren(box);
      content.replaceChildren(slot);
    } else if (isLoading) {
      content.replaceChildren(slots.loading);
    } else {
      const all = attachments ?? [];
      const { say } = this.#language;
      const count = all.length;
      const skip = button('button skip', say('skip', { count }), () => this.#parts?.end.focus());
      content.replaceChildren(...(count >= WORTH_SKIPPING ? [skip] : []), ...sizeBar(all, this.#language), cards);
      cards.setAttribute('aria-label', this.#given.label ?? say('label'));
      this.#drawCards();
    }
  }

  #drawCards() {
    const all = this.#state.attachments ?? [];
    const cards = this.#parts?.cards;
    if (!cards || !all.length) return;
    this.#drawn = Math.min(all.length, Math.max(DRAWN_AT_ONCE, this.#drawn));
    while (cards.children.length > this.#drawn) cards.lastElementChild?.remove();
    for (let index = 0; index < this.#drawn; index++) {
      const item = cards.children[index] ?? cards.appendChild(make('li', { 'aria-posinset': index + 1 }));
      item.setAttribute('aria-setsize', String(all.length));
      this.#drawCard(/** @type {HTMLElement} */ (item), all[index]);
    }
    this.#watchEnd();
  }

  /** Draws more where the reader comes near the last card that is drawn. */
  #watchEnd() {
    this.#end?.disconnect();
    const { cards } = this.#parts ?? {};
    const last = cards?.lastElementChild;
    const all = this.#state.attachments ?? [];
    if (!cards || !last || this.#drawn >= all.length) return;
    this.#end = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        const before = this.#drawn;
        this.#drawn = Math.min(all.length, before + DRAWN_AT_ONCE);
        for (let index = before; index < this.#drawn; index++) {
          const item = make('li', { 'aria-posinset': index + 1, 'aria-setsize': all.length });
          this.#drawCard(item, all[index]);
          cards.append(item);
        }
        this.#watchEnd();
      },
      { rootMargin: '1500px' },
    );
    this.#end.observe(last);
  }

  /** @param {HTMLElement} item @param {Attachment} attachment */
  #drawCard(item, attachment) {
    const facts = factsOf(attachment, this.#language, this.#api);
    const actions = this.#parts?.actions(attachment, (event) => this.#emit('hrflow-action', event)) ?? [];
    item.replaceChildren(
      card(facts, this.#language, {
        level: this.#level,
        preview: this.#preview(facts),
        transfer: this.#downloads?.of(attachment),
        actions,
        acts: {
          open: (event) => this.#emit('hrflow-open', { attachment }) || event.preventDefault(),
          download: () => {
            if (!this.#downloads?.cancel(attachment)) this.#download(attachment);
          },
        },
      }),
    );
  }

  /** @param {import('./facts.mjs').Facts} facts */
  #preview(facts) {
    const { pdfjs = null } = this.#given;
    const previews = this.#given.previews ?? 'all';
    if (previews === 'none') return undefined;
    const key = `${facts.address?.url.href} ${facts.extension} ${previews} ${Boolean(pdfjs)}`;
    const known = this.#previews.get(key);
    // Two attachments may have one address; a frame stands in one place.
    const shown = known && !known.frame.closest('li')?.isConnected ? known : undefined;
    const made = shown ?? known ?? preview(facts, { previews, pdfjs, signal: this.#previewing.signal });
    this.#previews.set(key, made);
    made.label(facts, this.#language);
    return made.frame;
  }

  /** @param {Attachment} attachment */
  async #download(attachment) {
    if (!this.#emit('hrflow-download', { attachment, attachments: [attachment] })) return false;
    const file = this.#file(attachment);
    return this.#withDownloads((downloads) => downloads.one(file));
  }

  /**
   * Who downloads nothing does not load what does it.
   * @param {(downloads: import('./downloads.mjs').Downloads) => Promise<boolean>} act
   */
  async #withDownloads(act) {
    const { Downloads } = await import('./downloads.mjs');
    this.#downloads ??= new Downloads({
      changed: () => this.#drawDownloads(),
      said: (words) => this.#say(words),
      renewed: (attachment) => this.#renewed(attachment),
      language: () => this.#language,
    });
    return act(this.#downloads);
  }

  #allPressed() {
    if (!this.#downloads?.cancelAll()) this.downloadAll();
  }

  #drawDownloads() {
    const { all, cards } = this.#parts ?? {};
    if (!all || !cards) return;
    const { say, bytes } = this.#language;
    const attachments = this.#state.attachments ?? [];
    const reachable = attachments.length > 1 ? attachments.filter((one) => this.#file(one).address) : [];
    const size = reachable.reduce((sum, one) => sum + (sizeOf(one) ?? 0), 0);
    const progress = this.#downloads?.ofAll;
    all.hidden = reachable.length < 2;
    all.textContent = progress
      ? `${say('all.cancel')} (${say('all.progress', { count: progress.count, all: progress.all })})`
      : size
        ? `${say('all')} (${bytes(size)})`
        : say('all');
    for (const [index, attachment] of attachments.slice(0, this.#drawn).entries()) {
      const item = /** @type {HTMLElement | undefined} */ (cards.children[index]);
      if (!item || !this.#downloads?.takeChanged(attachment)) continue;
      const held = this.shadowRoot?.activeElement;
      const place = held && item.contains(held) ? placeOf(held) : undefined;
      this.#drawCard(item, attachment);
      if (place) this.#at(place)?.focus();
    }
  }

  /** @param {ReturnType<typeof placeOf> | null} [place] @returns {HTMLElement | undefined} what stands there now */
  #at(place) {
    if (!place?.control) return undefined;
    const card = place.index < 0 ? this.#parts?.content : this.#parts?.cards.children[place.index];
    return /** @type {HTMLElement | undefined} */ (card?.querySelector(`[data-control=${place.control}]`) ?? undefined);
  }

  /** @param {string} type @param {object} detail @returns {boolean} whether nobody prevented it */
  #emit(type, detail) {
    const cancelable = ['hrflow-open', 'hrflow-download'].includes(type);
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }
}

/** @param {Element} held @returns {{ index: number, control: string | undefined }} where in the cards it is */
function placeOf(held) {
  const item = held.closest('li');
  const index = item?.parentElement ? [...item.parentElement.children].indexOf(item) : -1;
  return { index, control: /** @type {HTMLElement} */ (held).dataset.control };
}

/**
 * The parts that stay while what is in them changes.
 * @param {ShadowRoot} root
 * @param {{ cancel: () => void, all: () => void, actionsChanged: () => void }} acts
 */
function skeleton(root, { cancel, all, actionsChanged }) {
  sheet ??= new CSSStyleSheet();
  if (sheet.cssRules.length === 0) sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const skeletons = make(
    'ul',
    { part: 'cards skeleton', 'aria-hidden': 'true' },
    ...Array.from({ length: SKELETONS }, () =>
      make('li', {}, make('div', { part: 'card' }, make('div', { part: 'preview' }))),
    ),
  );
  const slots = {
    empty: make('slot', { name: 'empty' }),
    error: make('slot', { name: 'error' }),
    loading: make('slot', { name: 'loading' }, skeletons),
  };
  // What stands in it is copied into each card.
  const actionsSlot = make('slot', { name: 'actions', hidden: true });
  actionsSlot.addEventListener('slotchange', actionsChanged);
  const parts = {
    region: make('section', { part: 'region', tabindex: -1 }),
    summary: make('span', { part: 'summary' }),
    message: make('span', { part: 'message' }),
    cancel: button('button cancel', '', cancel),
    all: button('button all', '', all),
    content: make('div', { part: 'content' }),
    cards: make('ul', { part: 'cards' }),
    end: make('span', { tabindex: -1 }),
    slots,
    skeletons,
    /**
     * @param {Attachment} attachment
     * @param {(detail: object) => void} acted
     */
    actions(attachment, acted) {
      const given = actionsSlot.assignedElements();
      return given.flatMap((node) => {
        const copied = /** @type {DocumentFragment | Element} */ (
          (node instanceof HTMLTemplateElement ? node.content : node).cloneNode(true)
        );
        const nodes = copied instanceof DocumentFragment ? [...copied.children] : [copied];
        for (const one of nodes) {
          one.removeAttribute('slot');
          one.addEventListener('click', () => acted({ attachment, control: one }));
        }
        return nodes;
      });
    },
  };
  const status = make('p', { part: 'status', role: 'status', 'aria-atomic': 'false' }, parts.summary, parts.message);
  parts.region.append(make('div', { part: 'head' }, status, parts.all, parts.cancel), parts.content, parts.end);
  root.append(parts.region, actionsSlot);
  return parts;
}
