/* The questions on the page: which one is seen, what is in its fields, what the grid says of it. */

export class Sheet {
  constructor(form) {
    this.form = form;
    this.questions = [...form.querySelectorAll("fieldset.question")];
    this.everything = form.dataset.all === "1";
    this.current = 1 + Math.max(0, this.questions.findIndex((one) => !one.hidden));
  }

  of(element) {
    return element.closest("fieldset.question");
  }

  positionOf(question) {
    return Number(question.dataset.position);
  }

  /* The names and values of one question, as its form would send them. */
  fields(question) {
    const prefix = `q${question.dataset.position}-`;
    return [...new FormData(this.form)].filter(([name]) => name.startsWith(prefix));
  }

  /* Whether a field differs from what the server sent: answered before this script had arrived. */
  touched(question) {
    return [...question.querySelectorAll("input, option")].some((one) => {
      if (one instanceof HTMLOptionElement) return one.value !== "" && one.selected && !one.defaultSelected;
      const ticked = one.type === "radio" || one.type === "checkbox";
      return ticked ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
    });
  }

  /* Put an answer that was not sent yet back into its fields. */
  fill(position, fields) {
    const question = this.questions[position - 1];
    if (!question) return;
    for (const input of question.querySelectorAll("input, select")) {
      const values = fields.filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") {
        input.checked = values.includes(input.value);
      } else {
        input.value = values[0] ?? "";
      }
    }
    this.mark(question);
  }

  mark(question) {
    const { yes, no, flagged, question: word } = this.form.dataset;
    const position = this.positionOf(question);
    const button = this.form.querySelector(`[data-goto="${position}"]`);
    const filled = this.fields(question).filter(([name, value]) => value && !name.endsWith("-flag"));
    const flag = Boolean(question.querySelector('[name$="-flag"]')?.checked);
    button.classList.toggle("is-answered", filled.length > 0);
    button.querySelector("[data-flag]").hidden = !flag;
    const words = [word, position, filled.length ? yes : no, flag ? `· ${flagged}` : ""];
    button.setAttribute("aria-label", words.join(" ").trim());
  }

  go(position) {
    this.current = Math.min(Math.max(position, 1), this.questions.length);
    for (const question of this.questions) {
      const here = this.positionOf(question) === this.current;
      if (!this.everything) question.hidden = !here;
      const button = this.form.querySelector(`[data-goto="${question.dataset.position}"]`);
      if (here) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    this.turnButtons();
    this.questions[this.current - 1].querySelector("legend").focus();
    window.scrollTo({ top: 0 });
    if (this.everything) this.questions[this.current - 1].scrollIntoView();
  }

  turnButtons() {
    const back = this.form.querySelector('[data-turn="back"]');
    const on = this.form.querySelector('[data-turn="on"]');
    if (!back || !on) return;
    const last = this.current === this.questions.length;
    back.hidden = this.current === 1;
    back.value = Math.max(1, this.current - 1);
    on.value = last ? "summary" : this.current + 1;
    on.querySelector("span").textContent = last ? this.form.dataset.last : this.form.dataset.next;
  }
}
