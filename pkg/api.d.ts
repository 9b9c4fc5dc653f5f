/**
 * A file attached to a profile, as HrFlow sends it.
 *
 * The object is the very one that the platform's JSON parser made: fields that are not listed here survive. Every
 * field may be `null`, because the vendor's schema (Python SDK 4.3.0) declares each one optional; a field that HrFlow
 * left out is set to `null`.
 */
export interface Attachment {
  /** Hash of the file's bytes. */
  alt: string | null;
  /** When it was added, as `2020-09-11T09:58:32+0000`: the offset has no colon. */
  created_at: string | null;
  /** Ending of the file's name, with its dot: `.pdf`. */
  extension: string | null;
  /** Name of the file at HrFlow. */
  file_name: string | null;
  /** Size in bytes: a whole number from 0 to `Number.MAX_SAFE_INTEGER`. */
  file_size: number | null;
  /** Name of the file as it was uploaded. */
  original_file_name: string | null;
  /** Where the file can be fetched. HrFlow's own example is not even a URL: check it before you link to it. */
  public_url: string | null;
  /** `resume`, `cover`, `other` or `original`; HrFlow may add others. */
  type: 'resume' | 'cover' | 'other' | 'original' | (string & {}) | null;
  /** When it was last changed, in the form of {@link Attachment.created_at}. */
  updated_at: string | null;
}

/** What names one profile of a source: exactly one of the three, as a string that is not empty. */
export type ProfileSelector =
  | {
      /** The key that HrFlow gave the profile. */
      key: string;
      reference?: null | undefined;
      email?: null | undefined;
    }
  | {
      /** The reference that you gave the profile. */
      reference: string;
      key?: null | undefined;
      email?: null | undefined;
    }
  | {
      /** The candidate's e-mail address. */
      email: string;
      key?: null | undefined;
      reference?: null | undefined;
    };

/**
 * How to call HrFlow: a plain object, or one of a class with getters. `undefined` and `null` count as not given.
 */
export interface HrflowOptions {
  /**
   * The secret key, sent as the header `X-API-KEY`. It must have the permission READ. Never put it into a page. What HrFlow's keys
   * never hold is refused: `"`, `%`, `\`, tabs, and what no header carries.
   * @defaultValue the environment variable `HRFLOW_API_KEY`, where the runtime has an environment and is not a page
   */
  api_secret?: string | null | undefined;
  /**
   * The account's e-mail address, sent as the header `X-USER-EMAIL`.
   * @defaultValue the environment variable `HRFLOW_USER_EMAIL`, likewise
   */
  api_user?: string | null | undefined;
  /**
   * Where the API is: an `https:` URL; an `http:` URL of this machine; in a page also a path on its own origin, such as
   * `/api/hrflow`. With one of your own, `api_secret` and `api_user` may be left out: your back end adds them.
   * @defaultValue `'https://api.hrflow.ai/v1'`
   */
  api_url?: string | null | undefined;
  /**
   * Milliseconds for one attempt, the body included: a whole number to 2^31 − 1; 0 turns it off. A call may take longer:
   * its attempts, and the waits between them, add up. With the defaults there are up to three attempts; see
   * {@link HrflowOptions.max_retries}.
   * @defaultValue `30_000`
   */
  timeout?: number | null | undefined;
  /**
   * How often to try again after a network failure, a timeout or one of the statuses 408, 429, 500, 502, 503 and 504. Before
   * each new attempt it waits, at random, up to 0.5 s, doubled up to 8 s, or what `Retry-After` says, up to 60 s.
   * @defaultValue `2`
   */
  max_retries?: number | null | undefined;
  /**
   * Whether a secret may be used inside a page, where every visitor can read it.
   * @defaultValue `false`
   */
  dangerously_allow_browser?: boolean | null | undefined;
}

/**
 * What ends a call: an `AbortSignal`, of whatever realm or polyfill. (Its own type, so that nothing but TypeScript is needed to
 * read this file.)
 */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The options of one call, which override the client's own. They are read once, at the moment of the call: what changes
 * afterwards does not count.
 */
export interface RequestOptions extends HrflowOptions {
  /** Ends the call: it then rejects with `signal.reason` itself, as `fetch` does. */
  signal?: Signal | null | undefined;
}

/**
 * What went wrong, to switch on.
 *
 * - `argument`: a wrong source key or selector; nothing was sent.
 * - `configuration`: a wrong option, no credentials, or a secret in a page; nothing was sent.
 * - `environment`: no `fetch`, no WebAssembly, a policy that forbids it, or something of the platform's that was replaced by
 *   what throws.
 * - `network`: `fetch` rejected, or the answer broke off.
 * - `timeout`: no whole answer in time.
 * - `redirect`: the server answered with a redirect, which is never followed.
 * - `api`: an error status, or an error code in the envelope.
 * - `response`: not JSON, cut short, or not the promised shape.
 */
export type HrflowErrorKind =
  | 'argument'
  | 'configuration'
  | 'environment'
  | 'network'
  | 'timeout'
  | 'redirect'
  | 'api'
  | 'response';

/**
 * Why a call failed. No part of it shows the secret.
 *
 * @example
 * ```ts
 * import { HrflowError, listAttachments } from 'hrflow-wasm';
 *
 * try {
 *   await listAttachments('source_key', { key: 'profile_key' });
 * } catch (error) {
 *   if (!(error instanceof HrflowError)) throw error;
 *   if (error.kind === 'api' && error.status === 404) console.log('no such profile');
 *   else if (error.retryable) console.log('try again later', error.attempts, error.retry_after);
 *   else console.log(error.kind, error.message);
 * }
 * ```
 */
export class HrflowError extends Error {
  /** What {@link HrflowError.toJSON} gives becomes an error again. */
  constructor(details: HrflowErrorDetails);
  /**
   * `'HrflowError'`, also where `instanceof` fails: another realm, or `require` beside `import`. Cloning an error to another
   * thread (`postMessage`, `structuredClone`) keeps its message and loses name, kind and all else, as for every class:
   * send `error.toJSON()` and make a `new HrflowError(…)` of it there.
   */
  readonly name: 'HrflowError';
  /** What went wrong, to switch on. */
  readonly kind: HrflowErrorKind;
  /** The answer's HTTP status. Kinds `api`, `response` and, where the platform tells it, `redirect`. */
  readonly status?: number;
  /** The `code` of HrFlow's envelope; the HTTP status where it has none. Kind `api`. */
  readonly code?: number;
  /**
   * HrFlow's own words, as in its SDK, cut to 500 characters, with the secret replaced by `***` and control characters by
   * spaces. Kind `api`.
   */
  readonly response?: { readonly code: number; readonly message: string };
  /** Where in the answer the fault is: `'data[3].file_size'`, or `''` for the whole body. Kind `response`. */
  readonly path?: string;
  /** The answer's `X-Request-Id`, to name to HrFlow's support. */
  readonly request_id?: string;
  /** Seconds after which the server wants to be asked again, from `Retry-After`. */
  readonly retry_after?: number;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Whether trying later can help. */
  readonly retryable: boolean;
  /**
   * What the platform said: a new error with the name, the code and the message of its own, and nothing else. Kinds
   * `network` and `environment`.
   */
  readonly cause?: HrflowErrorCause & Error;
  /** All of it as a plain object, which can be sent to another thread or logged; the stack is left out. */
  toJSON(): HrflowErrorDetails;
}

/** The platform's words about a failure, without the secret. */
export interface HrflowErrorCause {
  /** The name of the platform's error: `'TypeError'`. */
  name?: string;
  /** Its code, or that of its own cause: `'ECONNREFUSED'`. */
  code?: string;
  /** Its message, and that of its own cause, cut to 500 characters. */
  message: string;
}

/** The fields of an {@link HrflowError}, as a plain object. */
export interface HrflowErrorDetails
  extends Partial<Pick<HrflowError, 'status' | 'code' | 'response' | 'path' | 'request_id' | 'retry_after'>>,
    Pick<HrflowError, 'kind' | 'message' | 'attempts' | 'retryable'> {
  name?: 'HrflowError';
  /** What the platform said. Kinds `network` and `environment`. */
  cause?: HrflowErrorCause;
}

/**
 * Lists the files attached to a profile: résumé, cover letter, the original upload.
 *
 * @param source_key The key of the source that holds the profile.
 * @param profile Which profile: exactly one of `key`, `reference` and `email`.
 * @param options Options of this call, which override those of {@link configure}.
 * @returns The attachments in HrFlow's order; an empty array for a profile that has none.
 * @throws {@link HrflowError}; `options.signal.reason` itself where the call was aborted.
 *
 * @example
 * ```js
 * import { listAttachments } from 'hrflow-wasm';
 *
 * const attachments = await listAttachments('source_key', { email: 'candidate@example.com' });
 * for (const { type, original_file_name, file_size, public_url } of attachments) {
 *   console.log(type, original_file_name, file_size, public_url);
 * }
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function listAttachments(
  source_key: string,
  profile: ProfileSelector,
  options?: RequestOptions | null,
): Promise<Attachment[]>;

/**
 * Sets defaults for {@link listAttachments}, beside those that earlier calls have set; `undefined` takes one back.
 * They are read at once and checked at the next call. Clients made with {@link Hrflow} have options of their own.
 *
 * `import` and `require` load two copies of this package, as of every package for both: each has defaults of its own.
 *
 * @param options The defaults to set.
 *
 * @example
 * ```ts
 * import { configure, listAttachments, type Attachment } from 'hrflow-wasm';
 *
 * configure({ api_url: '/api/hrflow' }); // once; asks /api/hrflow/profile/indexing/attachments?…
 *
 * export async function resumes(email: string, signal: AbortSignal): Promise<Attachment[]> {
 *   const attachments = await listAttachments('source_key', { email }, { signal });
 *   return attachments.filter(({ type }) => type === 'resume');
 * }
 * ```
 */
export function configure(options: HrflowOptions): void;

/** The calls about a profile's attachments. */
export interface Attachments {
  /**
   * Lists the files attached to a profile; see {@link listAttachments}.
   * `options` are those of this call, which override the client's own.
   */
  list(source_key: string, profile: ProfileSelector, options?: RequestOptions | null): Promise<Attachment[]>;
}

/**
 * A client of HrFlow, with options of its own. It has one method of the vendor's SDK: the one that lists a profile's
 * attachments.
 *
 * @example
 * ```js
 * import Hrflow from 'hrflow-wasm';
 * const client = new Hrflow({
 *   api_secret: 'Your API Key',
 *   api_user: 'Your API user email',
 * });
 *
 * client.profile.attachment
 *   .list('source_key', {
 *     key: 'profile_key',
 *   })
 *   .then((response) => {
 *     console.log(response);
 *     // ...
 *   });
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export class Hrflow {
  /**
   * Options are read at once and checked at each call, which then rejects with kind `configuration`. It never throws.
   */
  constructor(options?: HrflowOptions | null);
  /** The calls about a profile. */
  readonly profile: {
    /** As the vendor's page spells it. */
    readonly attachment: Attachments;
    /** As the vendor's JavaScript SDK spells it. */
    readonly attachments: Attachments;
  };
}
