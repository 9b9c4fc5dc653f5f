// At any depth, finds where the site begins, and leads its links there.

const folders = location.pathname.split('/').slice(0, -1);
for (let depth = folders.length; depth > 0; depth--) {
  const root = new URL(`${folders.slice(0, depth).join('/')}/`, location.origin);
  const { ok, headers } = await fetch(new URL('search.json', root), { method: 'HEAD' }).catch(() => Response.error());
  // A host may answer whatever is asked, with a page.
  if (!ok || !headers.get('Content-Type')?.includes('json')) continue;
  for (const name of ['href', 'action']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const target = String(element.getAttribute(name));
      if (!target.startsWith('#')) element.setAttribute(name, new URL(target, root).href);
    }
  }
  break;
}
