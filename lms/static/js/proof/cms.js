/* The signature container of a PDF (CMS, RFC 5652), as far as our own documents need it: one signer,
   SHA-256, ECDSA on P-256 or RSA. Read with jsrsasign's ASN1HEX. */
(function (proof) {
  "use strict";

  const SIGNED_DATA = "1.2.840.113549.1.7.2";
  const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  const SHA256 = "2.16.840.1.101.3.4.2.1";
  const RSA = ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"];
  const ECDSA = "1.2.840.10045.4.3.2";

  function demand(holds, why) {
    if (!holds) throw new proof.Unreadable(why);
  }

  /* The parts of a constructed item that begins at this place of the hexadecimal text. */
  function parts(text, at) {
    return self.ASN1HEX.getChildIdx(text, at);
  }

  function tag(text, at) {
    return text.substr(at, 2);
  }

  function oid(text, at) {
    demand(tag(text, at) === "06", "no object identifier");
    return self.ASN1HEX.hextooidstr(self.ASN1HEX.getV(text, at));
  }

  function signedData(text) {
    demand(self.ASN1HEX.getTLVblen(text, 0) <= text.length, "cut short"); // in digits
    const [type, content] = parts(text, 0);
    demand(oid(text, type) === SIGNED_DATA && tag(text, content) === "a0", "not signed data");
    return parts(text, parts(text, content)[0]);
  }

  function onlySigner(text) {
    const content = signedData(text);
    const signers = parts(text, content[content.length - 1]);
    demand(signers.length === 1, "not one signer");
    return parts(text, signers[0]);
  }

  function digestIn(text, attributes) {
    const found = parts(text, attributes).filter((at) => oid(text, parts(text, at)[0]) === MESSAGE_DIGEST);
    demand(found.length === 1, "no digest");
    const values = parts(text, parts(text, found[0])[1]);
    demand(values.length === 1 && tag(text, values[0]) === "04", "no digest");
    return self.ASN1HEX.getV(text, values[0]);
  }

  function half(text, at) {
    const digits = self.ASN1HEX.getV(text, at).replace(/^(00)+/, "");
    demand(tag(text, at) === "02" && digits.length <= 64, "no ECDSA signature");
    return "0".repeat(64 - digits.length) + digits;
  }

  /* r and s side by side. */
  function flat(text) {
    const both = parts(text, 0);
    demand(tag(text, 0) === "30" && both.length === 2, "no ECDSA signature");
    return proof.bytes.ofHex(half(text, both[0]) + half(text, both[1]));
  }

  /* {digest, content, signature, kind}; throws Unreadable for containers of another kind. */
  function read(bytes) {
    const text = proof.bytes.hex(bytes);
    try {
      const signer = onlySigner(text);
      const [, , digestKind, attributes, kind, value] = signer;
      demand(oid(text, parts(text, digestKind)[0]) === SHA256, "not SHA-256");
      demand(tag(text, attributes) === "a0" && tag(text, value) === "04", "not signed attributes");
      const algorithm = oid(text, parts(text, kind)[0]);
      demand(algorithm === ECDSA || RSA.indexOf(algorithm) >= 0, "another kind of signature");
      const signature = self.ASN1HEX.getV(text, value);
      const attributed = self.ASN1HEX.getTLV(text, attributes);
      return {
        digest: digestIn(text, attributes),
        content: proof.bytes.ofHex(`31${attributed.slice(2)}`), // signed as a SET, whatever its place
        kind: algorithm === ECDSA ? "EC" : "RSA",
        signature: algorithm === ECDSA ? flat(signature) : proof.bytes.ofHex(signature),
      };
    } catch (fault) {
      throw fault instanceof proof.Unreadable ? fault : new proof.Unreadable("not CMS");
    }
  }

  function isBy(key, found) {
    if (key.kty !== found.kind) return Promise.resolve(false);
    if (key.kty === "EC") return proof.signatures.es256(key, found.content, found.signature);
    return proof.signatures.rs256(key, found.content, found.signature);
  }

  /* Whether one of these keys (JWKs) signed it. */
  function isByOneOf(keys, found) {
    return Promise.all(keys.map((key) => isBy(key, found))).then((right) => right.indexOf(true) >= 0);
  }

  proof.cms = { read, isByOneOf };
})((self.opmProof = self.opmProof || {}));
