// Data, to stdout: no faster than it is read, and no further than somebody reads.

/** Whoever read it has read enough: `| head`. */
export class NobodyReads extends Error {}

export class Output {
  /** @param {NodeJS.WritableStream} stream */
  constructor(stream) {
    this.stream = stream;
    /** Ends what waits for a reader. @type {AbortSignal | undefined} */
    this.signal = undefined;
    // Each write is told of its own failure.
    stream.on('error', () => {});
  }

  /**
   * @param {string} text
   * @returns {Promise<void>} once it is on its way
   */
  write(text) {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const leave = () => reject(new NobodyReads());
      signal?.addEventListener('abort', leave, { once: true });
      this.stream.write(text, (error) => {
        signal?.removeEventListener('abort', leave);
        if (!error) return resolve();
        const isLeft = ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'].includes(/** @type {any} */ (error).code);
        reject(isLeft ? new NobodyReads() : error);
      });
    });
  }
}
