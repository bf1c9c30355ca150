/* Part of a page that is asked for again while work goes on: [data-watch="milliseconds"].
   Only while somebody looks; when the work is over, the whole page is asked for once more. */

let part = document.querySelector("[data-watch]");

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return location.reload();
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (!fresh?.dataset.watch) return location.reload();
      part.replaceWith(fresh);
      part = fresh;
    } catch {
      // Offline: the next look tries again.
    }
  }
  setTimeout(look, Number(part.dataset.watch));
}

if (part) setTimeout(look, Number(part.dataset.watch));
