"""The answers to a list as a table to take home: its own columns, then what the register says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from lms.sheets import Cell
from lms.verification.answers import CLASSES, KINDS, WORDS, Entry
from lms.verification.earlier import Paper
from lms.verification.listing import Listing
from lms.verification.many import RowAnswer
from lms.verification.misreadings import Doubt, Reading
from lms.verification.naming import Agreement


def headings(listing: Listing, *, officer: bool) -> list[str]:
    """Of every column, in the reader's language."""
    own = [*listing.headings, *[""] * (listing.width - len(listing.headings))]
    named = [_("ชื่อในรายการ"), _("ชื่อตรงกับทะเบียน")] if listing.has_names else []
    return [
        *own,
        _("แถวที่"),
        _("เลขที่ที่ตรวจ"),
        _("ผลการตรวจ"),
        *named,
        _("ชื่อตามทะเบียน"),
        _("หลักสูตร"),
        _("ชนิดของเอกสาร"),
        _("ชั่วโมง"),
        _("ให้ไว้ ณ วันที่"),
        _("ใช้ได้ถึงวันที่"),
        _("หน่วยงานผู้ออก"),
        _("เพิกถอนเมื่อ"),
        _("ประเภทการเพิกถอน"),
        _("เลขที่ของฉบับที่ใช้แทน"),
        _("หมายเหตุ"),
        *([_("สังกัดของผู้ถือ")] if officer else []),
    ]


def rows(
    listing: Listing, answers: Sequence[RowAnswer], language: str, *, officer: bool
) -> Iterator[list[Cell]]:
    """A row for every row of the list, in its order."""
    for one in answers:
        cells: list[Cell] = [*one.asked.cells, *[""] * (listing.width - len(one.asked.cells))]
        entry = one.answer.entry if one.answer else None
        cells += [one.asked.place, entry.facts.number if entry else one.asked.typed, said(one)]
        if listing.has_names:
            cells += [one.asked.name, agreeing(one.name)]
        cells += _fields(entry)
        cells.append(remark(one))
        if officer:
            cells.append(_unit(one, language))
        yield cells


def _fields(entry: Entry | None) -> list[Cell]:
    if entry is None:
        return [None] * 10
    facts = entry.facts
    revoked = entry.revocation_class if entry.revoked_on else None
    return [
        facts.holder,
        facts.curriculum_th,
        _(KINDS[facts.kind]),
        facts.hours,
        facts.issued_on,
        facts.expires_on or _("ไม่มีวันหมดอายุ"),
        facts.issuer_th,
        entry.revoked_on,
        _(CLASSES[revoked]) if revoked else None,
        entry.replaced_by,
    ]


def _unit(one: RowAnswer, language: str) -> str | None:
    if one.holder is None:
        return None
    return one.holder.unit_en if language == "en" else one.holder.unit_th


def said(one: RowAnswer) -> str:
    """One of the four words, or that there was nothing to ask about."""
    words: str = _(WORDS[one.answer.status]) if one.answer else _("ไม่มีเลขที่ในแถวนี้")
    return words


def agreeing(name: Agreement) -> str:
    """What is said of the name beside the number."""
    words: dict[Agreement, str] = {
        Agreement.AGREES: _("ชื่อตรง"),
        Agreement.TITLE: _("ชื่อตรง คำนำหน้าต่าง"),
        Agreement.DIFFERS: _("ชื่อไม่ตรงกับทะเบียน"),
        Agreement.BLANK: "",
    }
    return words[name]


def remark(one: RowAnswer) -> str:
    """What else the reader should know: a test document, or where to look again."""
    if one.answer is not None and one.answer.is_test:
        words: str = _("เอกสารทดสอบ ไม่มีผลทางราชการ")
        return words
    if one.earlier is not None:
        return in_old_register(one.earlier)
    return doubtful(one.doubt) if one.doubt else ""


def in_old_register(paper: Paper) -> str:
    """Beside ไม่พบข้อมูล, for it is no answer of ours."""
    words: str = _(
        "พบในทะเบียนเดิมของ %(office)s: %(holder)s ไม่ได้ออกหรือลงลายมือชื่อโดยระบบนี้",
        office=paper.office_th,
        holder=paper.holder,
    )
    return words


def doubtful(doubt: Reading) -> str:
    """What may be wrong with a number that was typed."""
    words: dict[Doubt, str] = {
        Doubt.NO_NUMBER: _("ไม่ใช่รูปแบบเลขที่ของระบบนี้"),
        Doubt.CHECK: _("อักขระตรวจสอบตัวท้ายไม่ตรง มีบางตัวพิมพ์ผิด"),
        Doubt.LENGTH: _("พิมพ์ไม่ครบหรือเกิน"),
        Doubt.LETTER: _("มีตัวที่ไม่ใช้ในเลขที่"),
    }
    if doubt.group is None:
        return words[doubt.doubt]
    where: str = _("กลุ่มที่ %(group)s", group=doubt.group)
    return f"{where} {words[doubt.doubt]}"
