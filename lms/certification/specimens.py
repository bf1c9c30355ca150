"""Certificates of nobody: what a design has to bear, for its maker to look at.

The names are what breaks in Thai print: stacked marks, letters that lose a foot, merged ำ, no
surname, a name and titles as long as they come.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from lms.certification.facts import CertificateFacts, CertificateKind
from lms.qr import verify_address
from lms.thai import display_name

NUMBER = "DEMO-2569-0001234-7QK4-M"
SITE = "https://opm.example.go.th"
AWKWARD: tuple[tuple[str, str, str | None], ...] = (
    ("ดร.", "กัญญ์ณัฏฐ์", "ฐิติญาณวิโรจน์"),
    ("นาง", "ฝั้นปี๋", "น้ำญู"),
    ("นาย", "กำพล", "มานา"),
    ("หม่อมหลวง", "ปิ่นฎาภรณ์", "จำนำ ณ อยุธยา"),
    ("พระ", "ปัญญา", None),
    ("นางสาว", "กมลชนกนันท์ธิดารัตน์เพ็ญนภา", "วงศ์สุวรรณพิพัฒน์กุลธนานันท์"),
    ("Mr.", "Jörg Friedrich", "Müller-Łukasiewicz"),
    ("ว่าที่ร้อยตรี", "ฑัฬหฤทธิ์", "ฏุฐู ฬู"),
)
LATIN = "SOMYING JAIDEE"
LONG_LATIN = "KAMONCHANOKNANTHIDARAT PHENNAPHA WONGSUWANPHIPHATKUNTHANANAN"
LONG_TITLE = (
    "อพม. เชี่ยวชาญการคุ้มครองคนไร้ที่พึ่งและการควบคุมการขอทาน การประสานส่งต่อ "
    "และการจัดทำแผนชุมชนเพื่อการจัดการตนเองในระดับ"
)
SECOND: dict[str, Any] = {
    "signatory2_name": "นายสมมุติ ผู้ร่วมลงนาม",
    "signatory2_positions": ("ผู้อำนวยการกองตัวอย่าง",),
}
ACTING: dict[str, Any] = {
    "signatory_name": "นางสาวสมมุติ ตัวอย่างยิ่งเจริญพงศ์",
    "signatory_positions": ("รองอธิบดี รักษาราชการแทน", "อธิบดีกรมพัฒนาสังคมและสวัสดิการ"),
    "signatory_note": "คำสั่งกรมตัวอย่าง ที่ ๑๒๓/๒๕๖๙ ลงวันที่ ๑ ตุลาคม ๒๕๖๙",
}
SECOND_ACTING: dict[str, Any] = {
    "signatory2_name": "หม่อมราชวงศ์สมมุติวงศ์ ผู้ร่วมลงนามกิตติคุณานุกูล",
    "signatory2_positions": ("รองอธิบดี ปฏิบัติราชการแทน", "อธิบดีกรมพัฒนาสังคมและสวัสดิการ"),
    "signatory2_note": "คำสั่งกรมตัวอย่าง ที่ ๑๒๔/๒๕๖๙ ลงวันที่ ๑ ตุลาคม ๒๕๖๙",
}


def specimen(
    title: str | None = "นางสาว",
    first: str = "สมหญิง",
    last: str | None = "ใจดี",
    **changes: Any,
) -> CertificateFacts:
    """The facts of an ordinary certificate, with what is wanted otherwise."""
    ordinary: dict[str, Any] = {
        "number": NUMBER,
        "kind": CertificateKind.WUTTHIBAT,
        "holder": display_name(title, first, changes.get("middle"), last),
        "curriculum_th": "อพม. เชี่ยวชาญการคุ้มครองเด็กโดยชุมชน",
        "curriculum_en": "Community-Based Child Protection Specialist",
        "edition_label": "รุ่นที่ 2",
        "hours": 30,
        "started_on": date(2026, 11, 16),
        "completed_on": date(2026, 11, 20),
        "issued_on": date(2026, 11, 22),
        "issuer_th": "หน่วยงานตัวอย่าง",
        "issuer_en": "Sample Agency",
        "signatory_name": "นางสาวสมมุติ ตัวอย่าง",
        "signatory_positions": ("อธิบดีกรมตัวอย่าง",),
        "site_address": SITE,
        "verify_url": verify_address(SITE, NUMBER),
    }
    return CertificateFacts(title=title, first=first, last=last, **(ordinary | changes))


def crowded() -> CertificateFacts:
    """The longest name, title, agency and signatory there may be, and every line besides."""
    return specimen(
        *("ว่าที่ร้อยตรีหญิง", "กมลชนกนันท์ธิดารัตน์เพ็ญนภาพรรณวดี", "วงศ์สุวรรณพิพัฒน์กุล ณ อยุธยา"),
        latin_name="Acting Sub Lt Kamonchanoknan Thidarat Wongsuwanphiphatkun Na Ayutthaya",
        curriculum_th=LONG_TITLE,
        curriculum_en="Specialist in the Protection of the Destitute and Begging Control",
        issuer_th="กรมพัฒนาสังคมและสวัสดิการ กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
        issuer_en="Department of Social Development and Welfare",
        expires_on=date(2029, 11, 21),
        replaces="DEMO-2569-0000999-A2B3-C",
        started_on=date(2026, 10, 30),
        site_address="https://training.volunteers.example.go.th",
        **ACTING,
    )


def specimens(design: str) -> Iterator[CertificateFacts]:
    """An ordinary certificate, one of each awkward name, and the crowded ones."""
    real: dict[str, Any] = {"design": design, "sample": False, "test_key": False}
    yield specimen(latin_name=LATIN, **real)
    yield specimen(latin_name=LATIN, **real, **SECOND)
    for name in AWKWARD:
        latin = LONG_LATIN if len(name[1]) > 20 else LATIN
        yield specimen(*name, design=design, latin_name=latin, expires_on=date(2029, 11, 21))
    nobody: dict[str, Any] = {}
    for second in (nobody, SECOND_ACTING):
        yield replace(crowded(), design=design, sample_curriculum=True, **second)
