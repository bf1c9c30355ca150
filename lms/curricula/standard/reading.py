"""How long and how hard a Thai text is, without a dictionary. Pure.

Thai writes no spaces between words; a space ends a phrase. What a reader holds in mind at once is
therefore the run of letters between two spaces, and short runs read easily.
"""

import re
from collections.abc import Iterable

from lms.curricula.markdown.passages import Passage

# Counted with a dictionary over every lesson that ships: 4.0 to 4.9 a word, 4.34 on average.
LETTERS_A_WORD = 4.34
SHORTEST, LONGEST = 400, 900  # words of a lesson
LONGEST_PARAGRAPH = 400  # letters and marks: about 90 words, a phone's screen
LONGEST_PHRASE = 100  # letters and marks without a space
HARDEST = 32  # letters and marks of a phrase, on average

_THAI = re.compile(r"[\u0e01-\u0e4f]")


def letters(text: str) -> int:
    """Letters and marks, without spaces."""
    return sum(not char.isspace() for char in text)


def words(passages: Iterable[Passage]) -> int:
    """About how many words these are, within a tenth."""
    return round(sum(letters(one.text) for one in passages) / LETTERS_A_WORD)


def phrases(text: str) -> list[str]:
    """The runs of Thai between two spaces."""
    return [run for run in text.split() if _THAI.search(run)]


def mean_phrase(passages: Iterable[Passage]) -> float:
    """Letters and marks of a phrase, on average; 0 where there is no Thai."""
    runs = [len(run) for one in passages for run in phrases(one.text)]
    return sum(runs) / len(runs) if runs else 0.0
