// Reloads the page of `npm run dev` when the server says so, and when it is back after it was started anew.

const reloads = new EventSource('/reloads');
let wasOpen = false;
reloads.addEventListener('open', () => {
  if (wasOpen) location.reload();
  wasOpen = true;
});
reloads.addEventListener('message', () => location.reload());
