"""Advice on one lesson."""

import re

from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import LessonFile
from lms.curricula.markdown.passages import Passage, figures, passages
from lms.curricula.standard import reading
from lms.curricula.standard.claims import legal_words

_PARTICLES = re.compile(r"ครับ|ค่ะ|นะคะ")
_SHORTEST_ALT = 20  # letters: less names a picture and does not say what it shows
_PARTED = {"check", "row"}  # several lines on the screen, though one passage


def advise_lesson(lesson: LessonFile, problems: Problems) -> None:
    found = passages(lesson.text)
    _advise_length(lesson, found, problems)
    boxes = {one.box for one in found}
    for box in ("check", "summary"):
        if box not in boxes:
            problems.note(lesson.file, lesson.first_line, f"no_{box}")
    if not any(one.heading for one in found):
        problems.note(lesson.file, lesson.first_line, "no_headings")
    for passage in found:
        _advise_passage(passage, lesson, problems)
    for line, words in figures(lesson.text):
        if reading.letters(words) < _SHORTEST_ALT:
            problems.note(lesson.file, lesson.first_line + line - 1, "short_alt", value=words)


def _advise_length(lesson: LessonFile, found: list[Passage], problems: Problems) -> None:
    count = reading.words(found)
    if count < reading.SHORTEST:
        code = "lesson_too_short"
        problems.note(lesson.file, lesson.first_line, code, count=count, least=reading.SHORTEST)
    if count > reading.LONGEST:
        code = "lesson_too_long"
        problems.note(lesson.file, lesson.first_line, code, count=count, most=reading.LONGEST)
    mean = reading.mean_phrase(found)
    if mean > reading.HARDEST:
        words = {"count": round(mean), "most": reading.HARDEST}
        problems.note(lesson.file, lesson.first_line, "hard_to_read", **words)


def _advise_passage(passage: Passage, lesson: LessonFile, problems: Problems) -> None:
    line = lesson.first_line + passage.line - 1
    law = "::: law" if passage.box == "law" else legal_words(passage.text)
    if law and not passage.sources and not passage.heading:
        problems.note(lesson.file, line, "unsourced_law", value=law)
    count = reading.letters(passage.text)
    if count > reading.LONGEST_PARAGRAPH and passage.box not in _PARTED:
        most = reading.LONGEST_PARAGRAPH
        problems.note(lesson.file, line, "long_paragraph", count=count, most=most)
    for phrase in reading.phrases(passage.text):
        if len(phrase) > reading.LONGEST_PHRASE:
            problems.note(lesson.file, line, "long_phrase", value=phrase[:24], count=len(phrase))
    if particle := _PARTICLES.search(passage.text):
        problems.note(lesson.file, line, "polite_particle", value=particle[0])
