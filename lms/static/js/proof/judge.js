/* What a QR proves of itself, and what the lists at hand say of it. Never "valid": that is the
   register's word. */
(function (proof) {
  "use strict";

  const ADDRESS = /\/(?:v|verify)\/([^/?#]+)/i;
  const BANGKOK = 7 * 3600000;

  /* Letters and digits of a number, for comparison alone. */
  function bare(number) {
    return number.replace(/[^0-9a-z]/gi, "").toUpperCase();
  }

  function numberIn(address) {
    const found = ADDRESS.exec(address);
    if (!found) return null;
    try {
      return decodeURIComponent(found[1]);
    } catch (fault) {
      return found[1];
    }
  }

  /* A text's address and digits; digits alone are a payload too. */
  function split(text) {
    const trimmed = text.trim();
    if (/^[0-9]{60,}$/.test(trimmed)) return ["", trimmed];
    const at = trimmed.indexOf("#");
    return at < 0 ? [trimmed, ""] : [trimmed.slice(0, at), trimmed.slice(at + 1)];
  }

  /* By its thumbprint; keys stand in a site's set under longer names too. */
  function isNamed(key, hint) {
    if (key.kty !== "EC" || !/^[\w-]+$/.test(key.kid)) return false;
    return proof.bytes.hex(proof.bytes.ofBase64url(key.kid)).indexOf(hint) === 0;
  }

  /* {state, fields?}: genuine, forged, unknown_key, other_number, unreadable or absent. */
  function signature(text, keys) {
    const [address, digits] = split(text);
    if (!digits) return Promise.resolve({ state: "absent" });
    let signed;
    try {
      signed = proof.payload.decode(digits);
    } catch (fault) {
      return Promise.resolve({ state: "unreadable" });
    }
    const named = keys.filter((key) => isNamed(key, signed.hint));
    const checks = named.map((key) => proof.signatures.es256(key, signed.content, signed.signature));
    return Promise.all(checks).then((right) => {
      const fields = signed.fields;
      if (!named.length) return { state: "unknown_key", fields };
      if (right.indexOf(true) < 0) return { state: "forged", fields };
      const number = numberIn(address);
      const other = number !== null && bare(number) !== bare(fields.number);
      return { state: other ? "other_number" : "genuine", fields };
    });
  }

  /* Today in Thailand; a clock that stands before the list was made is not believed. */
  function today(now, madeAt) {
    const moment = Math.max(now.getTime(), madeAt ? madeAt.getTime() : 0);
    return new Date(moment + BANGKOK).toISOString().slice(0, 10);
  }

  /* What the lists say of fields whose signature is right: revoked, expired, proven or no_list. */
  function standing(fields, kit, now) {
    const found = proof.kit.standing(kit, fields.number);
    const madeAt = found && found.madeAt;
    const expired = fields.expiresOn && today(now, madeAt) > fields.expiresOn;
    const state = found && found.revoked ? "revoked" : expired ? "expired" : found ? "proven" : "no_list";
    return { state, fields, madeAt };
  }

  /* The whole judgement of a QR's text without the register. */
  function judge(text, kit, now) {
    return signature(text, kit.keys).then((found) =>
      found.state === "genuine" ? standing(found.fields, kit, now) : found
    );
  }

  proof.judge = judge;
  proof.signature = signature;
  proof.standing = standing;
  proof.numberIn = numberIn;
})((self.opmProof = self.opmProof || {}));
