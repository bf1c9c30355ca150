/* Grading by keyboard: digits give points to the criterion in hand, j and k move, c writes. */

const form = document.querySelector("#grading");
const criteria = [...form.querySelectorAll("[data-criterion]")];
const total = form.querySelector("[data-total]");
const comment = form.querySelector("#comment");
document.querySelector("[data-keys]").hidden = false;

function at() {
  return criteria.findIndex((one) => one.contains(document.activeElement));
}

function move(to) {
  const criterion = criteria[Math.min(Math.max(to, 0), criteria.length - 1)];
  (criterion.querySelector(":checked") ?? criterion.querySelector("input")).focus();
}

function give(points) {
  const here = Math.max(0, at());
  const input = criteria[here].querySelector(`input[value="${points}"]`);
  if (!input) return;
  input.checked = true;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  if (here + 1 < criteria.length) move(here + 1);
  else comment.focus();
}

function add() {
  const chosen = [...form.querySelectorAll("[data-criterion] :checked")];
  const sum = chosen.reduce((points, input) => points + Number(input.value), 0);
  const { sum: words, maximum } = form.dataset;
  total.textContent = words.replace("{n}", sum).replace("{maximum}", maximum);
}

const KEYS = {
  j: () => move(at() + 1),
  k: () => move(at() - 1),
  c: () => comment.focus(),
  p: () => form.querySelector('[value="pass"]').focus(),
  r: () => form.querySelector('[value="return"]').focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea")) {
    if (event.key === "Escape") move(criteria.length - 1);
    return;
  }
  if (event.target.matches('input:not([type="radio"]), select')) return;
  if (/^\d$/.test(event.key)) give(event.key);
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

form.addEventListener("input", add);
if (form.querySelector("[data-criterion] :checked")) add();
