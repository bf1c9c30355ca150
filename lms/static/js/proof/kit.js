/* What is needed to judge a certificate without the register: public keys, and lists of what was
   taken back. A list is signed; one whose signature is not right is not used. */
(function (proof) {
  "use strict";

  const BITS = 131072;
  const PLACE = /^([A-Z]{2,8}-2[0-9]{3})-([0-9]{7})-/;
  const LIST = /\/status\/([A-Z]{2,8}-2[0-9]{3}-[0-9]{1,2})$/;

  /* A compact JWT read, its signature not judged yet. */
  function jwt(token) {
    const parts = token.trim().split(".");
    if (parts.length !== 3) throw new proof.Unreadable("not a JWT");
    const [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(proof.bytes.text(proof.bytes.ofBase64url(part))));
    if (!header || header.alg !== "ES256" || !claims) throw new proof.Unreadable("not ES256");
    return {
      claims,
      keyId: String(header.kid || "").replace(/^.*#/, ""),
      content: proof.bytes.ofLetters(`${parts[0]}.${parts[1]}`),
      signature: proof.bytes.ofBase64url(parts[2]),
    };
  }

  /* "genuine", "forged" or "unknown_key", by the key that the token names. */
  function judged(token, keys) {
    const key = keys.filter((one) => one.kty === "EC" && one.kid === token.keyId)[0];
    if (!key) return Promise.resolve("unknown_key");
    return proof.signatures
      .es256(key, token.content, token.signature)
      .then((right) => (right ? "genuine" : "forged"));
  }

  function listOf(token) {
    const subject = token.claims.credentialSubject || {};
    const name = LIST.exec(String(token.claims.id));
    if (!name || subject.statusPurpose !== "revocation") throw new proof.Unreadable("not a list");
    const packed = String(subject.encodedList);
    if (packed[0] !== "u") throw new proof.Unreadable("not a list");
    const bits = self.pako.ungzip(proof.bytes.ofBase64url(packed.slice(1)));
    if (bits.length !== BITS / 8) throw new proof.Unreadable("not a list");
    return { name: name[1], bits, madeAt: new Date(token.claims.validFrom) };
  }

  function accepted(text, keys) {
    let token;
    let list;
    try {
      token = jwt(text);
      list = listOf(token);
    } catch (fault) {
      return Promise.resolve(null);
    }
    return judged(token, keys).then((state) => (state === "genuine" && !isNaN(list.madeAt) ? list : null));
  }

  /* The kit of these keys (JWKs) and lists (VC-JWTs). */
  function of(keys, texts) {
    return Promise.all(texts.map((text) => accepted(text, keys))).then((lists) => {
      const kit = { keys, lists: {}, newest: null };
      lists.filter(Boolean).forEach((list) => {
        kit.lists[list.name] = list;
        if (!kit.newest || list.madeAt > kit.newest) kit.newest = list.madeAt;
      });
      return kit;
    });
  }

  function read(address, how) {
    return fetch(address, { credentials: "omit" }).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer[how]();
    });
  }

  /* The kit as this site gives it, or as the phone kept it (js/proof/worker.js). A list that
     does not come is missing, and said to be. */
  function fetched(site) {
    const keys = read(`${site}/.well-known/jwks.json`, "json");
    const lists = read(`${site}/status`, "json").then((index) =>
      Promise.all(index.lists.map((name) => read(`${site}/status/${name}`, "text").catch(() => "")))
    );
    return Promise.all([keys, lists.catch(() => [])]).then(([set, texts]) => of(set.keys, texts));
  }

  /* The list that a number has its bit in, and whether the bit is set; null without the list. */
  function standing(kit, number) {
    const parts = PLACE.exec(number);
    const place = Number(parts[2]) - 1;
    const list = kit.lists[`${parts[1]}-${Math.floor(place / BITS)}`];
    if (place < 0 || !list) return null;
    const index = place % BITS;
    return { revoked: (list.bits[index >> 3] & (0x80 >> (index & 7))) !== 0, madeAt: list.madeAt };
  }

  proof.kit = { of, fetched, standing, jwt, judged };
})((self.opmProof = self.opmProof || {}));
