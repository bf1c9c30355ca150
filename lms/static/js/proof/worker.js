/* The service worker of verification. It keeps one page that is the same for everybody, what that
   page needs, the public keys and the lists of revocations; shows that page where the network gives
   nothing; and keeps no other page, so that nothing personal stays on a phone.

   lms/verification/views/offline.py puts KEEP before it. */
"use strict";

const LISTS = "offline-lists"; // outlives new versions of the page: an old list is better than none
const PATIENCE = 8000; // ms: on a signal that hardly is one, the phone answers by itself
const QUIET = 30000; // ms: where a page did not come, what it needs is not waited for again
const GATEWAY = [502, 504]; // nobody there is us
const ANSWERS = /\/(?:V\/[^/]+|verify|verify\/scan|verify\/[a-z]{2,8}-[^/]+)$/i; // what it can answer

let lostAt = 0; // when the network last gave no page

async function keepPage() {
  const cache = await caches.open(KEEP.name);
  const fresh = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });
  await cache.addAll([...KEEP.files.map((file) => new Request(file)), fresh(KEEP.shell)]);
}

/* A phone that has no room left is answered all the same. */
async function keepOne(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const copy = answer.clone();
  await caches.open(LISTS).then((cache) => cache.put(address, copy)).catch(() => undefined);
  return answer;
}

/* The keys last: a list that a new key has signed is of no use without that key. */
async function keepLists() {
  const index = await keepOne(KEEP.lists).then((answer) => answer.json()).catch(() => ({ lists: [] }));
  for (const name of index.lists) await keepOne(`${KEEP.lists}/${name}`).catch(() => undefined);
  await keepOne(KEEP.keys).catch(() => undefined);
}

/* Browsers short of room throw away what they keep. */
async function renew() {
  if (!(await caches.match(KEEP.shell))) await keepPage().catch(() => undefined);
  await keepLists();
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("offline-") && ![KEEP.name, LISTS].includes(name));
  await Promise.all(older.map((name) => caches.delete(name)));
}

function late() {
  return new Promise((_, failed) => setTimeout(() => failed(new Error("late")), PATIENCE));
}

async function page(request) {
  const answer = await fetch(request);
  if (GATEWAY.includes(answer.status) && (await caches.match(KEEP.shell))) throw new Error("gateway");
  lostAt = 0;
  return answer;
}

/* Lists, prints and downloads may take their time; an answer to a paper may not. */
async function pageOrOurs(request) {
  const newest = page(request);
  const patience = ANSWERS.test(new URL(request.url).pathname) ? [late()] : [];
  try {
    return await Promise.race([newest, ...patience]);
  } catch (fault) {
    const kept = await caches.match(KEEP.shell);
    if (kept) lostAt = Date.now();
    return kept || newest;
  }
}

async function newestOrKept({ pathname }) {
  const kept = () => caches.match(pathname, { cacheName: LISTS });
  if (Date.now() - lostAt < QUIET) {
    const found = await kept();
    if (found) return found;
  }
  const newest = keepOne(pathname);
  try {
    return await Promise.race([newest, late()]);
  } catch (fault) {
    return (await kept()) || newest;
  }
}

/* Of whichever version of the page: workers of other addresses may be older or newer. */
async function keptOrNewest(request) {
  return (await caches.match(request)) || fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepPage(), keepLists()]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const { origin, pathname } = address;
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrOurs(request));
  else if (pathname === KEEP.keys || pathname === KEEP.lists || pathname.startsWith(`${KEEP.lists}/`))
    event.respondWith(newestOrKept(address));
  else if (pathname.startsWith(KEEP.assets)) event.respondWith(keptOrNewest(request));
});
