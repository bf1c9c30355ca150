/* Signatures and digests: by the browser's own WebCrypto, and where a page has none (an address
   without https, an old browser) by jsrsasign, in plain JavaScript. */
(function (proof) {
  "use strict";

  const EC = { name: "ECDSA", namedCurve: "P-256" };

  function subtle() {
    const found = self.crypto && (self.crypto.subtle || self.crypto.webkitSubtle);
    return found && typeof found.importKey === "function" ? found : null;
  }

  /* jsrsasign is in the page already, or is fetched from proof.fallbackAddress when needed. */
  let coming = null;
  function fallback() {
    if (self.KJUR && self.KJUR.crypto) return Promise.resolve(self.KJUR.crypto);
    if (!proof.fallbackAddress) return Promise.reject(new Error("nothing here can check a signature"));
    coming =
      coming ||
      new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = proof.fallbackAddress;
        script.onload = () => done(self.KJUR.crypto);
        script.onerror = () => failed(new Error("the checker could not be loaded"));
        document.head.appendChild(script);
      });
    return coming;
  }

  function jwk(key) {
    return { kty: "EC", crv: "P-256", x: key.x, y: key.y, ext: true };
  }

  /* r and s side by side as the two whole numbers of ASN.1. */
  function der(signature) {
    const whole = (half) => {
      let digits = proof.bytes.hex(half).replace(/^(00)+(?=..)/, "");
      if (parseInt(digits[0], 16) > 7) digits = `00${digits}`;
      return `02${(digits.length / 2 + 256).toString(16).slice(1)}${digits}`;
    };
    const both = whole(signature.subarray(0, 32)) + whole(signature.subarray(32));
    return `30${(both.length / 2 + 256).toString(16).slice(1)}${both}`;
  }

  function plainly(key, content, signature) {
    return fallback().then((crypto) => {
      const point = `04${proof.bytes.hex(proof.bytes.ofBase64url(key.x))}${proof.bytes.hex(proof.bytes.ofBase64url(key.y))}`;
      const digest = crypto.Util.hashHex(proof.bytes.hex(content), "sha256");
      const curve = new crypto.ECDSA({ curve: "secp256r1", pub: point });
      return curve.verifyHex(digest, der(signature), point) === true;
    });
  }

  /* Whether the key (JWK, P-256) signed the content with ES256; the signature is r and s. */
  function es256(key, content, signature) {
    if (signature.length !== 64) return Promise.resolve(false);
    const own = subtle();
    if (!own) return plainly(key, content, signature);
    return own
      .importKey("jwk", jwk(key), EC, false, ["verify"])
      .then((ready) => own.verify({ name: "ECDSA", hash: { name: "SHA-256" } }, ready, signature, content));
  }

  /* Whether the key (JWK, RSA) signed the content: PKCS #1 v1.5 with SHA-256. */
  function rs256(key, content, signature) {
    const own = subtle();
    if (own) {
      const kind = { name: "RSASSA-PKCS1-v1_5", hash: { name: "SHA-256" } };
      const clean = { kty: "RSA", n: key.n, e: key.e, alg: "RS256", ext: true };
      return own
        .importKey("jwk", clean, kind, false, ["verify"])
        .then((ready) => own.verify(kind, ready, signature, content));
    }
    const number = (text) => proof.bytes.hex(proof.bytes.ofBase64url(text));
    return fallback().then((crypto) => {
      const ready = new self.RSAKey();
      ready.setPublic(number(key.n), number(key.e));
      const digest = crypto.Util.hashHex(proof.bytes.hex(content), "sha256");
      return ready.verifyWithMessageHash(digest, proof.bytes.hex(signature)) === true;
    });
  }

  /* SHA-256 as bytes. */
  function sha256(content) {
    const own = subtle();
    if (own) return own.digest({ name: "SHA-256" }, content).then((digest) => new Uint8Array(digest));
    return fallback().then((crypto) =>
      proof.bytes.ofHex(crypto.Util.hashHex(proof.bytes.hex(content), "sha256"))
    );
  }

  proof.signatures = { es256, rs256, sha256 };
})((self.opmProof = self.opmProof || {}));
