// Keeps the page's own files, so that a reload without a network still shows it, with what waits to
// be sent. Nothing of a room is kept here and nothing of the API: its address is not looked at.
// Served as it stands, so it is plain JavaScript.

const name = 'page-1';
/** A network that takes longer is none. */
const patienceMs = 4_000;

const filesIn = (html) => [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);

/** One after the other, so that nothing is removed that was just kept. */
let work = Promise.resolve();
const inTurn = (step) => {
  const done = work.then(step);
  work = done.catch(() => undefined);
  return done;
};

/** The page and the files it names. Where one is new it is another build, and all else goes. */
const keep = (page) =>
  inTurn(async () => {
    const cache = await caches.open(name);
    const files = filesIn(await page.clone().text());
    const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const fresh = files.filter((path) => !kept.includes(path));
    await cache.addAll(fresh);
    await cache.put('/', page);
    if (fresh.length > 0) {
      await Promise.all(
        kept
          .filter((path) => path !== '/' && !files.includes(path))
          .map((path) => cache.delete(path)),
      );
    }
  });

/** What the page has loaded beside the files that it names: its language, for one. */
const keepToo = (paths) =>
  inTurn(async () => {
    const cache = await caches.open(name);
    for (const path of paths) {
      if (path.startsWith('/assets/') && (await cache.match(path)) === undefined) {
        await cache.add(path);
      }
    }
  });

/** Every address of the page is the same page: it is kept under one, which names no room. */
async function open(event) {
  const kept = await caches.match('/');
  const late = new Promise((resolve) => setTimeout(resolve, patienceMs));
  const fresh = fetch(event.request).then((page) => {
    if (page.ok) event.waitUntil(keep(page.clone()).catch(() => undefined));
    return page;
  });
  if (kept === undefined) return fresh;
  return (await Promise.race([fresh.catch(() => undefined), late])) ?? kept;
}

self.addEventListener('install', (event) =>
  event.waitUntil(
    fetch('/')
      .then(keep)
      .then(() => self.skipWaiting()),
  ),
);

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) =>
  event.waitUntil(keepToo(event.data).catch(() => undefined)),
);

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && /^\/(r\/[^/]+\/?)?$/.test(pathname)) event.respondWith(open(event));
  else if (pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(event.request)));
  }
});
