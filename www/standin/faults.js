// Sources at which the stand-in does not answer as promised: what a client meets where things go wrong.

/** How long the slow one takes, in milliseconds. */
export const SLOW = 3_000;

/**
 * By source key; nothing means that the request is answered as if nothing were wrong.
 * @type {Record<string, (context: import('hono').Context) => Response | undefined | Promise<Response | undefined>>}
 */
export const FAULTS = {
  // As behind a gateway.
  broken: (context) => context.html('<h1>502 Bad Gateway</h1>', 502),
  busy: (context) => context.json({ code: 429, message: 'Too many requests' }, 429, { 'Retry-After': '90' }),
  gone: (context) => {
    context.env.incoming.socket.destroy();
    return new Promise(() => {});
  },
  // Neither a list of attachments nor one of profiles.
  misshapen: (context) => {
    const data = [{ type: 'resume', file_size: 'large' }];
    return context.json({ code: 200, message: 'Profile attachment list', data });
  },
  moved: (context) => context.redirect('/elsewhere', 302),
  silent: () => new Promise(() => {}),
  slow: async () => {
    await new Promise((resolve) => {
      /** @type {any} */
      const timer = setTimeout(resolve, SLOW);
      // Browsers' timers are numbers, and keep nothing running.
      timer.unref?.();
    });
    return undefined;
  },
};
