// Has the site's worker keep it, for when there is no network. Where there are no workers, all of it works online.

navigator.serviceWorker?.register(new URL('./worker.js', import.meta.url)).catch(() => {});
