/* Reads a lesson aloud with the browser's own Thai voice; without one its bar stays hidden.

   <div data-listen="ID-OF-THE-ARTICLE" hidden> buttons with data-act="play|stop|before|after|speed",
   and a role="status" with the words for data-playing, data-paused, data-ended and data-failed. */

const LONGEST = 120; // letters: Chrome falls silent in utterances of more than some 15 seconds
const NOT_READ = ".sources, .terms, .check-answer, .check-hint, .transcript, .visually-hidden, nav";
const ONE_BLOCK = "h1, h2, h3, h4, h5, h6, p, pre, tr, summary, dt, dd";
const INNER = ".source-mark, .visually-hidden, ul, ol, p, figure";
const SPEED = "listen-speed";

const bar = document.querySelector("[data-listen]");
const article = bar && document.getElementById(bar.dataset.listen);
const speech = window.speechSynthesis;
const act = (name) => bar.querySelector(`[data-act="${name}"]`);

let voice = null;
let blocks = [];
let at = 0;
let turn = 0; // what an earlier turn still says or reports is no longer of interest
let playing = false;
let spoken = null; // Chrome forgets to tell the end of an utterance that nobody holds

function words(element) {
  const copy = element.cloneNode(true);
  for (const inner of copy.querySelectorAll(INNER)) inner.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function* blocksOf(parent) {
  let option = 0;
  for (const element of parent.children) {
    if (element.matches(NOT_READ)) continue;
    if (element.matches("figure")) {
      const picture = element.querySelector("img");
      if (picture?.alt) yield { element, text: `ภาพ ${picture.alt}` };
    } else if (element.matches(ONE_BLOCK)) {
      yield { element, text: words(element) };
    } else if (element.matches("details")) {
      const [summary] = blocksOf(element);
      option += 1;
      if (summary) yield { ...summary, text: `ข้อ ${option} ${summary.text}` };
    } else {
      if (element.matches("li")) yield { element, text: words(element) };
      yield* blocksOf(element);
    }
  }
}

function pieces(text) {
  const found = [""];
  for (const phrase of text.split(" ")) {
    const longer = `${found.at(-1)} ${phrase}`;
    if (longer.length <= LONGEST || !found.at(-1)) found[found.length - 1] = longer.trim();
    else found.push(phrase);
  }
  return found;
}

function say(word) {
  bar.querySelector("[role=status]").textContent = word ? bar.dataset[word] : "";
}

function mark(block) {
  for (const old of document.querySelectorAll(".is-read-aloud")) old.classList.remove("is-read-aloud");
  if (!block) return;
  block.classList.add("is-read-aloud");
  const { top, bottom } = block.getBoundingClientRect();
  if (top >= 0 && bottom <= window.innerHeight - 90) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  block.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

function show(on) {
  bar.classList.toggle("is-on", on);
  document.body.classList.toggle("is-listening", on);
  for (const name of ["before", "after", "stop", "speed"]) act(name).hidden = !on;
  act("play").setAttribute("aria-pressed", String(playing));
}

function silence() {
  turn += 1;
  if (speech.speaking || speech.pending) speech.cancel();
}

function read() {
  const again = speech.speaking || speech.pending;
  silence();
  const mine = turn;
  const parts = pieces(blocks[at].text);
  playing = true;
  show(true);
  say("playing");
  mark(blocks[at].element);
  const next = () => {
    if (mine !== turn) return;
    if (!parts.length) {
      at += 1;
      if (at < blocks.length) read();
      else stop("ended");
      return;
    }
    spoken = new SpeechSynthesisUtterance(parts.shift());
    Object.assign(spoken, { voice, lang: voice.lang, rate: Number(act("speed").value) });
    spoken.onend = next;
    spoken.onerror = () => mine === turn && pause("failed");
    speech.speak(spoken);
  };
  if (again) setTimeout(next, 60); // some phones drop what is spoken right after a cancel
  else next();
}

// Phones do not pause and go on reliably: the block is read again from its beginning.
function pause(word = "paused") {
  silence();
  playing = false;
  show(true);
  say(word);
}

function stop(word = "") {
  silence();
  playing = false;
  at = 0;
  const inside = bar.contains(document.activeElement);
  show(false);
  say(word);
  mark(null);
  if (inside) act("play").focus({ preventScroll: true });
}

function move(step) {
  at = Math.min(Math.max(at + step, 0), blocks.length - 1);
  if (playing) read();
  else mark(blocks[at].element);
}

function begin() {
  if (!blocks.length) {
    const title = document.querySelector("h1:lang(th)");
    blocks = [...(title ? [{ element: title, text: words(title) }] : []), ...blocksOf(article)];
    blocks = blocks.filter(({ text }) => text);
  }
  if (blocks.length) read();
}

function kept() {
  try {
    return localStorage.getItem(SPEED);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep(speed) {
  try {
    localStorage.setItem(SPEED, speed);
  } catch {
    // as above
  }
}

function findVoice() {
  const thai = speech.getVoices().filter(({ lang }) => /^th\b/i.test(lang.replace("_", "-")));
  voice = thai.find(({ localService }) => localService) ?? thai[0] ?? null; // not over the net
  bar.hidden = !voice;
}

if (article && speech) {
  const speed = act("speed");
  if ([...speed.options].some(({ value }) => value === kept())) speed.value = kept();
  act("play").addEventListener("click", () => (playing ? pause() : begin()));
  act("stop").addEventListener("click", () => stop());
  act("before").addEventListener("click", () => move(-1));
  act("after").addEventListener("click", () => move(1));
  speed.addEventListener("change", () => {
    keep(speed.value);
    if (playing) read();
  });
  window.addEventListener("pagehide", () => stop());
  speech.addEventListener?.("voiceschanged", findVoice);
  findVoice();
}
