import type { Attachment, ProfileSelector } from './api.js';
import type { BulkOptions, BulkProgress, Profile } from './bulk-api.js';

/** How far it is. */
export interface ExportProgress extends BulkProgress {
  /** Files that were fetched. */
  files: number;
  /** Files that were there already, as HrFlow has them. */
  kept: number;
  /** Bytes that came, those of files that failed later among them. */
  bytes: number;
}

/** What to fetch, and where to. Options beside those of `hrflow-wasm/bulk`, of which `in_order` means nothing here. */
export interface ExportOptions extends Omit<BulkOptions, 'on_progress' | 'in_order'> {
  /** The key of the source. */
  source_key: string;
  /** The folder that is to hold the files. It is made where it is missing, readable for you alone. */
  directory: string;
  /**
   * Whose files: any iterable or async iterable, of selectors or of profiles.
   * @defaultValue all of the source
   */
  profiles?: Iterable<ProfileSelector | Profile> | AsyncIterable<ProfileSelector | Profile> | null | undefined;
  /** Which files, by their `type`: `['resume', 'original']`. @defaultValue all */
  types?: readonly string[] | null | undefined;
  /**
   * Which share of the profiles, where several machines share them: `index` from 1 to `count`. Each share goes to a folder of its
   * own.
   * @defaultValue all
   */
  shard?: { index: number; count: number } | null | undefined;
  /**
   * Whether files that HrFlow no longer has are removed: a candidate's right.
   * @defaultValue `false`
   */
  delete_missing?: boolean | null | undefined;
  /**
   * Whether to tell only what would be done: profiles are listed, nothing is written or fetched.
   * @defaultValue `false`
   */
  dry_run?: boolean | null | undefined;
  /** A file that is longer is a failure. @defaultValue `1_073_741_824`: 1 GiB */
  max_file_bytes?: number | null | undefined;
  /** Hears how far it is. What it throws ends the run. */
  on_progress?: ((progress: ExportProgress) => void) | null | undefined;
}

/** What a run came to. */
export interface ExportSummary {
  /** Profiles that were gone through. */
  profiles: number;
  /** Files in the folder. */
  files: number;
  /** Their bytes. */
  bytes: number;
  /** Files that were fetched; with `dry_run`, that would be. */
  fetched: number;
  /** Files that were there already, as HrFlow has them. */
  kept: number;
  /** Files that were removed; with `dry_run`, that would be. */
  removed: number;
  /** Profiles and files that failed: they are listed in `failures.ndjson`. */
  failed: number;
}

/**
 * Puts every file of a source into a folder, whole, named safely, and goes on after anything: Node, Deno and Bun.
 *
 * The folder has `attachments.ndjson` and `attachments.csv`, a line for each file that is there; `failures.ndjson` where something
 * failed; and a folder for each profile. A file is there whole, or not at all. The same call again goes on where a run ended, or
 * brings up to date what has changed.
 *
 * @param options Whose files, where to, and how.
 * @returns What it came to.
 * @throws `HrflowError`: kind `configuration` for a wrong option, or a folder that another run holds; `environment` for a disk that is
 * full, a folder that cannot be written, a file in the way; those of a call that would fail for all. `options.signal.reason`
 * itself where it was aborted. What was whole is kept, and the next run goes on.
 *
 * @example
 * ```js
 * import { exportAttachments } from 'hrflow-wasm/export';
 *
 * const { files, failed } = await exportAttachments({
 *   source_key: 'source_key',
 *   directory: 'attachments',
 *   types: ['resume', 'original'],
 * });
 * console.log(files, 'files;', failed, 'failed');
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function exportAttachments(options: ExportOptions): Promise<ExportSummary>;

/** A file that is not as it was. */
export interface VerifyDifference {
  /** Where it should be, below the folder. */
  path: string;
  /** `missing`, another `size`, another `sha256`; or `unreadable`: the file, or a line of the list. */
  problem: 'missing' | 'size' | 'sha256' | 'unreadable';
}

/** What is there. */
export interface VerifySummary {
  /** Files that are as they were. */
  files: number;
  /** Their bytes. */
  bytes: number;
  /** What differs. */
  differences: VerifyDifference[];
}

/** How to look. */
export interface VerifyOptions {
  /** Ends it. */
  signal?: BulkOptions['signal'];
  /** Hears how far it is. */
  on_progress?: ((progress: { files: number; bytes: number; differences: number }) => void) | null | undefined;
}

/**
 * Reads every file that `attachments.ndjson` names, and says which are not there, or not as they were.
 *
 * @param directory A folder that {@link exportAttachments} has filled.
 * @param options What ends it, and what hears how far it is.
 * @returns How much is there, and what differs.
 * @throws `HrflowError` of kind `configuration` for a folder without a list.
 *
 * @example
 * ```js
 * import { verifyExport } from 'hrflow-wasm/export';
 *
 * for (const { path, problem } of (await verifyExport('attachments')).differences) console.log(path, problem);
 * ```
 *
 * @see {@link https://hrflow.ai | HrFlow.ai}
 */
export function verifyExport(directory: string, options?: VerifyOptions | null): Promise<VerifySummary>;

/** A line of `attachments.ndjson`. */
export interface ExportedAttachment {
  /** The profile; `email` where that is what it was asked for by. */
  profile: { key: string | null; reference: string | null; email?: string };
  /** What HrFlow said of the file when it was fetched. */
  attachment: Attachment;
  /** Where the file is, below the folder, with `/`. */
  path: string;
  /** How long it is. */
  bytes: number;
  /** Its SHA-256, in hexadecimal. */
  sha256: string;
}
