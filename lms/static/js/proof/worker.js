/* The service worker of verification. It keeps one page that is the same for everybody, what that
   page needs, the public keys and the lists of revocations; shows that page where the network gives
   nothing; and keeps no other page, so that nothing personal stays on a phone.

   lms/verification/views/offline.py puts KEEP before it. */
"use strict";

const LISTS = "offline-lists"; // outlives new versions of the page: an old list is better than none
const PATIENCE = 8000; // ms: on a signal that hardly is one, the phone answers by itself
const ANSWERS = /\/(?:V\/[^/]+|verify|verify\/scan|verify\/[a-z]{2,8}-[^/]+)$/i; // what it can answer

async function keepPage() {
  const cache = await caches.open(KEEP.name);
  const fresh = (address) => new Request(address, { credentials: "omit", cache: "no-cache" });
  await cache.addAll([...KEEP.files.map((file) => new Request(file)), fresh(KEEP.shell)]);
}

async function keepOne(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  await (await caches.open(LISTS)).put(address, answer.clone());
  return answer;
}

/* The keys last: a list that a new key has signed is of no use without that key. */
async function keepLists() {
  const index = await (await keepOne(KEEP.lists)).json();
  for (const name of index.lists) await keepOne(`${KEEP.lists}/${name}`).catch(() => undefined);
  await keepOne(KEEP.keys);
}

async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("offline-") && ![KEEP.name, LISTS].includes(name));
  await Promise.all(older.map((name) => caches.delete(name)));
}

function late() {
  return new Promise((_, failed) => setTimeout(() => failed(new Error("late")), PATIENCE));
}

/* Lists, prints and downloads may take their time; an answer to a paper may not. */
async function pageOrOurs(request) {
  const patience = ANSWERS.test(new URL(request.url).pathname) ? [late()] : [];
  try {
    return await Promise.race([fetch(request), ...patience]);
  } catch (fault) {
    const kept = await caches.match(KEEP.shell);
    if (kept) return kept;
    throw fault;
  }
}

async function newestOrKept(request) {
  const { pathname } = new URL(request.url);
  try {
    return await Promise.race([keepOne(pathname), late()]);
  } catch (fault) {
    const kept = await caches.match(pathname, { cacheName: LISTS });
    if (kept) return kept;
    throw fault;
  }
}

async function keptOrNewest(request) {
  return (await caches.match(request, { cacheName: KEEP.name })) || fetch(request);
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepPage(), keepLists().catch(() => undefined)]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(keepLists().catch(() => undefined));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrOurs(request));
  else if (pathname === KEEP.keys || pathname === KEEP.lists || pathname.startsWith(`${KEEP.lists}/`))
    event.respondWith(newestOrKept(request));
  else if (KEEP.files.includes(pathname)) event.respondWith(keptOrNewest(request));
});
