"""What stands on paper beside an answer, for the file: what was asked, when, where, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from lms import clock, thai
from lms.access import Actor
from lms.config import current_settings
from lms.verification.fields import Field, FieldDifference
from lms.verification.judging import Remark


@dataclass(frozen=True, slots=True)
class Record:
    """Of one check."""

    what: str
    moment: str
    here: str
    who: str | None  # an officer who has signed in


def record(actor: Actor | None, what: str, path: str = "/verify") -> Record:
    """Of a check that has just been made."""
    here = f"{current_settings().public_url}{path}"
    return Record(what, moment(), here, actor.display_name if actor else None)


def moment() -> str:
    """Now, in Thailand, whatever the reader's own time zone is."""
    now = clock.now()
    if str(get_locale()) == "en":
        local = now.astimezone(clock.BANGKOK)
        return f"{local.day} {local:%B %Y}, {local:%H:%M}"
    return f"{thai.be_date(now, era=True)} เวลา {thai.be_time(now)}"


def named(fields: Iterable[FieldDifference]) -> list[tuple[str, FieldDifference]]:
    """Each difference with the sentence that says what differs."""
    words = {
        Field.ISSUER: _("ชื่อหน่วยงานผู้ออกในเอกสารไม่ตรงกับทะเบียน"),
        Field.HOLDER: _("ชื่อในเอกสารไม่ตรงกับทะเบียน"),
        Field.LATIN_NAME: _("ชื่ออักษรโรมันในเอกสารไม่ตรงกับทะเบียน"),
        Field.CURRICULUM: _("หลักสูตรในเอกสารไม่ตรงกับทะเบียน"),
        Field.COHORT: _("รุ่นในเอกสารไม่ตรงกับทะเบียน"),
        Field.PERIOD: _("ช่วงวันที่อบรมในเอกสารไม่ตรงกับทะเบียน"),
        Field.HOURS: _("จำนวนชั่วโมงในเอกสารไม่ตรงกับทะเบียน"),
        Field.ISSUED_ON: _("วันที่ออกในเอกสารไม่ตรงกับทะเบียน"),
        Field.NUMBER: _("เลขที่ในเอกสารไม่ตรงกับทะเบียน"),
        Field.SIGNATORY: _("ผู้ลงนามในเอกสารไม่ตรงกับทะเบียน"),
        Field.EXPIRES_ON: _("วันหมดอายุในเอกสารไม่ตรงกับทะเบียน"),
        Field.KIND: _("ชนิดของเอกสารไม่ตรงกับทะเบียน"),
    }
    return [(words[each.field], each) for each in fields]


def remarked(remarks: Iterable[Remark]) -> list[str]:
    """A sentence for each."""
    words = {
        Remark.PICTURE: _("หน้ากระดาษที่มองเห็นต่างจากต้นฉบับ"),
        Remark.PAGES: _("จำนวนหน้าไม่เท่ากับต้นฉบับ"),
        Remark.ADDED: _("มีข้อความ ภาพ หรือช่องกรอกวางทับบนหน้ากระดาษ"),
        Remark.ACTS: _("มีสคริปต์หรือคำสั่งฝังอยู่ในไฟล์ วุฒิบัตรของระบบนี้ไม่มี"),
        Remark.NO_CREDENTIAL: _("วุฒิบัตรอิเล็กทรอนิกส์ที่แนบมากับต้นฉบับถูกเอาออก"),
    }
    return [words[remark] for remark in remarks]
