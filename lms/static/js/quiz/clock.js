/* Time left in words. The server says how much is left; the phone's own clock may be wrong. */

const SPOKEN = [600, 300, 60]; // seconds left at which a screen reader is told

export class Clock {
  constructor(element, over) {
    this.element = element;
    this.over = over;
    this.words = element.querySelector("[data-clock-words]");
    this.set(Number(element.dataset.left));
    this.timer = setInterval(() => this.show(), 1000);
  }

  set(left) {
    this.end = performance.now() + left * 1000;
  }

  show() {
    const left = Math.max(0, Math.round((this.end - performance.now()) / 1000));
    const { minutes, seconds, over } = this.element.dataset;
    this.element.classList.toggle("is-short", left < 300);
    if (SPOKEN.includes(left)) this.element.setAttribute("role", "status");
    else if (!SPOKEN.includes(left + 1)) this.element.removeAttribute("role");
    if (left >= 60) this.say(minutes.replace("{n}", Math.floor(left / 60)));
    else if (left > 0) this.say(seconds.replace("{n}", left));
    else {
      this.say(over);
      clearInterval(this.timer);
      this.over();
    }
  }

  say(words) {
    if (this.words.textContent !== words) this.words.textContent = words;
  }
}
