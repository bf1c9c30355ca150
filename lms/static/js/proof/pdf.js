/* A certificate's PDF judged without the register: its own signature over every byte but those of
   later time stamps, and the credential inside it. A page that was altered under a true credential
   does not pass. */
(function (proof) {
  "use strict";

  const LARGEST = 10 * 1024 * 1024;
  const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
  const EMBEDDED = /\/Type\s*\/EmbeddedFile\b/g;
  const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
  const MOST_FILES = 8;
  const HEAVIEST = 200000; // bytes of a credential

  function all(pattern, text) {
    const found = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) found.push(match);
    return found;
  }

  /* The first signature: what it covers, and its container. Null when it covers otherwise than we
     sign: all before its own bytes, and all after them. */
  function firstSignature(bytes, text) {
    const [match] = all(RANGE, text);
    const [start, before, after, rest] = match.slice(1).map(Number);
    const end = after + rest;
    const contents = text.slice(before, after);
    if (start !== 0 || before >= after || end > bytes.length) return null;
    if (!/^<[0-9A-Fa-f]*>$/.test(contents) || contents.length % 2) return null;
    return {
      covered: proof.bytes.join([bytes.subarray(0, before), bytes.subarray(after, end)]),
      container: proof.bytes.ofHex(contents.slice(1, -1)),
      end,
    };
  }

  /* The bytes of the embedded file whose dictionary is around this place. */
  function embedded(bytes, text, at) {
    const begins = text.lastIndexOf(" obj", at);
    const stream = /stream\r?\n/g;
    stream.lastIndex = at;
    const match = stream.exec(text);
    if (begins < 0 || !match) return null;
    const dictionary = text.slice(begins, match.index);
    const length = /\/Length\s+(\d{1,9})(?!\d|\s+\d+\s+R)/.exec(dictionary);
    const from = match.index + match[0].length;
    const to = length ? from + Number(length[1]) : text.indexOf("endstream", from);
    const content = bytes.subarray(from, to);
    if (!/\/FlateDecode/.test(dictionary)) return content.length > HEAVIEST ? null : content;
    return inflated(content);
  }

  /* Unpacked, and no more of it than a credential may be. */
  function inflated(content) {
    const parts = [];
    let size = 0;
    const engine = new self.pako.Inflate();
    engine.onData = (part) => {
      size += part.length;
      if (size > HEAVIEST) throw new proof.Unreadable("too large");
      parts.push(part);
    };
    engine.push(content, true);
    return engine.err ? null : proof.bytes.join(parts);
  }

  /* The credentials in the file. */
  function tokens(bytes, text) {
    const found = all(EMBEDDED, text)
      .slice(0, MOST_FILES)
      .map((match) => {
        try {
          return proof.bytes.letters(embedded(bytes, text, match.index) || new Uint8Array(0)).trim();
        } catch (fault) {
          return "";
        }
      });
    return found.filter((token, place) => TOKEN.test(token) && found.indexOf(token) === place);
  }

  /* "right", "stamped" since, or what is wrong with the file's own signature. */
  function signature(bytes, text, keys) {
    if (!all(RANGE, text).length) return Promise.resolve("file_unsigned");
    const found = firstSignature(bytes, text);
    if (!found) return Promise.resolve("file_altered");
    let container;
    try {
      container = proof.cms.read(found.container);
    } catch (fault) {
      return Promise.resolve("file_kind");
    }
    const checks = [proof.signatures.sha256(found.covered), proof.cms.isByOneOf(keys, container)];
    return Promise.all(checks).then(([digest, ours]) => {
      if (!ours) return "file_foreign";
      if (proof.bytes.hex(digest) !== container.digest) return "file_altered";
      if (found.end === bytes.length) return "right";
      return proof.isOnlyLengthened(bytes, text, found.end) ? "stamped" : "file_longer";
    });
  }

  function together(own, inside) {
    if (own === "file_altered" || own === "file_foreign") return { state: own };
    if (inside.state === "file_forged") return inside;
    const believed = { right: "file_proven", stamped: "file_stamped" }[own];
    if (!believed) return { state: own, fields: inside.fields, madeAt: inside.madeAt };
    return Object.assign({}, inside, inside.state === "proven" ? { state: believed } : {});
  }

  /* {state, fields, madeAt} of a PDF's bytes. */
  function judge(bytes, kit, now) {
    if (bytes.length > LARGEST) return Promise.resolve({ state: "file_unknown" });
    const text = proof.bytes.letters(bytes);
    if (text.slice(0, 1024).indexOf("%PDF-") < 0) return proof.credential.judge(text, kit, now);
    const found = tokens(bytes, text);
    const inside = found.length === 1 ? proof.credential.judge(found[0], kit, now) : Promise.resolve({ state: "file_unknown" });
    return Promise.all([signature(bytes, text, kit.keys), inside]).then(([own, said]) => together(own, said));
  }

  proof.file = judge;
})((self.opmProof = self.opmProof || {}));
