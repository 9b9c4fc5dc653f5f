// What the build puts in place of this name.

/** The files of the site that a service worker keeps. */
declare module 'site-files' {
  /** The digest of each, as `integrity` takes it, by its path in the site. */
  export const FILES: Record<string, string>;
  /** Those that the demo needs at once. */
  export const FIRST: string[];
  /** Of all of them. */
  export const VERSION: string;
}
