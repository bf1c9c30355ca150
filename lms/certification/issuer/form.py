"""The form of the issuer's profile, to and from what is stored."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import DataRequired, ValidationError

from lms.artwork import LEAST_ART
from lms.certification.facts import WORDS
from lms.certification.issuer.fields import (
    AGENCY,
    KINDS,
    PICTURE_OF,
    SIGNING,
    day_of,
    line,
    lines,
    phrase_fields,
    signing_fields,
)
from lms.certification.issuer.profile import Profile, Signatory
from lms.certification.issuer.room import too_long, too_many_rows
from lms.certification.pictures import HEAVIEST, clean_picture, kept_picture
from lms.forms import Form, LimitedTo
from lms.images import MAX_BYTES, BadPicture, Fault
from lms.storage import Missing
from lms.thai import be_date
from lms.web import language

_FAULTS: dict[Fault, Any] = {
    Fault.EMPTY: _l("ไฟล์ว่างเปล่า โปรดเลือกรูปอีกครั้ง"),
    Fault.TOO_HEAVY: _l("รูปใหญ่กว่า 12 MB โปรดลดขนาดแล้วส่งอีกครั้ง"),
    Fault.HEIF: _l("ยังรับรูป HEIC ของ iPhone ไม่ได้ โปรดบันทึกเป็น PNG หรือ JPEG แล้วส่งอีกครั้ง"),
    Fault.UNKNOWN: _l("ไฟล์นี้ไม่ใช่รูปที่รับได้ โปรดใช้รูป PNG หรือ JPEG"),
    Fault.TOO_LARGE: _l("รูปมีจุดภาพมากเกินไป โปรดลดให้ไม่เกิน 4,000 × 4,000 จุดแล้วส่งอีกครั้ง"),
    Fault.TOO_SMALL: _l(
        "รูปเล็กเกินไป พิมพ์แล้วจะแตก โปรดใช้รูปที่ด้านยาวมีอย่างน้อย %(least)d จุด ไม่นับขอบว่าง", least=LEAST_ART
    ),
    Fault.BLANK: _l("รูปนี้ว่าง ขาวหรือโปร่งใสทั้งรูป โปรดเลือกรูปที่มีลายเส้น"),
    Fault.BROKEN: _l("เปิดรูปไม่ได้ ไฟล์อาจเสีย โปรดเลือกรูปอีกครั้ง"),
}


class IssuerForm(Form):
    """Everything on one page; a picture once sent stays, whatever else is still wrong.

    The fields of those who sign and of the kinds of certificate are put in below.
    """

    version = HiddenField(validators=[LimitedTo(40)])
    issuer_th = line(_l("ชื่อหน่วยงาน"), AGENCY, DataRequired())
    issuer_en = line(_l("ชื่อหน่วยงานภาษาอังกฤษ"), AGENCY)
    logo = FileField(_l("ตราสัญลักษณ์"))
    logo_kept = HiddenField()
    logo_off = BooleanField(_l("ไม่ใช้ตราสัญลักษณ์นี้"))

    def validate_signatory2_name(self, field: Field) -> None:
        """Nothing that was filled in is dropped for want of a name."""
        others = ("positions", "name_en", "positions_en", "note", "since", "until")
        filled = any(self[f"signatory2_{other}"].data for other in others)
        if not field.data and (filled or self["signature2_kept"].data):
            raise ValidationError(_("กรอกชื่อผู้ลงนามคนที่ 2 หรือลบข้อมูลและรูปของคนที่ 2 ออก"))

    def validate_signatory2_positions(self, field: Field) -> None:
        """A name stands above its position."""
        if self["signatory2_name"].data and not field.data:
            raise ValidationError(_("กรอกตำแหน่งของผู้ลงนามคนที่ 2 หรือลบชื่อออก"))

    def validate(self, *more: Any, **rest: Any) -> bool:
        """Each field, then whether the words fit beside each other on their lines."""
        super().validate(*more, **rest)
        for kind in KINDS:
            own = {word: self[f"{kind}_{word}"].data or "" for word in WORDS}
            for word, (design, letters) in too_long(kind, own).items():
                words = _(
                    "ยาวเกินบรรทัดของ%(design)sประมาณ %(letters)d ตัวอักษร",
                    design=design.called(language()),
                    letters=letters,
                )
                self._complain(f"{kind}_{word}", words)
        several = bool(self["signatory2_name"].data)
        for who in SIGNING:
            for english in ("", "_en"):
                self._check_rows(who, english, several=several)
        return not self.errors

    def _check_rows(self, who: str, english: str, *, several: bool) -> None:
        name, positions = self[f"{who}_name{english}"], self[f"{who}_positions{english}"]
        noted = bool(self[f"{who}_note"].data)
        if name.errors or positions.errors:
            return
        found = too_many_rows(name.data or "", lines(positions.data), noted=noted, several=several)
        if found:
            words = _(
                "ยาวเกินที่ว่างใต้ลายมือชื่อของ%(design)s ชื่อและตำแหน่งรวมกันพิมพ์ได้ %(rows)d บรรทัด"
                " โปรดย่อให้สั้นลง",
                design=found[0].called(language()),
                rows=found[1] + 1,
            )
            self._complain(positions.name, words)

    def _complain(self, name: str, words: str) -> None:
        self[name].errors = [*self[name].errors, words]

    def take_pictures(self) -> dict[str, str]:
        """Keep what was sent; by field, what is wrong with a file that is no picture for us."""
        faults = {}
        for name in HEAVIEST:
            sent, kept, off = self[name].data, self[f"{name}_kept"], self[f"{name}_off"]
            if off.data:
                kept.data = ""
            if sent and sent.filename:
                try:
                    kept.data = clean_picture(name, sent.stream.read(MAX_BYTES + 1))
                    off.data = False
                except BadPicture as bad:
                    faults[name] = str(_FAULTS[bad.fault])
            kept.data = _known(kept.data)
        return faults

    def profile(self) -> Profile:
        """What was filled in."""
        wording = {
            kind.value: {word: said for word in WORDS if (said := self[f"{kind}_{word}"].data)}
            for kind in KINDS
        }
        return Profile(
            issuer_th=self.issuer_th.data or "",
            issuer_en=self.issuer_en.data,
            logo=self.logo_kept.data or None,
            signatories=tuple(self._signatory(who) for who in SIGNING if self[f"{who}_name"].data),
            wording={kind: words for kind, words in wording.items() if words},
        )

    def _signatory(self, who: str) -> Signatory:
        def said(what: str) -> Any:
            return self[f"{who}_{what}"].data

        return Signatory(
            name=said("name"),
            positions=lines(said("positions")),
            name_en=said("name_en"),
            positions_en=lines(said("positions_en")),
            note=said("note"),
            picture=self[f"{PICTURE_OF[who]}_kept"].data or None,
            since=day_of(said("since")),
            until=day_of(said("until")),
        )


for _number, _who in enumerate(SIGNING, 1):
    for _name, _field in signing_fields(_who, _number).items():
        setattr(IssuerForm, _name, _field)
for _kind in KINDS:
    for _name, _field in phrase_fields(_kind).items():
        setattr(IssuerForm, _name, _field)


def fields_of(profile: Profile) -> dict[str, Any]:
    """The form's fields for what is stored."""
    fields: dict[str, Any] = {
        "issuer_th": profile.issuer_th,
        "issuer_en": profile.issuer_en,
        "logo_kept": profile.logo or "",
    }
    for who, one in zip(SIGNING, profile.signatories, strict=False):
        fields |= {
            f"{who}_name": one.name,
            f"{who}_positions": "\n".join(one.positions),
            f"{who}_name_en": one.name_en,
            f"{who}_positions_en": "\n".join(one.positions_en),
            f"{who}_note": one.note,
            f"{who}_since": one.since and be_date(one.since, digits="arabic"),
            f"{who}_until": one.until and be_date(one.until, digits="arabic"),
            f"{PICTURE_OF[who]}_kept": one.picture or "",
        }
    own = profile.wording.items()
    return fields | {f"{kind}_{word}": said for kind, words in own for word, said in words.items()}


def _known(digest: str | None) -> str:
    """A picture that is really kept; nothing for anything else."""
    try:
        return digest if digest and kept_picture(digest) else ""
    except Missing:
        return ""
