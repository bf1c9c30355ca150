// Runs the browser code of lms/static/js/proof in Node, with or without WebCrypto.
// Usage: node proof.mjs STATIC < {"subtle": true, "calls": [[name, ...arguments], …]}; prints results.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [folder] = process.argv.slice(2);
const { subtle, calls } = JSON.parse(readFileSync(0, "utf8"));
globalThis.self = globalThis;
globalThis.window = globalThis;
Object.defineProperty(globalThis, "navigator", { value: { appName: "Netscape" } }); // as in browsers
if (!subtle) Object.defineProperty(globalThis, "crypto", { value: {} });

const run = (file) => vm.runInThisContext(readFileSync(`${folder}/${file}`, "utf8"), file);
run("vendor/jsrsasign/jsrsasign-all-min.js");
run("vendor/pako/pako_inflate.umd.min.js");
const first = ["bytes", "cbor", "payload", "signatures", "kit", "judge", "credential", "cms"];
for (const one of [...first, "objects", "revisions", "lengthened", "pdf"]) run(`js/proof/${one}.js`);
const proof = globalThis.opmProof;

const acts = {
  decode: (digits) => proof.payload.decode(digits).fields,
  es256: (key, content, signature) =>
    proof.signatures.es256(key, proof.bytes.ofHex(content), proof.bytes.ofHex(signature)),
  judge: async (text, keys, lists, now) => proof.judge(text, await proof.kit.of(keys, lists), new Date(now)),
  async file(content, keys, lists, now) {
    const bytes = new Uint8Array(Buffer.from(content, "base64"));
    return proof.file(bytes, await proof.kit.of(keys, lists), new Date(now));
  },
  async photo(file, width, height) {
    const { decodeQR } = await import(pathToFileURL(`${folder}/vendor/qr/decode.js`));
    return decodeQR({ width, height, data: new Uint8ClampedArray(readFileSync(file)) });
  },
};

const results = [];
for (const [name, ...given] of calls) {
  try {
    results.push({ is: await acts[name](...given) });
  } catch (fault) {
    results.push({ fault: fault instanceof proof.Unreadable ? "Unreadable" : String(fault) });
  }
}
console.log(JSON.stringify(results));
