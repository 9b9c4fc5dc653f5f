import type { Attachment, HrflowError, ProfileSelector, RequestOptions } from './api.js';

/**
 * A profile of a source, as HrFlow lists it: the very object that the platform's JSON parser made, so that fields which are
 * not listed here survive. One of these that HrFlow left out is set to `null`; the key is always there.
 */
export interface Profile {
  /** The key that HrFlow gave it. */
  key: string;
  /** The reference that you gave it. */
  reference: string | null;
  /** When it was added, as `2020-09-11T09:58:32+0000`: the offset has no colon. */
  created_at: string | null;
  /** When it was last changed, in the same form. */
  updated_at: string | null;
}

/** One profile and what is attached to it; or why that could not be listed, where it is this profile's own failure. */
export type ProfileAttachments<P = Profile> =
  | {
      /** The very object that was given. */
      profile: P;
      /** Its attachments, in HrFlow's order. */
      attachments: Attachment[];
      error?: undefined;
    }
  | {
      /** The very object that was given. */
      profile: P;
      attachments?: undefined;
      /** Why they could not be listed: no such profile, a misshapen answer, no answer after every retry, a wrong selector. */
      error: HrflowError;
    };

/** How far it is. */
export interface BulkProgress {
  /** Profiles that were handed on, those that failed among them. */
  profiles: number;
  /** Those that failed. */
  failed: number;
  /**
   * How many there are in all: what HrFlow said last; the length of an array. `null` where nobody knows.
   */
  total: number | null;
  /** Milliseconds for which no request is sent, because HrFlow asked to wait; 0 where it did not. */
  waiting: number;
}

/**
 * Options beside those of a call. All are read once, at the moment of the call, and checked at the first `next()`. A `timeout` is
 * that of each attempt, `max_retries` those of each request; `signal` ends all of it: `next()` then rejects with
 * `signal.reason` itself.
 */
export interface BulkOptions extends RequestOptions {
  /**
   * How many requests may be in flight: a whole number from 1 to 64. Where HrFlow answers 429, or 503 with `Retry-After`, all wait
   * as long as it says, and half as many are in flight afterwards; each success lets that grow again.
   * @defaultValue `8`
   */
  concurrency?: number | null | undefined;
  /**
   * How many requests may be sent within any 60 seconds, those that are tried again among them: a whole number from 1.
   * @defaultValue no limit
   */
  max_requests_per_minute?: number | null | undefined;
  /**
   * How many profiles to ask for on a page: a whole number from 1 to 1 000. Where HrFlow takes fewer, it is believed.
   * @defaultValue `30`
   */
  page_size?: number | null | undefined;
  /** Only profiles that were added on this day or later, `YYYY-MM-DD`. @defaultValue all */
  created_at_min?: string | null | undefined;
  /** Only profiles that were added on this day or before, `YYYY-MM-DD`. @defaultValue all */
  created_at_max?: string | null | undefined;
  /**
   * Whether what is listed comes in the order of the profiles, and not as it is there.
   * @defaultValue `false`
   */
  in_order?: boolean | null | undefined;
  /**
   * Hears how far it is: before each profile is handed on, and when HrFlow asks to wait. What it throws ends the walk, and `next()`
   * rejects with that.
   */
  on_progress?: ((progress: BulkProgress) => void) | null | undefined;
}

/**
 * Every profile of a source, once, though the list changes while it is walked: whoever stays is met, and nobody twice. Those that
 * are added meanwhile may be missing.
 *
 * Nothing is sent before the first `next()`. One page is asked for ahead. To stop (`break`) ends the request under way.
 *
 * @param source_key The key of the source.
 * @param options Options of this walk, which override those of `configure`.
 * @returns The profiles: the oldest page first, then from the newest page on towards it.
 * @throws `HrflowError`, from `next()`; `options.signal.reason` itself where it was aborted.
 *
 * @example
 * ```js
 * import { listProfiles } from 'hrflow-wasm/bulk';
 *
 * for await (const { key, reference, created_at } of listProfiles('source_key', { page_size: 100 })) {
 *   console.log(key, reference, created_at);
 * }
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function listProfiles(source_key: string, options?: BulkOptions | null): AsyncGenerator<Profile>;

/**
 * The attachments of many profiles, at a pace that HrFlow can take.
 *
 * What fails for one profile is its item, with `error`. What would fail for all (400, 401, 402, 403, a redirect, a wrong option,
 * no `fetch`) is thrown, once, after what was listed by then. Nothing is sent before the first `next()`, and no more than
 * `concurrency` profiles are asked for ahead. To stop (`break`) ends what is in flight.
 *
 * @param source_key The key of the source that holds the profiles.
 * @param profiles Any iterable or async iterable, of selectors or of what {@link listProfiles} gives, of which the key counts.
 * @param options Options of this walk, which override those of `configure`.
 * @returns An item for each profile: as they are listed, or with `in_order` in the order of the profiles.
 * @throws `HrflowError`, from `next()`; `options.signal.reason` itself where it was aborted; what `profiles` throws.
 *
 * @example
 * ```js
 * import { listAttachmentsOfProfiles, listProfiles } from 'hrflow-wasm/bulk';
 *
 * const listed = listAttachmentsOfProfiles('source_key', listProfiles('source_key'), {
 *   on_progress({ profiles, total, failed, waiting }) {
 *     const pause = waiting ? `, HrFlow asks to wait ${waiting} ms` : '';
 *     process.stderr.write(`\r${profiles} of ${total} profiles, ${failed} failed${pause}   `);
 *   },
 * });
 * for await (const { profile, attachments, error } of listed) {
 *   if (error) console.error(profile.key, error.message);
 *   else for (const { type, original_file_name } of attachments) console.log(profile.key, type, original_file_name);
 * }
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function listAttachmentsOfProfiles<P extends ProfileSelector | Profile>(
  source_key: string,
  profiles: Iterable<P> | AsyncIterable<P>,
  options?: BulkOptions | null,
): AsyncGenerator<ProfileAttachments<P>>;
