/* Remembers how far a lesson was read: the id of the block at the top of the screen is sent when it
   has changed and the reader rests, and when the page is left. Without a script the lesson itself is
   remembered by its visit.

   <article data-place-form="ID-OF-A-FORM"> … blocks with ids … </article> */

const RESTING = 4000; // milliseconds

const article = document.querySelector("[data-place-form]");
const form = article && document.getElementById(article.dataset.placeForm);
const blocks = article ? [...article.querySelectorAll(":scope > [id^='p-'], :scope > [id^='part-']")] : [];
let sent = "";
let timer = 0;

function placeNow() {
  let found = "";
  for (const block of blocks) {
    if (block.getBoundingClientRect().top > window.innerHeight / 3) break;
    found = block.id;
  }
  return found;
}

function send() {
  clearTimeout(timer);
  const place = placeNow();
  if (!place || place === sent) return;
  sent = place;
  const values = new FormData(form);
  values.set("place", place);
  // Outlives the page; refused offline, and then the next rest tries again.
  if (!navigator.sendBeacon(form.action, values)) sent = "";
}

if (form && blocks.length) {
  window.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(send, RESTING);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
  window.addEventListener("pagehide", send);
}
