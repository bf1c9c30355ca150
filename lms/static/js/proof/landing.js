/* On the page of an answer: whether the signed digits behind the # of the address, which no server
   sees, are genuine and say what the register says. Loads what checks them only where there are
   digits. Markup: templates/verification/_paper.html. */
(function (proof) {
  "use strict";

  const box = document.querySelector("[data-paper]");
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
