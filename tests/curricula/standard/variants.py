"""Ways of breaking the good curriculum, one place at a time."""
# ruff: noqa: E501 - a table is read by its rows
# fmt: off

import re
from dataclasses import dataclass

from tests.curricula.standard.good import MODULE

EDITION = "edition.yaml"
PRACTICUM = "practicum.yaml"
GLOSSARY = "glossary.yaml"
M = f"modules/{MODULE}"
HEAD = f"{M}/module.yaml"
BANK = f"{M}/questions.yaml"
FIRST = f"{M}/lessons/01-collect-the-minimum.md"
SECOND = f"{M}/lessons/02-leaks-and-hard-choices.md"
SINGLE = r"(?s)(- id: \w+\n  type: single\n.*?options:\n)"
LONG = "ก" * 450
WORDS = "ฟังให้ดี แล้วจดไว้ "


@dataclass(frozen=True)
class Variant:
    """`old` (a pattern, its first match) becomes `new` in `file`; then `code` is found there,
    at the line that holds `at` (a pattern), or else at the first line that changed."""

    name: str
    file: str
    old: str
    new: str
    code: str
    at: str = ""
    also: tuple[str, ...] = ()

    def broken(self, text: str) -> str:
        changed, count = re.subn(self.old, self.new, text, count=1)
        assert count == 1, f"{self.name}: nothing to break"
        return changed

    def line(self, before: str, after: str) -> int:
        lines = after.split("\n")
        if self.at:
            return next(n for n, line in enumerate(lines, 1) if re.search(self.at, line))
        pairs = zip(before.split("\n"), lines, strict=False)
        return next((n for n, (old, new) in enumerate(pairs, 1) if old != new), 1)


V = Variant
VARIANTS = [
    # shapes
    V("an unknown key of the edition", EDITION, "position: 1", "position: 1\ncolour: red", "unknown_key"),
    V("an unknown key of the module", HEAD, "requires:", "needs: []\nrequires:", "unknown_key"),
    V("a misspelt key of a lesson", FIRST, "minutes:", "minute:", "unknown_key", "^minute:", ("missing_key",)),
    V("an unknown key of a question", BANK, "  prompt:", "  hint: x\n  prompt:", "unknown_key"),
    V("an unknown key of the practicum", PRACTICUM, "title_en:", "colour: x\ntitle_en:", "unknown_key"),
    V("an unknown key of a word", GLOSSARY, "  means:", "  says: x\n  means:", "unknown_key"),
    V("a missing name", EDITION, "name_en: Ethics\n", "", "missing_key", "^slug"),
    V("a blank title", HEAD, "title_th: .*", "title_th:", "missing_key", "^code"),
    V("a number in words", EDITION, "hours: 3", "hours: สาม", "not_a_number", also=("hours_differ",)),
    V("a pass mark beyond reach", EDITION, "percent: 70", "percent: 700", "not_a_number"),
    V("an unknown kind of certificate", EDITION, "wutthibat", "diploma", "not_a_choice"),
    V("a difficulty of one's own", BANK, "difficulty: easy", "difficulty: trivial", "not_a_choice"),
    V("a type of question that is not there", BANK, "type: single", "type: guess", "not_a_choice"),
    V("a flag that is a word", EDITION, "sample: true", "sample: yes", "not_a_flag"),
    V("a day that is none", EDITION, "2026-11-01", "2026-02-30", "not_a_day"),
    V("a day of the Buddhist era", EDITION, "2026-11-01", "2569-11-01", "buddhist_year"),
    V("a colon in an unquoted text", HEAD, "title_en: ", "title_en: a: ", "not_yaml"),
    V("a tab for an indent", EDITION, "  minutes: 20", "\tminutes: 20", "not_yaml"),
    V("a key twice", EDITION, "position: 1", "position: 1\nposition: 2", "same_key"),
    V("no head", FIRST, r"\A---\n", "", "no_front_matter"),
    # what refers to what
    V("a folder of another name", EDITION, "slug: ethics", "slug: other", "slug_is_folder"),
    V("hours that do not add up", EDITION, "hours: 3", "hours: 30", "hours_differ"),
    V("a design that is not there", EDITION, "design: standard", "design: gold", "unknown_design"),
    V("a prerequisite that is not there", EDITION, r"prerequisites: \[\]", "prerequisites: [x]", "unknown_curriculum", "^slug"),
    V("a blueprint of no module", EDITION, f"module: {MODULE}, count", "module: 09-x, count", "unknown_module"),
    V("a blueprint of no objective", EDITION, "objective: o1", "objective: o9", "unknown_objective"),
    V("a blueprint that wants too much", EDITION, "medium, count: 3", "medium, count: 90", "too_few_questions"),
    V("a module that waits for itself", HEAD, r"requires: \[\]", f"requires: [{MODULE}]", "cycle", "^code"),
    V("an objective twice", HEAD, r"id: o2", "id: o1", "twice", also=("unknown_objective", "few_for_objective")),
    V("a question's id twice", BANK, "id: q02", "id: q01", "twice", also=("few_for_objective",)),
    V("a question of no objective", BANK, "objective: o1", "objective: o7", "unknown_objective"),
    V("a question of no source", BANK, r"sources: \[S29\]", "sources: [S999]", "unknown_source", also=("unsourced_law",)),
    V("a lesson of no source", SECOND, r"\[\[S29\]\]", "[[S999]]", "unknown_source"),
    V("a box of no source", SECOND, "::: law S29", "::: law S999", "unknown_source"),
    V("a word that nobody explains", SECOND, r"\[สคส\.\]\{term\}", "[ปปป.]{term}", "unknown_term"),
    V("a practicum of no module", PRACTICUM, f"module: {MODULE}", "module: 09-x", "unknown_module"),
    # questions
    V("no right option", BANK, ", correct: true", "", "no_right_option", "^  options:", ("unbalanced_places",)),
    V("two right options", BANK, r"(options:\n    - \{text: [^,]*)", r"\1, correct: true", "several_right_options", "^  options:"),
    V("an option twice", BANK, SINGLE + r"    - \{text: ([^,]*),(.*?)\n    - \{text: [^,]*,", r"\1    - {text: \2,\3\n    - {text: \2,", "twice", ""),
    V("an answer that nobody can type", BANK, r'accept: \["72"', 'accept: ["…"', "blank_answer"),
    V("a single option", BANK, r"(- id: q01\n(?:.*\n)*?  options:\n    - .*\n)(?:    - .*\n)+", r"\1", "too_few", "^  options:", ("no_right_option",)),
    V("all of the above", BANK, SINGLE + r"    - \{text: [^,]*", r"\1    - {text: ถูกทุกข้อ", "all_of_the_above", "- id: q01"),
    V("an option without feedback", BANK, r", feedback: [^}\n]*\}", "}", "no_feedback", "- id: q01"),
    V("a question without a source", BANK, r"sources: \[practice\]", "sources: []", "no_sources", "- id: q04"),
    V("a legal question on advice alone", BANK, r"sources: \[S29\]", "sources: [practice]", "unsourced_law", "- id: q01"),
    # lessons
    V("raw HTML", FIRST, r"\Z", "\n<b>หนา</b>\n", "raw_html", "<b>"),
    V("a heading too deep", SECOND, "## อะไรบ้าง", "#### อะไรบ้าง", "heading_level"),
    V("a picture that is not there", SECOND, "media/leak-steps.svg", "media/leak-stepz.svg", "dangling_media"),
    V("a picture from elsewhere", SECOND, "media/leak-steps.svg", "https://example.org/a.svg", "remote_media"),
    V("a picture without words", SECOND, r"!\[.*?\]", "![]", "no_alt", also=("short_alt",)),
    V("a picture that is only named", SECOND, r"!\[.*?\]", "![แผนภาพ]", "short_alt"),
    V("a picture of the wrong kind", SECOND, "leak-steps.svg", "leak-steps.pdf", "media_kind"),
    V("a film without captions", FIRST, r"\Z", "\n::: video media/a.mp4\n", "no_captions", "video", ("dangling_media", "no_transcript")),
    V("a sound without its words", FIRST, r"\Z", "\n::: audio media/a.mp3\n", "no_transcript", "audio", ("dangling_media",)),
    V("a recorded reading that is not there", FIRST, "minutes: ", "audio: media/a.mp3\nminutes: ", "dangling_media"),
    V("a box that is not closed", FIRST, r":::\s*\Z", "", "open_callout", "^::: summary"),
    V("a box of another kind", SECOND, "::: dont", "::: danger", "unknown_callout"),
    V("a link that is none", FIRST, r"\Z", "\n[เว็บ](www.example.org)\n", "bad_link", "เว็บ"),
    V("a table too wide", FIRST, r"\Z", "\n| ก | ข | ค | ง |\n|-|-|-|-|\n| 1 | 2 | 3 | 4 |\n", "wide_table", r"\| ก"),
    V("a check without a right answer", SECOND, r"- \[x\]", "- [ ]", "check_right", "^::: check"),
    V("a check with two right answers", SECOND, r"- \[ \]", "- [x]", "check_right", "^::: check"),
    V("a check that does not say why", SECOND, r"(- \[ \] .*\n)  > .*\n", r"\1", "check_no_feedback", r"^- \[ \]"),
    V("law without a source", SECOND, r"\Z", "\nพระราชบัญญัติคุ้มครองเด็ก ห้ามไว้\n", "unsourced_law", "คุ้มครองเด็ก ห้ามไว้"),
    V("a law box without a source", SECOND, "::: law S29", "::: law", "unsourced_law", "^พระราชบัญญัติคุ้มครองข้อมูล"),
    V("a short lesson", SECOND, r"(?s)\n---\n.*\Z", "\n---\n## ก\nสั้น\n", "lesson_too_short", "^## ก", ("no_check", "no_summary", "few_for_objective", "no_figure", "untaught_objective")),
    V("a long lesson", SECOND, r"\Z", "\n" + "\n\n".join([WORDS * 10] * 20) + "\n", "lesson_too_long", "^สี่ทุ่ม"),
    V("a paragraph that fills the screen", SECOND, r"\Z", "\n" + WORDS * 40 + "\n", "long_paragraph", WORDS * 4, ("lesson_too_long",)),
    V("words without a breath", SECOND, r"\Z", f"\n{LONG}\n", "long_phrase", LONG, ("long_paragraph", "lesson_too_long")),
    V("hard phrases", SECOND, r"(?s)\n---\n.*\Z", "\n---\n## ก\n" + "\n\n".join([("ข" * 60 + " ") * 4] * 10), "hard_to_read", "^## ก", ("no_check", "no_summary", "no_figure", "untaught_objective", "few_for_objective")),
    V("no question in a lesson", SECOND, r"(?s)::: check.*?\n:::\n", "", "no_check", "^สี่ทุ่ม"),
    V("no summary", SECOND, "::: summary", "::: case", "no_summary", "^สี่ทุ่ม"),
    V("a spoken particle", SECOND, "ใจหนึ่ง", "ใจหนึ่งครับ ", "polite_particle"),
    # the practicum
    V("levels with a gap", PRACTICUM, r"(criteria:(?:.*\n)*?.*)points: 1", r"\1points: 4", "points_gap", "^      levels:", ("unknown_points", "poor_example_passes")),
    V("a pass mark above the full one", PRACTICUM, "pass_points: .*", "pass_points: 99", "pass_points_too_high", also=("good_example_fails",)),
    V("more photographs at least than at most", PRACTICUM, "min: 1", "min: 9", "min_above_max"),
    V("a work sheet that does not add up", PRACTICUM, "min_characters: 600", "min_characters: 900", "form_sum", "^form:"),
    V("an example judged by nothing", PRACTICUM, "criterion: c1", "criterion: c9", "unknown_criterion", also=("unjudged", "good_example_fails", "poor_example_passes")),
]
