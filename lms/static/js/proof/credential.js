/* The credential of a certificate (Open Badges 3.0 as a VC-JWT), judged without the register. */
(function (proof) {
  "use strict";

  const NUMBER = /^[A-Z]{2,8}-2[0-9]{3}-[0-9]{7}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]$/;
  const MARKS = /^([^]*) \(([^()]*)\)$/; // lms/certification/credential.py writes them behind the name
  const TEST = ["ตัวอย่าง", "กุญแจทดสอบ"];
  const SAMPLE = "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ";

  function day(moment) {
    if (!moment) return null;
    const when = new Date(moment);
    if (isNaN(when)) throw new proof.Unreadable("no date");
    return new Date(when.getTime() + 7 * 3600000).toISOString().slice(0, 10);
  }

  function fields(claims) {
    const subject = claims.credentialSubject || {};
    const name = String(((subject.achievement || {}).name) || "");
    const marked = MARKS.exec(name);
    const marks = marked ? marked[2].split(", ") : [];
    const known = marks.length && marks.every((mark) => mark === SAMPLE || TEST.indexOf(mark) >= 0);
    if (!NUMBER.test(subject.licenseNumber)) throw new proof.Unreadable("no certificate");
    return {
      number: subject.licenseNumber,
      holder: String(((subject.identifier || [])[0] || {}).identityHash || ""),
      curriculum: known ? marked[1] : name,
      issuedOn: day(claims.validFrom),
      expiresOn: day(claims.validUntil),
      issuer: String((claims.issuer || {}).name || ""),
      isTest: Boolean(known) && marks.some((mark) => TEST.indexOf(mark) >= 0),
      isSampleCurriculum: marks.indexOf(SAMPLE) >= 0,
    };
  }

  /* {state, fields, madeAt}: as proof.judge for a QR, file_unknown for what is no credential of ours. */
  function judge(token, kit, now) {
    let read;
    let said;
    try {
      read = proof.kit.jwt(token);
      said = fields(read.claims);
    } catch (fault) {
      return Promise.resolve({ state: "file_unknown" });
    }
    return proof.kit.judged(read, kit.keys).then((state) => {
      if (state === "forged") return { state: "file_forged" };
      if (state === "unknown_key") return { state, fields: said };
      const test = kit.keys.some((key) => key.kid === read.keyId && key.test);
      return proof.standing(Object.assign(said, { isTest: said.isTest || test }), kit, now);
    });
  }

  proof.credential = { judge };
})((self.opmProof = self.opmProof || {}));
