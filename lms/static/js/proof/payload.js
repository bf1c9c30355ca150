/* The signed payload of a certificate's QR, read: lms/certification/qr_payload.py writes it. */
(function (proof) {
  "use strict";

  const LONGEST = 2000;
  const NUMBER = /^[A-Z]{2,8}-2[0-9]{3}-[0-9]{7}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]$/;
  const KINDS = ["wutthibat", "kiattibat", "prakatsaniyabat"];
  const DAY = 86400000;

  function demand(holds, why) {
    if (!holds) throw new proof.Unreadable(why);
  }

  function words(said) {
    const text = said instanceof Uint8Array ? proof.bytes.thai(said) : said;
    demand(typeof text === "string" && text.length > 0 && text.length <= 400, "no text");
    demand(!/[\u0000-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/.test(text), "no text");
    return text;
  }

  function small(said, most) {
    demand(typeof said === "number" && said >= 0 && said <= most, "no small number");
    return said;
  }

  function day(said) {
    return new Date(small(said, 100000) * DAY).toISOString().slice(0, 10);
  }

  function fields(said) {
    demand(Object.keys(said).every((key) => key >= 1 && key <= 8), "unknown fields");
    demand(typeof said[1] === "string" && NUMBER.test(said[1]), "no number");
    const marks = said[8] === undefined ? 0 : small(said[8], 7);
    return {
      number: said[1],
      holder: words(said[2]),
      curriculum: words(said[3]),
      kind: KINDS[small(said[4], KINDS.length - 1)],
      issuedOn: day(said[5]),
      expiresOn: said[6] === undefined ? null : day(said[6]),
      issuer: words(said[7]),
      isTest: (marks & 3) !== 0,
      isSampleCurriculum: (marks & 4) !== 0,
    };
  }

  /* The payload in the digits, its signature not judged yet; throws Unreadable. */
  function decode(digits) {
    demand(/^[1-9][0-9]*$/.test(digits) && digits.length <= LONGEST, "not a decimal number");
    const message = proof.cbor.read(proof.bytes.ofDecimal(digits));
    demand(Array.isArray(message) && message.length === 4, "not COSE_Sign1");
    const [guarded, open, said, signature] = message;
    demand([guarded, said, signature].every((part) => part instanceof Uint8Array), "not COSE_Sign1");
    demand(open !== null && typeof open === "object" && !Object.keys(open).length, "not COSE_Sign1");
    const header = proof.cbor.read(guarded);
    demand(header[1] === -7 && header[4] instanceof Uint8Array && header[4].length === 8, "not ES256");
    demand(signature.length === 64, "not ES256");
    const structure = new Uint8Array([0x84, 0x6a]); // a list of four; a text of ten letters
    const content = proof.bytes.join([
      structure,
      proof.bytes.ofLetters("Signature1"),
      proof.cbor.ofBytes(guarded),
      new Uint8Array([0x40]),
      proof.cbor.ofBytes(said),
    ]);
    return { fields: fields(proof.cbor.read(said)), hint: proof.bytes.hex(header[4]), content, signature };
  }

  proof.payload = { decode };
})((self.opmProof = self.opmProof || {}));
