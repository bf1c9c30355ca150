/* The page a phone shows while it has no network: judges the code in its own address, or one that is
   scanned, photographed or pasted. The keys and lists are those the phone has kept. */
(function (proof) {
  "use strict";

  const NUMBER = /^[a-z]{2,8}-?[0-9]{4}-?[0-9]{7}/i;
  const box = document.querySelector("[data-answer-box]");
  const age = document.querySelector("[data-age]");
  const kit = proof.kit.fetched(document.body.getAttribute("data-site")).catch(() => null);
  let last = null;
  let turn = 0; // what was asked before is not answered any more once something newer was

  function show(result) {
    last = result;
    proof.answer.show(box, result);
  }

  function check(text) {
    const mine = (turn += 1);
    kit
      .then((found) => (found ? proof.judge(text, found, new Date()) : { state: "no_kit" }))
      .catch(() => ({ state: "no_check" }))
      .then((found) => mine === turn && show(found));
  }

  function sayAge() {
    kit.then((found) => {
      const newest = found && found.newest;
      age.textContent = newest ? proof.words.say("age", proof.words.moment(newest)) : proof.words.say("no_age");
    });
  }

  function checkAddress() {
    const named = NUMBER.test(proof.numberIn(window.location.pathname) || "");
    if (named || window.location.hash) check(window.location.href);
  }

  proof.words.fill();
  sayAge();
  proof.words.offerLanguages(document.querySelector("[data-language]"), () => {
    sayAge();
    if (last) show(last);
  });
  proof.seeing.bind(document.querySelector("[data-scanner]"), (text) => {
    check(text);
    return true;
  });
  document.querySelector("[data-text]").addEventListener("submit", (event) => {
    event.preventDefault();
    check(document.getElementById("text").value);
  });
  document.querySelector("[data-retry]").addEventListener("click", () => window.location.reload());
  window.addEventListener("hashchange", checkAddress);
  window.addEventListener("online", sayAge);
  checkAddress();
})((self.opmProof = self.opmProof || {}));
