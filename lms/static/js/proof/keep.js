/* Asks the browser to keep what checks papers without a network (js/proof/worker.js): after the page
   stands, and not where the reader spares data. */
(function () {
  "use strict";

  const script = document.currentScript;
  const spares = navigator.connection && navigator.connection.saveData;
  if (!("serviceWorker" in navigator) || spares) return;

  const root = script.getAttribute("data-root");
  const worker = script.getAttribute("data-worker");
  window.addEventListener("load", () => {
    // the pages of verification and the addresses in codes; no other page is the worker's business
    [`${root}/verify`, `${root}/V/`].forEach((scope) => {
      navigator.serviceWorker
        .register(worker, { scope })
        .then((kept) => {
          if (!kept.active) return undefined; // it keeps everything as it begins
          kept.active.postMessage("renew");
          // of itself a browser looks for a newer one only where it opens a page
          return window.location.href.indexOf(kept.scope) === 0 ? undefined : kept.update();
        })
        .catch(() => undefined); // the page does without
    });
    // from the home screen: kept though the phone is short of room (elsewhere some browsers ask first)
    if (matchMedia("(display-mode: standalone)").matches && navigator.storage && navigator.storage.persist)
      navigator.storage.persist().catch(() => undefined);
  });
})();
