/* Typed text is not lost.

   <form data-unsaved>            asks before the page is left with text that was not sent
   <form data-draft="KEY">        also keeps its text areas in this tab, so that they are there again
                                  after signing in anew; a KEY names the saved version it builds on,
                                  so that a draft which the server has taken is not brought back */

const PREFIX = "draft:";
let changed = false;

function storage() {
  try {
    return window.sessionStorage;
  } catch {
    return null; // switched off in this browser
  }
}

function keyOf(form, area) {
  return `${PREFIX}${form.dataset.draft}:${area.name}`;
}

function keep(form, area) {
  try {
    storage()?.setItem(keyOf(form, area), area.value);
  } catch {
    /* full: asking before leaving is still there */
  }
}

function bringBack(form) {
  let brought = false;
  for (const area of form.querySelectorAll("textarea")) {
    const draft = storage()?.getItem(keyOf(form, area));
    if (draft && draft !== area.value && draft.length >= area.value.length) {
      area.value = draft;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      brought = true;
    }
  }
  const note = form.querySelector("[data-draft-note]");
  if (brought && note) note.hidden = false;
}

for (const form of document.querySelectorAll("form[data-unsaved], form[data-draft]")) {
  form.addEventListener("input", (event) => {
    changed = true;
    if (form.dataset.draft && event.target.matches("textarea")) keep(form, event.target);
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  if (form.dataset.draft) bringBack(form);
}

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
