// Caches the page's own files, so a reload without a network still shows the page and the unsent
// messages. Caches nothing of a room or the API. Plain JavaScript, because it is served unbuilt.

const cacheName = 'page-1';
/** The cached page shows if the network takes longer than this. */
const maxWaitMs = 4_000;

const findFiles = (html) => [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);

/** Runs steps one after the other: one must not delete files that another has just cached. */
let lastStep = Promise.resolve();
const enqueue = (step) => {
  const done = lastStep.then(step);
  lastStep = done.catch(() => undefined);
  return done;
};

/** Caches the page and the files it names. A new file means a new build: the old files go. */
const cachePage = (page) =>
  enqueue(async () => {
    const cache = await caches.open(cacheName);
    const files = findFiles(await page.clone().text());
    const cached = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    const fresh = files.filter((path) => !cached.includes(path));
    await cache.addAll(fresh);
    await cache.put('/', page);
    if (fresh.length > 0) {
      await Promise.all(
        cached
          .filter((path) => path !== '/' && !files.includes(path))
          .map((path) => cache.delete(path)),
      );
    }
  });

/** Caches files that the page has loaded later, such as its language. */
const cacheFiles = (paths) =>
  enqueue(async () => {
    const cache = await caches.open(cacheName);
    for (const path of paths) {
      if (path.startsWith('/assets/') && (await cache.match(path)) === undefined) {
        await cache.add(path);
      }
    }
  });

/** All addresses show the same page. It is cached under `/`, which names no room. */
async function respond(event) {
  const cached = await caches.match('/');
  const late = new Promise((resolve) => setTimeout(resolve, maxWaitMs));
  const fresh = fetch(event.request).then((page) => {
    if (page.ok) event.waitUntil(cachePage(page.clone()).catch(() => undefined));
    return page;
  });
  if (cached === undefined) return fresh;
  return (await Promise.race([fresh.catch(() => undefined), late])) ?? cached;
}

self.addEventListener('install', (event) =>
  event.waitUntil(
    fetch('/')
      .then(cachePage)
      .then(() => self.skipWaiting()),
  ),
);

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) =>
  event.waitUntil(cacheFiles(event.data).catch(() => undefined)),
);

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && /^\/(r\/[^/]+\/?)?$/.test(pathname)) event.respondWith(respond(event));
  else if (pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(pathname).then((cached) => cached ?? fetch(event.request)));
  }
});
