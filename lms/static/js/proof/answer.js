/* An answer without the register, as a page shows it: one word, what it rests on, the fields. */
(function (proof) {
  "use strict";

  // state → [look, icon, words of the headline, words beneath]
  const LOOKS = {
    proven: ["proven", "good", "proven", "proven_about"],
    revoked: ["revoked", "revoked", "revoked", "revoked_about"],
    expired: ["expired", "expired", "expired", "expired_about"],
    no_list: ["undecided", "waiting", "undecided", "no_list_about"],
    unknown_key: ["undecided", "waiting", "undecided", "unknown_key_about"],
    unreadable: ["undecided", "waiting", "undecided", "unreadable_about"],
    absent: ["undecided", "waiting", "undecided", "absent_about"],
    no_kit: ["undecided", "waiting", "undecided", "no_kit_about"],
    no_check: ["undecided", "waiting", "undecided", "no_check_about"],
    forged: ["altered", "bad", "forged", "forged_about"],
    other_number: ["altered", "bad", "other_number", "other_number_about"],
    file_proven: ["proven", "good", "proven", "file_proven_about"],
    file_stamped: ["proven", "good", "proven", "file_stamped_about"],
    file_altered: ["altered", "bad", "file_altered", "file_altered_about"],
    file_foreign: ["altered", "bad", "file_altered", "file_foreign_about"],
    file_forged: ["altered", "bad", "file_altered", "file_forged_about"],
    file_longer: ["undecided", "waiting", "undecided", "file_longer_about"],
    file_unsigned: ["undecided", "waiting", "undecided", "file_unsigned_about"],
    file_unknown: ["undecided", "waiting", "undecided", "file_unknown_about"],
    file_kind: ["undecided", "waiting", "undecided", "file_kind_about"],
  };
  const BELIEVED = ["proven", "revoked", "expired", "no_list", "file_proven", "file_stamped"];
  const CLAIMED = ["unknown_key", "file_longer", "file_unsigned", "file_kind"];

  function made(name, className, text) {
    const found = document.createElement(name);
    if (className) found.className = className;
    if (text !== undefined) found.textContent = text;
    return found;
  }

  function icon(name) {
    const kept = document.querySelector(`[data-icon="${name}"] svg`);
    return kept ? kept.cloneNode(true) : made("span");
  }

  function about(result, words) {
    const fields = result.fields || {};
    const values = result.madeAt ? proof.words.moment(result.madeAt) : {};
    if (fields.expiresOn) values.until = proof.words.day(fields.expiresOn);
    if (fields.number) values.number = fields.number;
    return proof.words.say(words, values);
  }

  /* [words of the label, text, language] of each field, in the order of the paper. */
  function rows(fields) {
    const { say, day } = proof.words;
    return [
      ["number", fields.number, "en"],
      ["curriculum", fields.curriculum, "th"],
      ["kind", fields.kind && say(fields.kind)],
      ["issued_on", fields.issuedOn && day(fields.issuedOn)],
      ["expires_on", fields.expiresOn ? day(fields.expiresOn) : say("no_expiry")],
      ["issuer", fields.issuer, "th"],
    ].filter((row) => row[1]);
  }

  /* A name breaks between its parts alone. */
  function name(text) {
    const whole = made("p", "name-shown");
    whole.lang = "th";
    text.split(" ").forEach((part, place) => {
      if (place) whole.appendChild(document.createTextNode(" "));
      whole.appendChild(made("span", "nowrap", part));
    });
    return whole;
  }

  function list(fields) {
    const whole = made("div", "answer-fields");
    whole.appendChild(name(fields.holder));
    const shown = made("dl");
    rows(fields).forEach(([label, text, language]) => {
      const value = made("dd", label === "number" ? "number" : "", text);
      if (language) value.lang = language;
      shown.appendChild(made("dt", "", proof.words.say(label)));
      shown.appendChild(value);
    });
    whole.appendChild(shown);
    if (fields.isSampleCurriculum) whole.appendChild(made("p", "", proof.words.say("sample_curriculum")));
    return whole;
  }

  function headline(result) {
    const [look, shape, word, beneath] = LOOKS[result.state];
    const section = made("section", `answer answer-${look}`);
    section.setAttribute("aria-labelledby", "answer-word");
    section.setAttribute("data-answer", result.state);
    const test = result.fields && result.fields.isTest;
    if (test) section.appendChild(made("p", "answer-heading", proof.words.say("test")));
    section.appendChild(icon(shape));
    const title = made("h1", "answer-word", proof.words.say(word));
    title.id = "answer-word";
    section.appendChild(title);
    section.appendChild(made("p", "answer-about", about(result, beneath)));
    return section;
  }

  /* Show a judgement (proof.judge, proof.file) in `box`. */
  function show(box, result) {
    box.textContent = "";
    box.appendChild(headline(result));
    const claimed = CLAIMED.indexOf(result.state) >= 0;
    if (result.fields && (claimed || BELIEVED.indexOf(result.state) >= 0)) {
      if (claimed) box.appendChild(made("h2", "", proof.words.say("claims")));
      box.appendChild(list(result.fields));
      box.appendChild(made("p", "", proof.words.say("compare")));
    }
    const title = document.querySelector("[data-page-title]");
    if (title) title.hidden = true; // the word is the page's title now
    box.scrollIntoView();
  }

  proof.answer = { show };
})((self.opmProof = self.opmProof || {}));
