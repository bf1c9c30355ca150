/* The camera page: reads the QR of a certificate and opens its address on this site, which answers
   with the register, or without a network by what the phone has kept (js/proof/worker.js).

   Markup: templates/verification/scan.html. Without script the typed number does the same. */
(function (proof) {
  "use strict";

  const NUMBER = /^[a-z]{2,8}-\d{4}-\d{7}-[0-9a-z]{4}-[0-9a-z]$/i; // a code of nothing but the number
  const OURS = /^\/(?:v|verify)\/([0-9a-z-]{8,40})\/?$/i;

  /* The page of this site that the code names, with its signed fragment; null for any other code:
     a forged paper brings its own address. `known` is the public address printed into our codes. */
  function ourPage(text, known) {
    if (NUMBER.test(text)) return `/verify/${text.toUpperCase()}`;
    let address;
    try {
      address = new URL(text);
    } catch (fault) {
      return null;
    }
    const number = OURS.exec(address.pathname);
    const hosts = [window.location.host, known && new URL(known).host];
    if (!number || hosts.indexOf(address.host) < 0) return null;
    return `/verify/${number[1].toUpperCase()}${address.hash}`;
  }

  const box = document.querySelector("[data-scanner]");
  proof.seeing.bind(box, (text) => {
    const page = ourPage(text, box.getAttribute("data-address"));
    if (page) window.location.assign(page);
    return Boolean(page);
  });
})((self.opmProof = self.opmProof || {}));
