// The element: a shell around a state. What was given to it, when to ask, and what is drawn.

import { listAttachments } from '../client.mjs';
import { card, reach } from './card.mjs';
import { factsOf, isSame, shownName, sizeOf, total } from './facts.mjs';
import { languageOf } from './language.mjs';
import { button, make } from './make.mjs';
import { noticeBox } from './notice.mjs';
import { preview } from './preview.mjs';
import { sizeBar } from './size-bar.mjs';
import { nameOf, noticeOf, summaryOf } from './state.mjs';
import style from './style.css';
import { webAddress } from './web-address.mjs';
import { ENGLISH } from './words.mjs';

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

/** So many cards are drawn at once, the others as the reader comes near: ten thousand would block the page. */
const DRAWN_AT_ONCE = 40;
/** Of more cards than that, those that are out of sight are emptied again. */
const KEPT = 400;
/** So many have a place at once: a grid of ten thousand takes a second to lay out. */
const PLACES = 1_000;
/** How near, in CSS pixels. */
const NEAR = '1500px';
/** A list that was asked for again is good for other files for so long. */
const RENEWED_MS = 60_000;
/** What is read of an attachment that a page gives. */
const FIELDS = /** @type {const} */ ([
  'alt',
  'created_at',
  'extension',
  'file_name',
  'file_size',
  'original_file_name',
  'public_url',
  'type',
  'updated_at',
]);
/** From so many on there is a way past them all, for the keyboard. */
const WORTH_SKIPPING = 7;
const SKELETONS = 3;
const LEVELS = [1, 2, 3, 4, 5, 6];

/** @typedef {Record<string, import('./language.mjs').Words>} Words */

/** What is known of each language: French comes when somebody reads it, and what is said of downloads with the first of them. */
/** @type {Record<string, Words>} */
const WORDS = { en: { ...ENGLISH }, fr: {} };
/** @type {Promise<unknown> | undefined} */
let french;

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
          this.#give(property, value);
        },
      });
    }
  }

  static observedAttributes = [...Object.values(PROPERTIES).filter((name) => name !== undefined), 'lang'];

  /** @type {Partial<Record<Property, any>>} */
  #given = Object.create(null);
  /** @type {Attachment[]} those that were given, as they were then */
  #list = [];
  /** @type {WeakMap<object, Attachment>} of what was given, what is shown of it */
  #read = new WeakMap();
  /** @type {Attachment[]} those of every type */
  #all = [];
  #types = '';
  /** @type {State} */
  #state = Object.create(null);
  /** @type {unknown[]} what the answer that is shown, or waited for, was asked with */
  #asked = [];
  #mustAsk = false;
  /** @type {Promise<void> | undefined} the next update, which takes all changes till then together */
  #updating;
  /** @type {AbortController | undefined} of the request that is under way */
  #request;
  /** Of all that is fetched for what is shown. */
  #showing = new AbortController();
  /** @type {{ at: number, asked: Promise<State> } | undefined} the list once more, for addresses that have expired */
  #renewing;
  /** @type {Map<string, import('./preview.mjs').Preview>} by place and address: what is drawn is not fetched again for another language */
  #previews = new Map();
  /** What has an address, of all that is shown. */
  #reach = { count: 0, size: 0 };
  /** @type {import('./language.mjs').Language} */
  #language = languageOf('en', ENGLISH);
  /** @type {MutationObserver | undefined} */
  #languages;
  /** @type {IntersectionObserver | undefined} */
  #near;
  #tagShown = '';
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
    this.connectedMoveCallback();
  }

  /** A move that keeps its state: another place may have another language. */
  connectedMoveCallback() {
    this.#languages ??= new MutationObserver(() => this.#tag === this.#tagShown || this.#update());
    this.#languages.disconnect();
    // Nobody sees from outside what changes in a shadow root.
    for (let root = /** @type {any} */ (this).getRootNode(); root; root = root.host?.getRootNode()) {
      this.#languages.observe(root, { attributes: true, attributeFilter: ['lang'], subtree: true });
    }
    this.#update();
  }

  disconnectedCallback() {
    // A move is a removal and an insertion: what is gone for good is so a moment later.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#request?.abort();
      this.#request = undefined;
      this.#languages?.disconnect();
      this.#near?.disconnect();
      this.#forget();
      if (this.#state.isLoading) [this.#state, this.#asked] = [{}, []];
    });
  }

  /** @param {string} name @param {string | null} _before @param {string | null} value */
  attributeChangedCallback(name, _before, value) {
    const [property] = Object.entries(PROPERTIES).find(([, attribute]) => attribute === name) ?? [];
    if (property) this.#give(/** @type {Property} */ (property), value);
    else this.#update();
  }

  /** @param {Property} property @param {any} value */
  #give(property, value = null) {
    if (property === 'attachments' && value) {
      if (!Array.isArray(value)) {
        throw new TypeError('`attachments` is an array of attachments, or null to have them asked for.');
      }
      // What is no object has nothing to tell.
      if (value !== this.#given.attachments)
        this.#list = value.filter((one) => Object(one) === one).map(this.#readOnce, this);
    }
    // Read once, as a call's options are: what a getter throws, it throws here.
    const isObject = Object(value) === value;
    if (property === 'options' && isObject) value = { ...value };
    if (property === 'messages' && isObject) value = copied(value);
    this.#given[property] = value;
    if (property === 'pdfjs') this.#drawPreviews();
    else this.#update();
  }

  /** @param {any} given @returns {Attachment} */
  #readOnce(given) {
    /** @type {any} */
    const read = {};
    for (const field of [...keysOf(given), ...FIELDS]) {
      try {
        read[field] = given[field];
      } catch {
        // A getter's own business.
      }
    }
    for (const field of FIELDS) {
      if (typeof read[field] !== (field === 'file_size' ? 'number' : 'string')) read[field] = null;
    }
    this.#read.set(given, read).set(read, read);
    return read;
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

  /** @param {Attachment} given */
  async download(given) {
    if (Object(given) !== given) return false;
    const attachment =
      this.#read.get(given) ?? (this.#state.attachments?.includes(given) ? given : this.#readOnce(given));
    if (this.#downloads?.isRunning(attachment)) return false;
    if (!this.#emit('hrflow-download', { attachment, attachments: [attachment] })) return false;
    const file = this.#file(attachment);
    return this.#withDownloads((downloads) => downloads.one(file), ['download.failed.name', { name: file.name }]);
  }

  async downloadAll() {
    const attachments = [...(this.#state.attachments ?? [])];
    if (this.#downloads?.ofAll || !this.#emit('hrflow-download', { attachment: null, attachments })) return false;
    const files = attachments.map((attachment) => this.#file(attachment));
    return this.#withDownloads((downloads) => downloads.all(files), ['all.failed', { count: files.length }]);
  }

  /** Several changes at once make one update. */
  #update() {
    this.#updating ??= Promise.resolve()
      // In which language it is known when all changes are made.
      .then(() => this.#learn())
      .then(() => {
        this.#updating = undefined;
        return this.isConnected ? this.#settle() : undefined;
      });
    return this.#updating;
  }

  async #settle() {
    const { attachments, sourceKey, profileKey, reference, email, apiUrl, options } = this.#given;
    const selectors = [profileKey, reference, email];
    const isAsked = sourceKey != null && selectors.some((value) => value != null);
    const asked = attachments
      ? [attachments]
      : isAsked
        ? [apiUrl, sourceKey, ...selectors, ...Object.entries(options ?? {}).flat()].map((part) => part ?? null)
        : [];
    const isSame =
      asked.length === this.#asked.length && asked.every((part, index) => Object.is(part, this.#asked[index]));
    if (isSame && !(this.#mustAsk && isAsked && !attachments)) {
      const isOther = this.#state.attachments && wantedTypes(this.#given.types).join() !== this.#types;
      return isOther ? this.#show(this.#all) : this.#draw();
    }
    this.#asked = asked;
    this.#mustAsk = false;
    this.#request?.abort();
    this.#request = undefined;
    if (attachments) return this.#show(this.#list);
    if (!isAsked) return this.#to({});
    const request = new AbortController();
    this.#request = request;
    this.#to({ isLoading: true });
    const came = await this.#ask(request.signal);
    // A later request took the place of this one, or it was ended.
    if (this.#request !== request || request.signal.aborted) return;
    this.#request = undefined;
    if (came.attachments) return this.#show(came.attachments);
    this.#to(came);
    if (!came.isCancelled) this.#emit('hrflow-error', { error: came.error });
  }

  /** @param {AbortSignal} signal @returns {Promise<State>} */
  async #ask(signal) {
    const { sourceKey, profileKey, reference, email, apiUrl, options } = this.#given;
    try {
      const signals = [signal, options?.signal].filter((one) => one != null);
      const asked = { ...options, signal: signals.length > 1 ? AbortSignal.any(signals) : signal };
      if (apiUrl != null) asked.api_url = apiUrl;
      return { attachments: await listAttachments(sourceKey, { key: profileKey, reference, email }, asked) };
    } catch (error) {
      return options?.signal?.aborted ? { isCancelled: true } : { error };
    }
  }

  /** @param {Attachment[]} all those of the types that are wanted are shown */
  #show(all) {
    const types = wantedTypes(this.#given.types);
    this.#all = all;
    this.#types = types.join();
    const attachments = types.length === 0 ? all : all.filter(({ type }) => types.includes(String(type)));
    this.#to({ attachments });
    // A copy: who sorts it sorts nothing that is shown.
    this.#emit('hrflow-load', { attachments: [...attachments] });
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
    return { attachment, address, size: sizeOf(attachment), name: shownName(attachment, this.#language) };
  }

  /**
   * An address of one's own back end holds for a quarter of an hour: the list is asked for once more, for all of them.
   * @param {Attachment} attachment
   */
  async #renewed(attachment) {
    if (this.#given.attachments) return undefined;
    const index = this.#all.indexOf(attachment);
    if (!this.#renewing || performance.now() - this.#renewing.at > RENEWED_MS) {
      this.#renewing = { at: performance.now(), asked: this.#ask(this.#showing.signal) };
    }
    const same = (await this.#renewing.asked).attachments?.[index];
    return isSame(attachment, same) ? this.#file(same) : undefined;
  }

  /** @param {State} state */
  #to(state) {
    // Without what strangers give to all objects.
    this.#state = Object.assign(Object.create(null), state);
    this.#message = '';
    this.#forget();
    const name = nameOf(this.#state);
    this.#mark({ loading: name === 'loading', empty: name === 'empty', error: Boolean(this.#state.error) });
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

  /** Ends what is fetched for what was shown till now. */
  #forget() {
    this.#showing.abort();
    this.#showing = new AbortController();
    this.#previews.clear();
    this.#downloads?.end();
    this.#downloads = this.#renewing = undefined;
  }

  get #tag() {
    for (let node = /** @type {any} */ (this); node; node = node.parentNode ?? node.host) {
      const lang = node.getAttribute?.('lang');
      if (lang) return lang;
    }
    return navigator.language ?? 'en';
  }

  get #level() {
    const { headingLevel } = this.#given;
    return LEVELS.find((level) => level === headingLevel || String(level) === headingLevel) ?? 3;
  }

  get #label() {
    const { label } = this.#given;
    return typeof label === 'string' ? label : this.#language.say('label');
  }

  #draw() {
    const parts = this.#parts;
    if (!parts || !this.isConnected) return;
    this.#speak();
    const { say, locale } = this.#language;
    const { region, cancel } = parts;
    const held = /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.activeElement);
    const place = held && placeOf(held);
    const reachable = (this.#state.attachments ?? []).filter((one) => webAddress(one.public_url, this.#api));
    this.#reach = { count: reachable.length, size: total(reachable) };
    region.lang = locale;
    region.setAttribute('aria-label', this.#label);
    region.setAttribute('aria-busy', String(Boolean(this.#state.isLoading)));
    cancel.textContent = say('cancel');
    cancel.hidden = !this.#state.isLoading;
    this.#drawStatus();
    this.#drawContent(parts);
    this.#drawDownloads();
    if (held && (!held.isConnected || held.hidden)) (this.#at(place) ?? region).focus();
  }

  /** Nothing is drawn in English first for whoever reads French; where that cannot be had, English will do. */
  #learn() {
    if (this.#spoken !== 'fr') return undefined;
    french ??= import('./french-words.mjs').then(
      ({ FRENCH }) => Object.assign(WORDS.fr, FRENCH),
      () => {
        french = undefined;
      },
    );
    return french;
  }

  /** The language alone, of a tag that may name a country too. */
  get #spoken() {
    return this.#tag.split(/[-_]/)[0].toLowerCase();
  }

  #speak() {
    const { messages } = this.#given;
    const tag = this.#tag;
    this.#tagShown = tag;
    const ours = Object.hasOwn(WORDS, this.#spoken) ? WORDS[this.#spoken] : undefined;
    // English words take English numbers and dates.
    this.#language = languageOf(ours || messages ? tag : 'en', { ...WORDS.en, ...ours, ...messages });
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
      const skip = button('button skip', say('skip', { count }), () => this.#parts?.end.focus(), {
        'data-control': 'skip',
      });
      content.replaceChildren(...(count >= WORTH_SKIPPING ? [skip] : []), ...sizeBar(all, this.#language), cards);
      cards.setAttribute('aria-label', this.#label);
      this.#drawCards();
    }
  }

  /** Draws the cards again that are drawn, and has the others drawn where the reader comes near them. */
  #drawCards() {
    const all = this.#state.attachments ?? [];
    const { cards } = this.#parts ?? {};
    if (!cards) return;
    this.#near?.disconnect();
    /** @type {WeakMap<Element, number>} */
    const places = new WeakMap();
    const near = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const index = Number(places.get(target));
          if (isIntersecting && index >= cards.children.length - DRAWN_AT_ONCE) place(cards.children.length + PLACES);
          if (isIntersecting && !target.firstChild) this.#drawCard(target, index);
          else if (!isIntersecting && all.length > KEPT && !target.contains(this.shadowRoot?.activeElement ?? null)) {
            target.replaceChildren();
          }
        }
      },
      { rootMargin: NEAR },
    );
    this.#near = near;
    const watch = (/** @type {Element} */ item, /** @type {number} */ index) => {
      if (index < DRAWN_AT_ONCE || item.firstChild) this.#drawCard(item, index);
      places.set(item, index);
      near.observe(item);
    };
    const place = (/** @type {number} */ count) => {
      for (let index = cards.children.length; index < Math.min(count, all.length); index++) {
        watch(cards.appendChild(make('li')), index);
      }
    };
    while (cards.children.length > all.length) cards.lastElementChild?.remove();
    for (const [index, item] of [...cards.children].entries()) watch(item, index);
    place(PLACES);
  }

  /** @param {Element} item @param {number} index */
  #drawCard(item, index) {
    const attachment = /** @type {Attachment[]} */ (this.#state.attachments)[index];
    const facts = factsOf(attachment, this.#language, this.#api);
    const own = this.#parts?.actions(attachment, (event) => this.#emit('hrflow-action', event)) ?? [];
    const level = this.#level;
    item.replaceChildren(
      card(facts, this.#language, {
        level,
        preview: this.#preview(facts, index),
        reach: this.#reachOf(attachment, facts),
        own,
      }),
    );
  }

  /** Nothing else is drawn again: a button stays the one that is just being pressed. */
  #drawPreviews() {
    for (const [index, item] of [...(this.#parts?.cards.children ?? [])].entries()) {
      const attachment = this.#state.attachments?.[index];
      const before = item.querySelector('[part=preview]');
      if (!attachment || !before) continue;
      const now = this.#preview(factsOf(attachment, this.#language, this.#api), index);
      if (now && now !== before) before.replaceWith(now);
    }
  }

  /** @param {Attachment} attachment @param {import('./facts.mjs').Facts} facts */
  #reachOf(attachment, facts) {
    return reach(facts, this.#language, this.#downloads?.of(attachment), {
      open: (event) => this.#emit('hrflow-open', { attachment }) || event.preventDefault(),
      download: () => {
        if (!this.#downloads?.cancel(attachment)) this.download(attachment);
      },
    });
  }

  /** @param {import('./facts.mjs').Facts} facts @param {number} index */
  #preview(facts, index) {
    const { pdfjs } = this.#given;
    if (this.#given.previews === 'none') return undefined;
    const previews = this.#given.previews === 'images' ? 'images' : 'all';
    const key = `${index} ${facts.address?.url.href} ${previews} ${facts.extension === '.pdf' && Boolean(pdfjs)}`;
    const made = this.#previews.get(key) ?? preview(facts, { previews, pdfjs, signal: this.#showing.signal });
    this.#previews.set(key, made);
    made.label(facts, this.#language);
    return made.frame;
  }

  /**
   * Who downloads nothing does not load what does it.
   * @param {(downloads: import('./downloads.mjs').Downloads) => Promise<boolean>} act
   * @param {[key: string, values: Record<string, string | number>]} failed what is said where it cannot be loaded
   */
  async #withDownloads(act, failed) {
    const { signal } = this.#showing;
    try {
      const { Downloads, DOWNLOAD_WORDS } = await import('./downloads.mjs');
      Object.assign(WORDS.en, DOWNLOAD_WORDS.en);
      Object.assign(WORDS.fr, DOWNLOAD_WORDS.fr);
      this.#speak();
      // Something else is shown by now, or nothing.
      if (signal.aborted) return false;
      this.#downloads ??= new Downloads({
        changed: () => this.#drawDownloads(),
        said: (words) => this.#say(words),
        renewed: (attachment) => this.#renewed(attachment),
        language: () => this.#language,
      });
    } catch {
      this.#say(this.#language.say(...failed));
      return false;
    }
    return act(this.#downloads);
  }

  #allPressed() {
    if (!this.#downloads?.cancelAll()) this.downloadAll();
  }

  #drawDownloads() {
    const { all, cards } = this.#parts ?? {};
    if (!all || !cards) return;
    const { say, bytes } = this.#language;
    const { count, size } = this.#reach;
    const progress = this.#downloads?.ofAll;
    all.hidden = count < 2;
    all.textContent = progress
      ? `${say('all.cancel')} (${say('all.progress', { count: progress.count, all: progress.all })})`
      : size
        ? `${say('all')} (${bytes(size)})`
        : say('all');
    for (const attachment of this.#downloads?.takeChanged() ?? []) {
      const item = cards.children[this.#state.attachments?.indexOf(attachment) ?? -1];
      const before = item?.querySelector('[part=reach]');
      const held = /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.activeElement);
      const place = held && before?.contains(held) && placeOf(held);
      before?.replaceWith(this.#reachOf(attachment, factsOf(attachment, this.#language, this.#api)));
      if (place) this.#at(place)?.focus();
    }
  }

  /** @param {ReturnType<typeof placeOf> | null} [place] @returns {HTMLElement | undefined} what stands there now */
  #at(place) {
    if (!place) return undefined;
    const { content, cards } = this.#parts ?? {};
    const around = place.index < 0 ? content : cards?.children[place.index];
    return /** @type {HTMLElement | undefined} */ (
      place.control
        ? (around?.querySelector(`[data-control=${CSS.escape(place.control)}]`) ?? undefined)
        : ownOf(around)[place.own]
    );
  }

  /** @param {string} type @param {object} detail @returns {boolean} whether nobody prevented it */
  #emit(type, detail) {
    const cancelable = ['hrflow-open', 'hrflow-download'].includes(type);
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
  }
}

/** @param {HTMLElement} held @returns where in the cards it is, or in what stands in their place */
function placeOf(held) {
  const item = held.closest('li');
  const index = item?.parentElement ? [...item.parentElement.children].indexOf(item) : -1;
  return { index, control: held.dataset.control, own: ownOf(item).indexOf(held) };
}

/** @param {Element | null | undefined} item @returns {Element[]} what a page put into its card */
const ownOf = (item) => [...(item?.querySelectorAll('[part=own-actions] *') ?? [])];

/** @param {any} types @returns {string[]} */
function wantedTypes(types) {
  const wanted = typeof types === 'string' ? types.split(/[\s,]+/) : Array.isArray(types) ? types : [];
  return wanted.filter((type) => type && typeof type === 'string');
}

/** @param {object} given @returns {string[]} */
function keysOf(given) {
  try {
    return Object.keys(given);
  } catch {
    return [];
  }
}

/** @param {object} messages @returns {Record<string, any>} */
const copied = (messages) =>
  Object.fromEntries(
    Object.entries(messages).map(([key, words]) => [key, Object(words) === words ? { ...words } : words]),
  );
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
    loading: make('slot', { name: 'loading' }, make('div', { part: 'sizes', 'aria-hidden': 'true' }), skeletons),
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
