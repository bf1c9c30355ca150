/* Answers on their way: kept in this browser until the server has given its receipt.

   One entry a question, the newest; every tab of this browser shares them. An answer has a key of its
   own, so that sending it twice stores it once. */

const RETRY = [1000, 2000, 4000, 8000, 15000]; // milliseconds between tries, the last one for ever

export class Queue {
  /* `tell(state, detail)`: saving | saved {time} | waiting {count} | refused | failed | signed-out | closed {review} */
  constructor(form, tell) {
    this.form = form;
    this.tell = tell;
    this.place = `answers:${form.dataset.attempt}:`;
    this.memory = new Map(); // the store may be full or switched off
    this.tries = 0;
    this.busy = false;
    this.stopped = false;
    window.addEventListener("online", () => this.soon(0));
  }

  entries() {
    const found = new Map(this.memory);
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const name = localStorage.key(i);
        if (name.startsWith(this.place)) {
          found.set(Number(name.slice(this.place.length)), JSON.parse(localStorage.getItem(name)));
        }
      }
    } catch {
      /* switched off in this browser */
    }
    return [...found.entries()].sort((a, b) => a[0] - b[0]);
  }

  get length() {
    return this.entries().length;
  }

  put(position, fields, wait = 0) {
    const entry = { key: newKey(), fields };
    this.memory.set(position, entry);
    try {
      localStorage.setItem(this.place + position, JSON.stringify(entry));
    } catch {
      /* memory keeps it while the page is open */
    }
    this.tries = 0;
    this.soon(wait);
  }

  done(position, key) {
    const entry = this.entries().find(([at]) => at === position)?.[1];
    if (entry?.key !== key) return; // answered anew meanwhile: that one is still to be sent
    this.memory.delete(position);
    try {
      localStorage.removeItem(this.place + position);
    } catch {
      /* was never there */
    }
  }

  soon(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.send(), wait);
  }

  /* Send everything; true when nothing is left. One at a time, in the order of the paper. */
  async send() {
    if (this.busy || this.stopped) return false;
    this.busy = true;
    try {
      for (let next = this.entries()[0]; next && !this.stopped; next = this.entries()[0]) {
        this.tell("saving");
        if (!(await this.sendOne(...next))) return false;
      }
    } finally {
      this.busy = false;
    }
    return this.length === 0;
  }

  async sendOne(position, { key, fields }) {
    const body = new URLSearchParams(fields);
    body.set("csrf_token", this.form.elements.csrf_token.value);
    body.set("position", position);
    body.set("key", key);
    let response;
    try {
      response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout?.(20000),
      });
    } catch {
      return this.later();
    }
    if (response.status >= 500 || response.status === 429) return this.later();
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.receipt) {
      this.tries = 0;
      this.done(position, key);
      this.tell("saved", answer);
      return true;
    }
    if (response.status === 422) {
      this.done(position, key);
      this.tell("refused", { position });
      return true;
    }
    this.stopped = true;
    if (answer.closed) {
      this.forget();
      this.tell("closed", answer);
    } else {
      this.tell(response.status === 401 ? "signed-out" : "failed");
    }
    return false;
  }

  later() {
    this.tell("waiting", { count: this.length });
    this.soon(RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
    return false;
  }

  forget() {
    for (const [position, { key }] of this.entries()) this.done(position, key);
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
