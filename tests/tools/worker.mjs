// Runs the service worker (lms/static/js/proof/worker.js) with a network and a store of its own.
// Usage: node worker.mjs FILE < scenario; a scenario is {"network": {path: status | "silent"},
// "kept": {cache: {path: text}}, "full": bool, "acts": [["open" | "get", path] | ["install"] |
// ["renew"] | ["network", {…}]]}. Prints for each act what came, and how often it was waited for.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const KEEP = {
  name: "offline-new",
  shell: "/verify/offline",
  files: ["/assets/offline.222222222222.js"],
  assets: "/assets/",
  keys: "/.well-known/jwks.json",
  lists: "/status",
};
const HERE = "https://opm.example.go.th";
const { network, kept = {}, full = false, acts } = JSON.parse(readFileSync(0, "utf8"));
const handlers = {};
const stores = new Map();
let waits = 0;
let asked = [];

const pathOf = (what) => new URL(typeof what === "string" ? what : what.url, HERE).pathname;

function store(name) {
  if (!stores.has(name)) stores.set(name, new Map());
  const inside = stores.get(name);
  const put = async (what, answer) => {
    if (full) throw new Error("QuotaExceededError");
    inside.set(pathOf(what), await answer.text());
  };
  return {
    put,
    addAll: async (requests) => {
      const answers = await Promise.all(requests.map((one) => fetched(one)));
      if (answers.some((one) => !one.ok)) throw new TypeError("addAll");
      for (const [place, one] of requests.entries()) await put(one, answers[place]);
    },
  };
}

async function fetched(what) {
  const path = pathOf(what);
  asked.push(path);
  const said = network[path];
  if (said === "silent") return new Promise(() => {});
  if (said === undefined) throw new TypeError("Failed to fetch");
  const body = path === KEEP.lists ? JSON.stringify({ lists: ["DEMO-2569-0"] }) : `new ${path}`;
  return new Response(body, { status: said });
}

const world = {
  KEEP, URL, Response, Promise, Error, Date, Map,
  Request: class {
    constructor(address) { this.url = new URL(address, HERE).href; }
  },
  fetch: fetched,
  setTimeout: (act) => { waits += 1; setTimeout(act, 20); },
  caches: {
    open: async (name) => store(name),
    keys: async () => [...stores.keys()],
    delete: async (name) => stores.delete(name),
    match: async (what, { cacheName } = {}) => {
      for (const [name, inside] of stores)
        if ((!cacheName || name === cacheName) && inside.has(pathOf(what)))
          return new Response(inside.get(pathOf(what)));
      return undefined;
    },
  },
  self: {
    location: new URL(HERE),
    addEventListener: (name, act) => { handlers[name] = act; },
    skipWaiting: () => {},
    clients: { claim: () => {} },
  },
};
for (const [name, files] of Object.entries(kept)) stores.set(name, new Map(Object.entries(files)));
vm.runInNewContext(readFileSync(process.argv[2], "utf8"), world);

function waited(name, event) {
  return new Promise((done, failed) => handlers[name]({ ...event, waitUntil: (work) => work.then(done, failed) }));
}

function answered(path, mode) {
  let answer = fetched; // nobody's answer but the network's
  const request = { url: HERE + path, method: "GET", mode };
  handlers.fetch({ request, respondWith: (given) => { answer = () => given; } });
  return answer(request).then(async (one) => one.text());
}

const results = [];
for (const [name, given] of acts) {
  waits = 0;
  asked = [];
  let is;
  try {
    if (name === "network") Object.assign(network, given);
    else if (name === "install") is = (await waited("install", {}), "installed");
    else if (name === "renew") is = (await waited("message", { data: "renew" }), "renewed");
    else is = await answered(given, name === "open" ? "navigate" : "cors");
  } catch (fault) {
    is = String(fault);
  }
  results.push({ is, waits, asked });
}
const inside = Object.fromEntries([...stores].map(([name, files]) => [name, [...files.keys()].sort()]));
console.log(JSON.stringify({ results, inside }));
process.exit(0);
