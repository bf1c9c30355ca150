/* On the page of an answer: whether the signed digits behind the # of the address, which no server
   sees, are genuine and say what the register says. Loads what checks them only where there are
   digits, and until they are judged the register's word is not the headline. Stands in the page's
   head, for what it keeps back must not be seen for a moment either. Markup: _paper.html. */
(function (proof) {
  "use strict";

  const SIGNED = 60; // characters of a fragment; fewer are no signature
  const AGAINST = ["forged", "other_number", "differs", "not_kept", "unknown_differs"];
  const FIELDS = ["number", "holder", "curriculum", "kind", "issuedOn", "expiresOn", "issuer"];
  const page = document.documentElement;
  let box;
  let registered; // the register's answer as it came, and the title above it

  function load(address) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.async = false;
      script.src = address;
      script.onload = done;
      script.onerror = () => failed(new Error(address));
      document.head.appendChild(script);
    });
  }

  function keys() {
    return fetch(box.getAttribute("data-keys"))
      .then((answer) => answer.json())
      .then((set) => set.keys);
  }

  /* The state to show: that of the signature, and whether the register says the same. */
  function outcome(found, said) {
    const agrees = said && found.fields && FIELDS.every((field) => found.fields[field] === said[field]);
    if (found.state === "unknown_key") return agrees || !said ? "unknown_key" : "unknown_differs";
    if (found.state !== "genuine") return found.state;
    if (!said) return "not_kept";
    return agrees ? "agrees" : "differs";
  }

  function show(state) {
    Array.prototype.forEach.call(box.querySelectorAll("[data-proof]"), (part) => {
      part.hidden = part.getAttribute("data-proof") !== state;
    });
    box.hidden = false;
    const against = AGAINST.indexOf(state) >= 0;
    if (against) headline(box.querySelector(`[data-proof="${state}"] .notice-title`).textContent, "altered", "bad");
    else put(registered.answer, registered.title);
    printing(!against);
  }

  /* What is printed is the register's answer, and says nothing of the code. */
  function printing(allowed) {
    document.querySelector("[data-print-answer]").hidden = !allowed;
  }

  /* Other words over the register's answer, which is named beneath them. */
  function headline(words, look, icon) {
    const answer = registered.answer.cloneNode(true);
    const word = answer.querySelector(".answer-word");
    const about = answer.querySelector(".answer-about");
    const inRegister = document.createElement("b");
    inRegister.textContent = word.textContent;
    about.textContent = `${box.getAttribute("data-in-register")} `;
    about.appendChild(inRegister);
    answer.className = `answer answer-${look}`;
    const drawn = box.querySelector(`[data-paper-icon="${icon}"] svg`).cloneNode(true);
    answer.replaceChild(drawn, answer.querySelector("svg"));
    put(answer, registered.title.replace(word.textContent, words));
    word.textContent = words;
  }

  function put(answer, title) {
    const shown = document.querySelector(".answer");
    shown.parentNode.replaceChild(answer, shown);
    document.title = title;
  }

  function check() {
    const scripts = box.getAttribute("data-scripts").trim().split(/\s+/);
    proof.fallbackAddress = box.getAttribute("data-fallback");
    Promise.all([keys(), ...scripts.map(load)])
      .then(([known]) => proof.signature(window.location.href, known))
      .then((found) => outcome(found, JSON.parse(box.getAttribute("data-said"))))
      .catch(() => "no_check")
      .then(show);
  }

  /* The page is there, and nothing of it was seen yet. */
  function begin() {
    document.removeEventListener("readystatechange", begin);
    page.style.visibility = "";
    box = document.querySelector("[data-paper]");
    registered = { answer: document.querySelector(".answer"), title: document.title };
    headline(box.getAttribute("data-waiting"), "undecided", "waiting");
    printing(false);
    check();
  }

  window.addEventListener("hashchange", () => window.location.reload());
  if (window.location.hash.length < SIGNED) return;
  page.style.visibility = "hidden";
  document.addEventListener("readystatechange", begin);
})((self.opmProof = self.opmProof || {}));
