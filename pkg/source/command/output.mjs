// Data, to stdout: no faster than it is read, and no further than somebody reads.

/** Whoever read it has read enough: `| head`. */
export class NobodyReads extends Error {}

export class Output {
  /** @param {NodeJS.WritableStream} stream */
  constructor(stream) {
    this.stream = stream;
    // Each write is told of its own failure.
    stream.on('error', () => {});
  }

  /**
   * @param {string} text
   * @returns {Promise<void>} once it is on its way
   */
  write(text) {
    return new Promise((resolve, reject) => {
      this.stream.write(text, (error) => {
        if (!error) return resolve();
        const isLeft = ['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'].includes(/** @type {any} */ (error).code);
        reject(isLeft ? new NobodyReads() : error);
      });
    });
  }
}
