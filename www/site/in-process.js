// A Hono application that is called, not asked over a network, and ends as a connection does.

/**
 * @param {{ fetch: (request: Request, env: object) => Response | Promise<Response> }} application
 * @returns {(request: Request) => Promise<Response>} rejects where the application breaks the connection, and where the request is aborted
 */
export function inProcess(application) {
  return (request) =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      // What Node's server hands over to break a connection.
      const destroy = () => reject(new TypeError('The connection was broken.'));
      const abort = () => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort);
      Promise.resolve(application.fetch(request, { incoming: { socket: { destroy } } })).then(resolve, reject);
    });
}
