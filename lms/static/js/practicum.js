/* Practicum: the text is saved while it is written, and kept in this browser until it is; pictures
   are made smaller before they travel. Without this script the buttons save. */

const form = document.querySelector("#work");
const areas = [...form.querySelectorAll("textarea")];
const status = form.querySelector(".saved");
const files = form.querySelector("#photos");
const place = `practicum:${form.dataset.owner}:${form.action}`; // several people may share a phone
const LONGEST = 1600; // pixels
let saved = typed("defaultValue"); // what was typed before this script had come is not saved yet
let timer = 0;
let tries = 0;
let leaving = false;

/* Everything in the fields, or what the server put there, as one text to compare by. */
function typed(which = "value") {
  return JSON.stringify(areas.map((area) => [area.name, area[which]]));
}

function say(state, words) {
  status.dataset.state = state;
  if (status.textContent !== words) status.textContent = words;
}

function keep() {
  try {
    if (typed() === saved) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({ typed: typed(), seen: form.elements.seen.value }));
  } catch {
    /* switched off or full: the server has the last saved text */
  }
}

function bringBack() {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (!kept || kept.seen !== form.elements.seen.value) return;
    const fields = new Map(kept.typed ? JSON.parse(kept.typed) : [["text", kept.text]]);
    for (const area of areas) {
      if (area.value === area.defaultValue) area.value = fields.get(area.name) ?? area.value;
    }
  } catch {
    /* nothing kept */
  }
}

function tally() {
  for (const area of areas) {
    const count = form.querySelector(`[data-count="${CSS.escape(area.id)}"]`);
    const letters = [...area.value.replace(/\s/g, "")].length;
    count.textContent = count.dataset.words.replace("{n}", letters);
  }
}

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
}

async function send() {
  const sent = typed();
  if (sent === saved || leaving) return;
  say("saving", form.dataset.saving);
  const body = new URLSearchParams(JSON.parse(sent));
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("seen", form.elements.seen.value);
  let response;
  try {
    response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
  } catch {
    response = null;
  }
  if (!response || response.status >= 500) {
    say("waiting", form.dataset.waiting);
    tries += 1;
    soon(Math.min(30000, 1000 * 2 ** tries));
    return;
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || !answer.seen) {
    say("failed", answer.detail ?? form.dataset.failed);
    return;
  }
  tries = 0;
  saved = sent;
  form.elements.seen.value = answer.seen;
  say("saved", form.dataset.saved.replace("{time}", answer.time));
  keep();
  if (typed() !== saved) soon(1500);
}

/* A photograph of some megabytes becomes one of some hundred kilobytes; what cannot be read here
   is sent as it is, and the server says what is wrong with it. */
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < 400000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file;
  }
}

async function shrink() {
  say("saving", form.dataset.shrinking);
  const chosen = new DataTransfer();
  for (const file of files.files) chosen.items.add(await smaller(file));
  files.files = chosen.files;
  say("", "");
}

for (const area of areas) {
  area.addEventListener("input", () => {
    tally();
    keep();
    soon(1500);
  });
}

let shrinking = null;
files?.addEventListener("change", () => {
  shrinking = shrink()
    .catch(() => {})
    .finally(() => {
      shrinking = null;
    });
});

form.addEventListener("submit", async (event) => {
  if (shrinking) {
    event.preventDefault();
    const { submitter } = event;
    await shrinking;
    shrinking = null;
    await new Promise((resolve) => setTimeout(resolve)); // not while this event is still going on
    form.requestSubmit(submitter);
    return;
  }
  clearTimeout(timer);
  leaving = true;
});

window.addEventListener("online", () => soon(0));
window.addEventListener("beforeunload", (event) => {
  if (typed() !== saved && !leaving) event.preventDefault();
});

bringBack();
if (typed() !== saved) soon(0);
tally();
