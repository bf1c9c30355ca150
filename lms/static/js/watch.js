/* Part of a page that is asked for again while work goes on: [data-watch="milliseconds"].
   Only while somebody looks; when the work is over, the whole page is asked for once more, unless
   somebody has filled something in there. A page that is being left is left alone: asking for it
   again would take back what was just sent. */

const LEAVING = 15000; // milliseconds; a download leaves the page where it is

let part = document.querySelector("[data-watch]");
let filled = false;
let leftAt = -Infinity;

const isLeft = () => performance.now() - leftAt < LEAVING;

async function asked() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
}

async function look() {
  if (!document.hidden && !isLeft()) {
    try {
      const fresh = await asked();
      const goesOn = Boolean(fresh?.dataset.watch);
      if (!isLeft()) {
        if (!goesOn && !(fresh && filled)) return location.reload();
        part.replaceWith(fresh);
        if (!goesOn) return undefined;
        part = fresh;
      }
    } catch {
      // Offline: the next look tries again.
    }
  }
  return setTimeout(look, Number(part.dataset.watch));
}

if (part) {
  document.addEventListener("input", () => {
    filled = true;
  });
  window.addEventListener("beforeunload", () => {
    leftAt = performance.now();
  });
  setTimeout(look, Number(part.dataset.watch));
}
