"""The figures of question banks as lines for a terminal."""

from collections.abc import Iterable, Iterator

from lms.curricula.files.shapes import EditionFile
from lms.curricula.questions import Difficulty, Kind
from lms.curricula.standard.statistics import Bank, Trick, figures

LEGEND = f"""\
n      จำนวนข้อ · questions
kinds  จำนวนตามแบบ · of each type: {"/".join(Kind)}
e/m/h  ง่าย/ปานกลาง/ยาก · easy/medium/hard
right  คำตอบที่ถูกอยู่ลำดับที่ 1/2/3/4 ในไฟล์ · where the right option stands
ร้อยละที่ได้จากการเดา (! มากกว่าโชค) · percent earned by tricks alone (! more than luck):
long   ตัวเลือกที่ยาวที่สุด · the longest      short  ที่สั้นที่สุด · the shortest
place  ลำดับที่พบบ่อยที่สุด · commonest place  mild   ที่ไม่มีคำเด็ดขาด · without absolute words
luck   โชคอย่างเดียว · blind luck              T:F    ถูก:ผิด · true and false"""
_COLUMNS = "{:<28}{:>5}  {:<22}{:<11}{:<13}{:>6}{:>6}{:>6}{:>6}{:>6}{:>8}"
_HEAD = ("n", "kinds", "e/m/h", "right", "long", "short", "place", "mild", "luck", "T:F")


def bank_lines(editions: Iterable[EditionFile]) -> Iterator[str]:
    """A line for every module and every curriculum."""
    yield LEGEND
    for edition in editions:
        yield "\n" + _COLUMNS.format(edition.slug, *_HEAD)
        for module in edition.modules:
            yield _COLUMNS.format(module.slug, *_cells(figures(module.questions)))
        every = [question for module in edition.modules for question in module.questions]
        yield _COLUMNS.format("", *_cells(figures(every)))


def _cells(bank: Bank) -> Iterator[str]:
    yield str(bank.count)
    yield "/".join(str(bank.kinds[kind]) for kind in Kind)
    yield "/".join(str(bank.difficulties[level]) for level in Difficulty)
    yield "/".join(str(bank.places[place]) for place in range(1, 5))
    yield from map(_percent, (bank.longest, bank.shortest, bank.commonest_place, bank.unabsolute))
    yield f"{bank.longest.chance:.0%}"
    yield f"{bank.truths[True]}:{bank.truths[False]}"


def _percent(trick: Trick) -> str:
    return f"{trick.share:.0%}{'!' if trick.tells else ''}"
