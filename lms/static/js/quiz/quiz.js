/* A test under way. Every answer is sent the moment it is given; without a signal one goes on, and
   it is sent when the signal comes back, even after the page was closed. Without this script the
   page's own buttons save. */

import { Clock } from "./clock.js";
import { Queue } from "./queue.js";
import { Sheet } from "./sheet.js";

const form = document.querySelector("#paper");
const status = document.querySelector("[data-saved]");
const clockElement = document.querySelector("[data-clock]");
const sheet = new Sheet(form);
const PAUSE = 1200; // milliseconds without a key before what is typed is sent; kept here at once
let clock = null;
let leaving = false;

function tell(state, detail = {}) {
  const words = {
    saving: status.dataset.saving,
    saved: status.dataset.at.replace("{time}", detail.time),
    waiting: status.dataset.waiting.replace("{n}", detail.count),
    refused: status.dataset.refused,
    failed: status.dataset.failed,
    "signed-out": status.dataset.signedOut,
    closed: detail.detail,
  };
  const shown = { refused: "failed", "signed-out": "failed", closed: "failed" };
  status.dataset.state = shown[state] ?? state;
  if (status.textContent !== words[state]) status.textContent = words[state];
  if (state === "saved" && clock && Number.isFinite(detail.left)) clock.set(detail.left);
  if (state === "closed") leave(detail.review);
}

const queue = new Queue(form, tell);

function leave(address) {
  leaving = true;
  window.location.assign(address);
}

function keep(question, wait = 0) {
  sheet.mark(question);
  queue.put(sheet.positionOf(question), sheet.fields(question), wait);
}

form.addEventListener("change", (event) => {
  const question = sheet.of(event.target);
  if (question) keep(question);
});

form.addEventListener("input", (event) => {
  const question = sheet.of(event.target);
  if (question && event.target.type === "text") keep(question, PAUSE);
});

form.addEventListener("submit", async (event) => {
  const go = event.submitter?.value ?? "";
  event.preventDefault();
  if (document.activeElement?.matches("#paper input[type=text]")) document.activeElement.blur();
  if (/^\d+$/.test(go) && !(sheet.everything && !event.submitter.dataset.goto)) {
    sheet.go(Number(go));
    return;
  }
  queue.soon(0);
  const sent = await settled();
  if (!sent) {
    status.textContent = form.dataset.unsent;
    status.dataset.state = "failed";
    return;
  }
  if (go === "summary") leave(form.dataset.summary);
  else leave(go === "all" ? "?all=1" : "?q=1");
});

/* Wait a while for the queue to empty; false when it does not. */
async function settled() {
  const end = performance.now() + 6000;
  while (queue.length && performance.now() < end) {
    if (queue.stopped) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return queue.length === 0;
}

window.addEventListener("beforeunload", (event) => {
  if (queue.length && !leaving) event.preventDefault();
});

for (const question of sheet.questions) if (sheet.touched(question)) keep(question);
for (const [position, { fields }] of queue.entries()) sheet.fill(position, fields);
queue.soon(0);
if (clockElement) {
  clock = new Clock(clockElement, async () => {
    await settled();
    leaving = true;
    form.action = form.dataset.submit;
    form.submit(); // past our own listener: hand in what was saved
  });
}
