// @ts-check
/**
 * Two things and no more: files that carry the build in their address come from the cache, and a page that cannot be
 * fetched is replaced by one that says so. Answers of Nexus are never kept, so nothing old is ever shown as live; its
 * streams, sockets and API pass by untouched.
 *
 * @typedef {Event & { waitUntil(work: Promise<unknown>): void }} LifeEvent
 * @typedef {LifeEvent & { request: Request, respondWith(answer: Promise<Response>): void }} AskEvent
 * @typedef {LifeEvent & { notification: { close(): void } }} NoteEvent
 * @typedef {{ matchAll(options: object): Promise<{ focus(): Promise<unknown> }[]>,
 *   claim(): Promise<void>, openWindow(url: string): Promise<unknown> }} Clients
 */

/** The parameter of an address that names the build; this script's own says which one it belongs to. */
const KEY = "__frsh_c";
const BUILD = new URL(location.href).searchParams.get(KEY) ?? "none";
const CACHE = `nexus-${BUILD}`;
const HOME = new URL("./", location.href);
const OFFLINE = new URL("offline.html", HOME).href;
const KEPT = ["styles.css", "theme.js", "offline.js", "icon-offline.svg"];

/** Where workers keep what they do; the type of this scope is not among those of a page. */
const clients = /** @type {Clients} */ (Reflect.get(globalThis, "clients"));

/** @param {string} path @returns {string} The address of a file of this build. */
const keyed = (path) => `${new URL(path, HOME).href}?${KEY}=${BUILD}`;

const install = async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([OFFLINE, ...KEPT.map(keyed)]);
  await Reflect.get(globalThis, "skipWaiting").call(globalThis);
};

const activate = async () => {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("nexus-") && name !== CACHE).map((name) => caches.delete(name)),
  );
  await clients.claim();
};

/** @param {Request} request @returns {Promise<Response>} */
const page = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(OFFLINE);
    if (kept) return kept;
    throw error;
  }
};

/** @param {Request} request @returns {Promise<Response>} */
const builtFile = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
  return answer;
};

/** The offline page asks for its files without the build. @param {Request} request @returns {Promise<Response>} */
const offlineFile = async (request) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
};

/** @param {AskEvent} event */
const answer = (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") return event.respondWith(page(request));
  const isBuilt = url.searchParams.get(KEY) === BUILD || url.pathname.includes(`/_fresh/js/${BUILD}/`);
  if (isBuilt) return event.respondWith(builtFile(request));
  if (KEPT.some((path) => url.href === new URL(path, HOME).href)) event.respondWith(offlineFile(request));
};

/** A click on a notification leads to the page. @param {NoteEvent} event */
const clicked = async (event) => {
  event.notification.close();
  const [open] = await clients.matchAll({ type: "window", includeUncontrolled: true });
  await (open ? open.focus() : clients.openWindow(HOME.href));
};

addEventListener("install", (event) => /** @type {LifeEvent} */ (event).waitUntil(install()));
addEventListener("activate", (event) => /** @type {LifeEvent} */ (event).waitUntil(activate()));
addEventListener("fetch", (event) => answer(/** @type {AskEvent} */ (event)));
addEventListener("notificationclick", (event) => {
  const click = /** @type {NoteEvent} */ (event);
  click.waitUntil(clicked(click));
});
