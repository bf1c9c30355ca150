/* What the offline pages say, in both languages: words and dates as Thai and English readers write
   them. The words stand in the page as JSON, in #words. */
(function (proof) {
  "use strict";

  const KEPT = "opm-proof-language";
  const BANGKOK = 7 * 3600000;
  const all = JSON.parse(document.getElementById("words").textContent);
  let language = kept() || (/(?:^|;\s*)lang=en\b/.test(document.cookie) ? "en" : "th");

  function kept() {
    try {
      return localStorage.getItem(KEPT);
    } catch (fault) {
      return null; // a page from a file may not keep anything
    }
  }

  /* The words of this name, with values in their places. */
  function say(name, values) {
    const words = (all[language] || all.th)[name];
    return Object.keys(values || {}).reduce((text, key) => text.replace(`%(${key})s`, values[key]), words);
  }

  /* "2026-11-22" as readers write it. */
  function day(text) {
    const [year, month, date] = text.split("-").map(Number);
    const name = say("months").split(" ")[month - 1];
    return `${date} ${name} ${language === "th" ? year + 543 : year}`;
  }

  /* A moment's day and time in Thailand, as values for `say`. */
  function moment(when) {
    const local = new Date(when.getTime() + BANGKOK).toISOString();
    const time = local.slice(11, 16);
    return { date: day(local.slice(0, 10)), time: language === "th" ? `${time.replace(":", ".")} น.` : time };
  }

  /* Put the words into the page: data-say, and data-say-label for what has a label instead. */
  function fill() {
    document.documentElement.lang = language;
    document.title = say("title");
    Array.prototype.forEach.call(document.querySelectorAll("[data-say]"), (place) => {
      place.textContent = say(place.getAttribute("data-say"));
    });
  }

  /* The other language; `changed` shows again what was shown. */
  function offerLanguages(button, changed) {
    button.addEventListener("click", () => {
      language = language === "th" ? "en" : "th";
      try {
        localStorage.setItem(KEPT, language);
      } catch (fault) {
        // it is asked again next time
      }
      fill();
      changed();
    });
  }

  proof.words = { say, day, moment, fill, offerLanguages };
})((self.opmProof = self.opmProof || {}));
