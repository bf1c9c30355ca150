/* On the page of an answer: whether the signed digits behind the # of the address, which no server
   sees, are genuine and say what the register says. Loads what checks them only where there are
   digits. Markup: templates/verification/_paper.html. */
(function (proof) {
  "use strict";

  const box = document.querySelector("[data-paper]");
  const AGAINST = ["forged", "other_number", "differs", "not_kept"];
  const FIELDS = ["number", "holder", "curriculum", "kind", "issuedOn", "expiresOn", "issuer"];

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

  /* The state to show: that of the signature, and for a genuine one whether the register agrees. */
  function outcome(found, said) {
    if (found.state !== "genuine") return found.state;
    if (!said) return "not_kept";
    return FIELDS.every((field) => found.fields[field] === said[field]) ? "agrees" : "differs";
  }

  function show(state) {
    Array.prototype.forEach.call(box.querySelectorAll("[data-proof]"), (part) => {
      part.hidden = part.getAttribute("data-proof") !== state;
    });
    box.hidden = state === "absent";
    if (AGAINST.indexOf(state) >= 0) contradict(box.querySelector(`[data-proof="${state}"] .notice-title`));
  }

  /* Where the paper's own words speak against it, the register's word is no longer the headline. */
  function contradict(title) {
    const answer = document.querySelector(".answer");
    const word = answer.querySelector(".answer-word");
    const about = answer.querySelector(".answer-about");
    const inRegister = document.createElement("b");
    inRegister.textContent = word.textContent;
    about.textContent = `${box.getAttribute("data-in-register")} `;
    about.appendChild(inRegister);
    word.textContent = title.textContent;
    answer.className = "answer answer-altered";
    const icon = document.querySelector("[data-paper-icon] svg");
    answer.replaceChild(icon.cloneNode(true), answer.querySelector("svg"));
    document.title = `${title.textContent} · ${document.title}`;
  }

  function check() {
    if (window.location.hash.length < 60) return;
    const scripts = box.getAttribute("data-scripts").trim().split(/\s+/);
    proof.fallbackAddress = box.getAttribute("data-fallback");
    Promise.all([keys(), ...scripts.map(load)])
      .then(([known]) => proof.signature(window.location.href, known))
      .then((found) => outcome(found, JSON.parse(box.getAttribute("data-said"))))
      .catch(() => "no_check")
      .then(show);
  }

  window.addEventListener("hashchange", () => window.location.reload());
  check();
})((self.opmProof = self.opmProof || {}));
