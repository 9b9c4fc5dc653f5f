// One run over a folder: each profile is listed, what is new or changed is fetched, and the journal has each step.

import { setMaxListeners } from 'node:events';
import { profilesOf, Source } from '../bulk.mjs';
import { isWritable } from '../depth.mjs';
import { written } from '../files/address.mjs';
import { HrflowError } from '../hrflow-error.mjs';
import { handOn, outcomeOf } from '../outcome.mjs';
import { names } from '../snapshot.mjs';
import { turn } from '../turn.mjs';
import { Downloads } from './download.mjs';
import { failure } from './failure.mjs';
import { Journal } from './journal.mjs';
import { LISTS, writeFailures, writeLists } from './lists.mjs';
import { lock } from './lock.mjs';
import { withOwn } from './options.mjs';
import { PrivateFolder } from './private-folder.mjs';
import { rulesOfAFolder } from './rules.mjs';
import { Slots } from './slots.mjs';

/**
 * @typedef {import('./journal.mjs').Who} Who
 * @typedef {{ profile: unknown, identity: string, who: Who, named: [string, string] }} Candidate
 */

/** What is one file's own failure; any other stops the run. */
const OF_ONE_FILE = ['network', 'timeout', 'api', 'response'];

/**
 * @param {import('./options.mjs').Options} options
 * @returns {Promise<import('../../export-api.js').ExportSummary>}
 */
export async function run(options) {
  const { source_key, directory, dry_run, call } = options;
  const source = new Source(source_key, call);
  // A page and a profile's list are requests like each other.
  const walk = new Source(source_key, call, source);
  try {
    // What is wrong with the options is told before anything is written.
    const { error } = await outcomeOf(source.open());
    if (error) throw withOwn(error.error);
    if (!URL.canParse(source.settings.api_url)) {
      throw failure(
        'configuration',
        '`api_url` cannot be read by this platform; give an `https:` URL, or an `http:` URL of this machine.',
      );
    }
    const folder = await (dry_run ? PrivateFolder.at(directory) : PrivateFolder.make(directory));
    const unlock = dry_run ? async () => {} : await lock(folder);
    try {
      return await new Run(options, source, walk, folder).go();
    } finally {
      await unlock();
    }
  } finally {
    source.close();
    walk.close();
  }
}

class Run {
  summary = { profiles: 0, files: 0, bytes: 0, fetched: 0, kept: 0, removed: 0, failed: 0 };

  /** @type {import('./lists.mjs').Failure[]} */
  failures = [];

  /** How much was fetched, in bytes. */
  received = 0;

  /** @type {{ error: unknown } | undefined} why the run ended early */
  stopped = undefined;

  /** Ends what is waited for. */
  giveUp = () => {};

  /** Those that were met, where who was not met is gone. @type {Set<string>} */
  met = new Set();

  /** Those whose files are being fetched: one that is given twice waits for itself. @type {Map<string, Promise<unknown>>} */
  busy = new Map();

  rules = rulesOfAFolder();
  aborting = new AbortController();

  /**
   * @param {import('./options.mjs').Options} options
   * @param {Source} source an open one
   * @param {Source} walk which keeps its pace
   * @param {PrivateFolder} folder
   */
  constructor(options, source, walk, folder) {
    this.options = options;
    this.source = source;
    this.walk = walk;
    this.folder = folder;
    this.journal = new Journal(folder, this.rules);
    // Each request under way listens.
    setMaxListeners(0, this.aborting.signal);
    this.aborting.signal.addEventListener('abort', () => this.giveUp());
    source.wake = () => {
      if (source.ending.aborted) this.aborting.abort();
      this.hear();
    };
    if (source.ending.aborted) this.aborting.abort();
    const { concurrency, settings } = source;
    // So many requests at once, of lists and of files.
    const slots = new Slots(concurrency);
    source.slots = walk.slots = slots;
    // So many files at once that the journal does not have yet: from before the request to after the disk.
    this.filing = new Slots(concurrency);
    const { api_url, timeout, max_retries } = settings;
    const limits = {
      ...{ rules: this.rules, api: written(new URL(api_url)), timeout, max_retries },
      ...{ max_file_bytes: options.max_file_bytes, signal: this.aborting.signal },
    };
    this.downloads = new Downloads(limits, slots);
  }

  /** @returns {Promise<import('../../export-api.js').ExportSummary>} */
  async go() {
    const { folder, journal } = this;
    const { source_key, dry_run } = this.options;
    await journal.read(this.aborting.signal);
    if (this.source.failure) throw this.source.failure.error;
    if ((journal.source_key ?? source_key) !== source_key) {
      throw failure('configuration', `\`${folder.path}\` holds the files of another source; choose another folder.`);
    }
    // Lists that no run wrote are somebody's own.
    if (journal.source_key === undefined) for (const name of LISTS) folder.free(name, false);
    const began = /** @type {const} */ ({ line: 'began', source_key, wants: this.wants() });
    if (dry_run) this.rules.take(began);
    else {
      await folder.clearParts();
      await journal.open();
      await journal.append(began);
    }
    try {
      await this.everyProfile();
      await this.removeGone();
    } catch (error) {
      this.stopped ??= { error };
    } finally {
      this.downloads.close();
    }
    if (dry_run) await this.count();
    else await this.finish(began);
    if (this.stopped) throw this.stopped.error;
    return this.summary;
  }

  /** What is there, where no list of it is written. */
  async count() {
    for await (const { bytes } of this.journal.here()) {
      this.summary.files++;
      this.summary.bytes += bytes;
    }
  }

  /** @returns {string} what is asked for, less how fast: the same text for the same */
  wants() {
    const { types, shard, delete_missing, profiles, call } = this.options;
    const { created_at_min, created_at_max } = call;
    return JSON.stringify({
      types: types && [...new Set(types)].sort(),
      shard,
      delete_missing,
      profiles: profiles !== undefined,
      created_at_min,
      created_at_max,
    });
  }

  /** As many at a time as may be asked for; the first that stops the run stops all. */
  async everyProfile() {
    const { profiles } = this.options;
    const walked = profiles ?? profilesOf(this.walk);
    const isAsync = walked[Symbol.asyncIterator] != null;
    const iterator = walked[isAsync ? Symbol.asyncIterator : Symbol.iterator]();
    let isExhausted = false;
    let pulled = 0;
    /** @type {Promise<any> | undefined} */
    let pulling;
    const next = () => {
      pulling = pullAfter(pulling);
      return pulling;
    };
    const pullAfter = async (/** @type {Promise<any> | undefined} */ former) => {
      await outcomeOf(former);
      // Where all were done before nothing is waited for.
      if (++pulled % HANDFUL === 0) await turn();
      if (isExhausted || this.stopped || this.aborting.signal.aborted) return undefined;
      const result = await this.unlessEnded(iterator.next());
      if (this.aborting.signal.aborted) return undefined;
      const { done, value } = result;
      if (done) isExhausted = true;
      const profile = isAsync ? value : await this.unlessEnded(value);
      return done || this.aborting.signal.aborted ? undefined : { profile };
    };
    const work = async () => {
      try {
        for (let given = await next(); given; given = await next()) await this.inTurn(given.profile);
      } catch (error) {
        this.stop(error);
      }
    };
    // While some wait for the disk, others are asked for.
    await Promise.all(Array.from({ length: 2 * this.source.concurrency }, work));
    // Who gave them may take for ever to leave.
    if (!isExhausted) outcomeOf((async () => iterator.return?.())());
    if (this.source.failure) this.stop(this.source.failure.error);
    if (this.stopped) throw this.stopped.error;
  }

  /**
   * One at a time.
   * @param {any} given what the caller's own iterator gave
   * @returns {Promise<any>} what it settles with; nothing where the run ends before
   */
  unlessEnded(given) {
    return new Promise((resolve, reject) => {
      this.giveUp = () => resolve(undefined);
      handOn(given, resolve, reject);
      if (this.aborting.signal.aborted) this.giveUp();
    });
  }

  /** @param {unknown} error */
  stop(error) {
    // An abort is why the others fail, and its reason is the caller's.
    this.stopped ??= this.source.failure ?? { error };
    this.source.end();
    this.walk.end();
    this.aborting.abort();
  }

  /** @param {any} profile */
  async inTurn(profile) {
    const candidate = candidateOf(
      copied(profile),
      this.journal,
      this.options.profiles ? Number.POSITIVE_INFINITY : LONGEST_NAME,
    );
    const { identity } = candidate;
    while (this.busy.has(identity)) await this.busy.get(identity);
    const gone = outcomeOf(this.profile(candidate));
    this.busy.set(identity, gone);
    const { error } = await gone;
    this.busy.delete(identity);
    if (error) throw error.error;
  }

  /** @param {Candidate} candidate */
  async profile(candidate) {
    const { rules, source, options } = this;
    const { shard, delete_missing } = options;
    const { profile } = candidate;
    const { identity } = candidate;
    if (delete_missing) this.met.add(identity);
    if (shard && rules.shard(candidate.who.key ?? candidate.named[1], shard.count) !== shard.index) return;
    const done = rules.isDone(identity) ? rules.paths(identity) : undefined;
    // What somebody took away is fetched anew.
    if (done && this.missing(done).length === 0) {
      this.summary.kept += done.length;
    } else {
      const { attachments, error } = await source.listOne(profile);
      if (attachments && attachments.length > MOST_FILES) this.fail(candidate, undefined, tooMany());
      else if (attachments && !isWritable(attachments)) this.fail(candidate, undefined, tooDeep());
      else if (attachments) await this.files(candidate, attachments);
      else {
        this.fail(candidate, undefined, error);
        if (delete_missing && isGone(error)) await this.remove(identity, this.all(identity));
      }
    }
    this.summary.profiles++;
    this.hear();
  }

  /**
   * @param {Candidate} candidate
   * @param {any[]} attachments
   */
  async files(candidate, attachments) {
    const { options, rules, journal, folder } = this;
    const { types, delete_missing, dry_run } = options;
    const { identity, named } = candidate;
    const missing = this.missing(rules.paths(identity));
    const listed = attachments.map((attachment) => ({
      attachment,
      is_wanted: !types || types.includes(attachment.type),
    }));
    const plan = rules.plan({ profile: identity, named, listed, missing, remove_gone: delete_missing });
    const { steps, gone, strays } = plan;
    const fetching = steps
      .map((step, index) => ({ ...step, attachment: attachments[index] }))
      .filter(({ how }) => how === 'fetch')
      // What a run that was ended may have put there stays ours, also where it is not fetched now.
      .map((step) => ({ ...step, may_be_there: rules.isPlanned(identity, step.path) }));
    const isMissing = new Set([...missing, ...rules.unsettled(identity)]);
    this.summary.kept += steps.filter(({ how, path }) => how === 'keep' && !isMissing.has(path)).length;
    if (dry_run) {
      this.summary.fetched += fetching.length;
      if (delete_missing) await this.remove(identity, gone);
      return;
    }
    await this.remove(identity, strays, false);
    if (delete_missing) await this.remove(identity, gone);
    if (fetching.length > 0) {
      for (const { path, is_ours } of fetching) folder.free(path, is_ours);
      const paths = fetching.map(({ path }) => path);
      await journal.append({ line: 'planned', profile: identity, who: candidate.who, paths });
    }
    const ended = await Promise.all(
      fetching.map((file) => outcomeOf(this.filing.run(() => this.file(candidate, file)))),
    );
    const failed = ended.find(({ error }) => error)?.error;
    if (failed) throw failed.error;
    const isWhole = ended.every(({ value }) => value);
    if (isWhole) await journal.append({ line: 'done', profile: identity });
  }

  /**
   * @param {Candidate} candidate
   * @param {{ path: string, occurrence: number, is_ours: boolean, may_be_there: boolean, attachment: any }} file
   * @returns {Promise<boolean>} whether it is there
   */
  async file(candidate, { path, occurrence, is_ours, may_be_there, attachment }) {
    const { downloads, folder, journal } = this;
    if (this.stopped) throw this.stopped.error;
    const { identity, who } = candidate;
    let isThere = false;
    try {
      const { name, bytes, sha256 } = await downloads.fetch(attachment, folder, (bytes) => {
        this.received += bytes;
      });
      await folder.put(name, path, is_ours);
      isThere = true;
      const entry = { path, attachment, occurrence };
      await journal.append({ line: 'here', profile: identity, who, entry, bytes, sha256 });
      this.summary.fetched++;
      this.hear();
      return true;
    } catch (error) {
      const isOfThisFile = error instanceof HrflowError && OF_ONE_FILE.includes(/** @type {any} */ (error).kind);
      const left = isThere || may_be_there ? undefined : journal.append({ line: 'left', profile: identity, path });
      if (this.stopped || !isOfThisFile) {
        // The disk may be full.
        await outcomeOf(left);
        throw error;
      }
      await left;
      this.fail(candidate, attachment, error);
      return false;
    }
  }

  /**
   * @param {string[]} paths
   * @returns {string[]} those at which the file is not that was put there
   */
  missing(paths) {
    return paths.filter((path) => this.folder.file(path)?.size !== this.journal.files.get(path)?.bytes);
  }

  /**
   * @param {string} identity
   * @returns {string[]} where its files are, or may be
   */
  all(identity) {
    const { rules } = this;
    return [...new Set([...rules.paths(identity), ...rules.unsettled(identity)])];
  }

  /**
   * @param {string} identity
   * @param {string[]} paths
   * @param {boolean} [isCounted] whether a run had noted that they were there
   */
  async remove(identity, paths, isCounted = true) {
    for (const path of paths) {
      const isThere = this.folder.file(path) !== undefined;
      if (!this.options.dry_run) {
        await this.folder.remove(path);
        await this.journal.append({ line: 'removed', profile: identity, path });
      }
      if (isCounted && isThere) this.summary.removed++;
    }
  }

  /** Removes the files of profiles that the source has no longer: where all of it was walked, and of this share alone. */
  async removeGone() {
    const { profiles, delete_missing, shard, call } = this.options;
    const { rules } = this;
    if (!delete_missing || profiles !== undefined || call.created_at_min || call.created_at_max) return;
    // A walk that met fewer than HrFlow says there are does not tell who is gone.
    if (this.walk.progress.profiles < (this.walk.progress.total ?? 0)) return;
    for (const identity of rules.profiles()) {
      // A walk tells no e-mail address, and no long reference: nothing says that who was asked for by one is gone.
      const isTold = !identity.startsWith('email:') && identity.length <= LONGEST_NAME;
      if (!isTold || this.met.has(identity)) continue;
      const key = identity.startsWith('key:') ? identity.slice(4) : undefined;
      // Whose reference is nobody's any more is in no share.
      if (!shard || key === undefined || rules.shard(key, shard.count) === shard.index)
        await this.remove(identity, this.all(identity));
    }
  }

  /**
   * @param {Candidate} candidate
   * @param {any} attachment
   * @param {HrflowError} error
   */
  fail({ who }, attachment, error) {
    const { kind, message } = /** @type {any} */ (error);
    this.failures.push({ profile: who, ...(attachment && { attachment }), kind, message });
    this.summary.failed++;
    this.hear();
  }

  /**
   * Writes the lists; and where the run came to its end, the journal anew.
   * @param {import('./journal.mjs').Began} began
   */
  async finish(began) {
    const { folder, journal, rules } = this;
    try {
      await journal.sync();
      Object.assign(this.summary, await writeLists(folder, journal, rules));
      await writeFailures(folder, this.failures);
      if (!this.stopped) await journal.compact(began);
    } catch (error) {
      // A disk that is full stopped the run, and stops this, too: the journal has it all.
      this.stopped ??= { error };
    } finally {
      await journal.close();
    }
  }

  hear() {
    // What ends the run wakes who listens, and that is this again.
    if (this.stopped) return;
    const { profiles, failed, fetched, kept } = this.summary;
    const { total } = this.walk.progress;
    const waiting = Math.max(this.source.waiting(), this.walk.waiting());
    const { on_progress } = this.options;
    try {
      const told = /** @type {unknown} */ (
        on_progress?.({ profiles, failed, total, waiting, files: fetched, kept, bytes: this.received })
      );
      // One that rejects later ends it as one that throws.
      const rejected = (/** @type {unknown} */ error) => this.stop(error);
      if (told !== undefined) handOn(told, () => {}, rejected);
    } catch (error) {
      this.stop(error);
    }
  }
}

/**
 * @param {any} error of a profile's list
 * @returns {boolean} whether HrFlow itself says that it has no such profile. A wrong `api_url` and a gateway answer with 404, too, and
 *   may repeat the path, in which that word stands
 */
const isGone = ({ kind, status, response }) =>
  kind === 'api' && status === 404 && /^[^/]*\bprofile\b[^/]*$/i.test(response?.message ?? '');

/** After so many profiles others have their turn. */
const HANDFUL = 256;

/** More are planned for longer than others should wait. No candidate has so many. */
const MOST_FILES = 20_000;

const tooMany = () =>
  failure('response', `HrFlow lists more than ${MOST_FILES} attachments of the profile; its files are left out.`, {
    attempts: 1,
    path: 'data',
  });

const tooDeep = () =>
  failure('response', 'HrFlow’s answer is nested too deeply to be written down; the profile’s files are left out.', {
    attempts: 1,
    path: 'data',
  });

/**
 * @param {any} profile as it was given
 * @returns {any} what it held at that moment, as the core reads it
 */
function copied(profile) {
  if (Object.prototype.toString.call(profile) !== '[object Object]') return profile;
  try {
    return Object.fromEntries(names(profile).map((name) => [name, profile[name]]));
  } catch {
    return profile;
  }
}

/** Each line about a file repeats what its profile is known by. */
const LONGEST_NAME = 1_000;

/**
 * @param {any} profile a selector, or what was listed
 * @param {Journal} journal
 * @param {number} longest that it is known by; who was listed has a key
 * @returns {Candidate} what it is known by
 */
function candidateOf(profile, journal, longest) {
  const text = (/** @type {string} */ name) => {
    try {
      const value = Object.hasOwn(profile, name) ? profile[name] : undefined;
      return typeof value === 'string' && value !== '' && value.length <= longest ? value : null;
    } catch {
      return null;
    }
  };
  const [key, reference, email] = ['key', 'reference', 'email'].map(text);
  /** @type {[string, string | null][]} */
  const names = [
    ['reference', reference],
    ['key', key],
    ['email', email],
  ];
  const named = /** @type {[string, string]} */ (names.find(([, value]) => value) ?? ['key', '']);
  const who = { key, reference, ...(email && { email }) };
  return { profile, identity: journal.identity(who), who, named };
}
