"""What the issuer's form asks for: its fields, and what each of them takes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, StopValidation, ValidationError

from lms.certification.facts import CertificateKind
from lms.certification.issuer.room import ROWS, unprinted
from lms.forms import Form, LimitedTo, clean, clean_line
from lms.thai import parse_be_date

AGENCY, NAME, POSITION, NOTE, PHRASE = 90, 80, 80, 60, 100  # characters
SIGNING = ("signatory", "signatory2")
PICTURE_OF = dict(zip(SIGNING, ("signature", "signature2"), strict=True))
KINDS = {
    CertificateKind.WUTTHIBAT: _l("วุฒิบัตร"),
    CertificateKind.KIATTIBAT: _l("เกียรติบัตร"),
    CertificateKind.PRAKATSANIYABAT: _l("ประกาศนียบัตร"),
}
PHRASES = {
    "given": _l("คำมอบ"),
    "done": _l("คำรับรอง"),
    "wish": _l("คำอวยพร"),
    "given_en": _l("คำมอบภาษาอังกฤษ"),
    "done_en": _l("คำรับรองภาษาอังกฤษ"),
}


class Printable:
    """Every letter can be printed on a certificate."""

    def __call__(self, _form: object, field: Field) -> None:
        letters = unprinted((field.data or "").replace("\n", ""))
        if letters:
            raise ValidationError(_("พิมพ์ตัวอักษรนี้บนวุฒิบัตรไม่ได้: %(letters)s", letters=letters))


class AFewLines:
    """As many lines, each as long, as a page has room for."""

    def __call__(self, _form: object, field: Field) -> None:
        found = lines(field.data)
        if len(found) > ROWS:
            raise ValidationError(_("กรอกไม่เกิน %(most)d บรรทัด", most=ROWS))
        if any(len(line) > POSITION for line in found):
            raise ValidationError(_("กรอกไม่เกินบรรทัดละ %(most)d ตัวอักษร", most=POSITION))


class ADay:
    """A date as people write it, in พ.ศ. or ค.ศ.; nothing is no date."""

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and day_of(field.data) is None:
            raise StopValidation(_("กรอกวันที่ให้ครบ เช่น 1 ตุลาคม 2569"))


class NotBefore:
    """A period ends after it began."""

    def __init__(self, since: str) -> None:
        self._since = since

    def __call__(self, form: Form, field: Field) -> None:
        first, last = day_of(form[self._since].data), day_of(field.data)
        if first and last and last < first:
            raise ValidationError(_("วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"))


def two_spaces(text: str | None) -> str | None:
    """A filter for names: one line, where two spaces may stand before a surname."""
    cleaned = clean(text)
    return re.sub(r"\s{2,}", "  ", " ".join(cleaned.splitlines())) if cleaned else None


def line(label: Any, most: int, *checks: Any) -> StringField:
    """One line of at most so many characters."""
    checks = (*checks, LimitedTo(most), Printable())
    return StringField(label, filters=[clean_line], validators=checks)


def _lines(label: Any, *checks: Any) -> TextAreaField:
    checks = (*checks, AFewLines(), Printable())
    return TextAreaField(label, filters=[clean], validators=checks)


def _date(label: Any, *checks: Any) -> StringField:
    return StringField(label, filters=[clean_line], validators=[LimitedTo(40), ADay(), *checks])


def signing_fields(who: str, number: int) -> dict[str, Any]:
    """The fields of one who signs, each with its own label for the summary of errors."""

    def of(label: Any) -> Any:
        return _l("%(label)s คนที่ %(number)d", label=label, number=number)

    must = (DataRequired(),) if number == 1 else ()
    picture = PICTURE_OF[who]
    return {
        f"{who}_name": StringField(
            of(_l("ชื่อผู้ลงนาม")),
            filters=[two_spaces],
            validators=[*must, LimitedTo(NAME), Printable()],
        ),
        f"{who}_positions": _lines(of(_l("ตำแหน่งของผู้ลงนาม")), *must),
        f"{who}_name_en": line(of(_l("ชื่อภาษาอังกฤษของผู้ลงนาม")), NAME),
        f"{who}_positions_en": _lines(of(_l("ตำแหน่งภาษาอังกฤษของผู้ลงนาม"))),
        picture: FileField(of(_l("รูปลายมือชื่อผู้ลงนาม"))),
        f"{picture}_kept": HiddenField(),
        f"{picture}_off": BooleanField(of(_l("ไม่ใช้รูปลายมือชื่อนี้ของผู้ลงนาม"))),
        f"{who}_note": line(of(_l("เอกสารที่อนุญาตให้ใช้รูปลายมือชื่อผู้ลงนาม")), NOTE),
        f"{who}_since": _date(of(_l("วันเริ่มดำรงตำแหน่งของผู้ลงนาม"))),
        f"{who}_until": _date(of(_l("วันสิ้นสุดของผู้ลงนาม")), NotBefore(f"{who}_since")),
    }


def phrase_fields(kind: CertificateKind) -> dict[str, Any]:
    """The issuer's own words for a kind of certificate."""
    return {
        f"{kind}_{word}": line(_l("%(kind)s: %(word)s", kind=KINDS[kind], word=label), PHRASE)
        for word, label in PHRASES.items()
    }


def lines(text: str | None) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line for part in (text or "").splitlines() if (line := clean_line(part)))


def day_of(text: str | None) -> date | None:
    """The day that was written, or none."""
    try:
        return parse_be_date(text) if text else None
    except ValueError:
        return None
