"""What certificates say of their issuer: frozen at issue, printed from what was frozen."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import combinations
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from lms import clock
from lms.access import Role
from lms.certification import issuing, making, services
from lms.certification.design import load_design
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.issuer import current, samples, versions
from lms.certification.issuer.fields import AGENCY, NAME, NOTE
from lms.certification.issuer.profile import Profile, Signatory
from lms.certification.issuer.room import too_long, too_many_rows
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.pictures import HEAVIEST, clean_picture, kept_picture, pictures_of
from lms.certification.press import Press, Way
from lms.certification.printing import page_pdf
from lms.certification.same_page import same_page
from lms.config import Mode, current_settings
from lms.curricula.models import Edition
from lms.db import commit, db
from lms.errors import Refused
from lms.people.names import printed_name
from lms.root import ROOT
from lms.storage import store
from tests.builders import a_completed, a_volunteer, actor_of, an_edition, an_officer
from tests.certification.issuers import BLUE, RED, a_profile, central, drawn
from tests.support.layout import line_boxes, overlap
from tests.support.paper import pdfium_text, pixels, poppler_text
from tests.tools.golden import DESIGNS

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LOGO = ROOT / "tests" / "certification" / "golden" / "english-0.png"


def published(profile: Profile) -> None:
    """Save and publish as a central officer would."""
    actor = actor_of(central())
    versions.save(actor, versions.versions(actor).seen, profile)
    versions.publish(actor, versions.versions(actor).seen)
    db.session.flush()


def confirmed(edition: Edition | None = None, **facts: Any) -> int:
    found = edition or db.session.scalar(select(Edition))
    person = a_volunteer(**facts)
    enrolment = a_completed(person, found)
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person), person.latin_name)
    db.session.flush()
    return enrolment.id


def issued(edition: Edition | None = None, **facts: Any) -> Certificate:
    certificate = issuing.issue(confirmed(edition, **facts))
    assert certificate is not None
    return certificate


def facts_of(certificate: Certificate) -> CertificateFacts:
    return CertificateFacts.from_json(json.dumps(certificate.facts))


def file_of(certificate: Certificate) -> bytes:
    key = db.session.scalars(
        select(CertificateDocument.storage_key).where(
            CertificateDocument.certificate_id == certificate.id
        )
    ).one()
    return store().get(key)


def has(document: bytes, colour: tuple[int, int, int]) -> bool:
    """Whether something of that colour is on the page."""
    colours = pixels(document, 60).convert("RGB").getcolors(1 << 24) or []
    near = (
        seen
        for _, seen in colours
        if all(abs(a - b) < 30 for a, b in zip(seen, colour, strict=True))
    )
    return next(near, None) is not None


def test_a_certificate_takes_over_the_version_in_force(app: Flask) -> None:
    logo, hand = clean_picture("logo", drawn()), clean_picture("signature", drawn(BLUE))
    acting = Signatory(
        name="นางสาวสมหญิง  ใจดี",
        positions=("รองอธิบดี รักษาราชการแทน", "อธิบดีกรมทดสอบ"),
        name_en="Somying Jaidee",
        positions_en=("Acting Director-General",),
        note="คำสั่งกรม ที่ ๑/๒๕๖๙",
        picture=hand,
    )
    words = {"wutthibat": {"given": "มอบวุฒิบัตรนี้แก่"}, "kiattibat": {"given": "ของชนิดอื่น"}}
    published(a_profile(logo=logo, signatories=(acting,), wording=words))
    facts = facts_of(issued())
    assert (facts.profile, facts.issuer_th) == (1, "กรมทดสอบ")
    assert facts.signatory_positions == acting.positions
    assert facts.signatory_positions_en == acting.positions_en
    assert facts.signatory_note == "คำสั่งกรม ที่ ๑/๒๕๖๙"
    assert facts.pictures == {"logo": logo, "signature": hand}
    assert facts.wording == {"given": "มอบวุฒิบัตรนี้แก่"}
    text = poppler_text(page_pdf(facts))
    assert "มอบวุฒิบัตรนี้แก่" in text
    assert "ขอมอบวุฒิบัตรฉบับนี้" not in text


def test_what_is_printed_later_has_the_pictures_it_was_issued_with(app: Flask) -> None:
    published(a_profile(logo=clean_picture("logo", drawn(RED))))
    early = issued()
    published(a_profile(logo=clean_picture("logo", drawn(BLUE))))
    late = issued(first_name="คนต่อมา")
    commit()
    making.make_waiting()
    assert (has(file_of(early), RED), has(file_of(early), BLUE)) == (True, False)
    assert (has(file_of(late), RED), has(file_of(late), BLUE)) == (False, True)


@pytest.mark.settings(issuer_logo=LOGO)
def test_pictures_of_the_settings_are_named_and_kept_too(app: Flask) -> None:
    facts = facts_of(issued())
    assert facts.profile is None
    assert facts.pictures is not None
    assert kept_picture(facts.pictures["logo"]) == LOGO.read_bytes()


def test_certificates_of_before_are_printed_with_the_pictures_of_the_settings(app: Flask) -> None:
    before = samples.people()[0]
    stored = json.loads(before.to_json())
    for name in ("profile", "pictures", "wording", "signatory_name_en", "signatory_positions_en"):
        del stored[name]
    thawed = CertificateFacts.from_json(json.dumps(stored))
    assert thawed == before
    assert pictures_of(thawed, {"logo": b"of the settings"}) == {"logo": b"of the settings"}


def test_a_picture_that_is_gone_is_never_left_out_in_silence(app: Flask) -> None:
    published(a_profile(logo=clean_picture("logo", drawn(RED))))
    one = issued()
    commit()
    store().delete(f"issuer/{one.facts['pictures']['logo']}")
    kept_picture.cache_clear()
    making.make_waiting()
    assert db.session.scalar(select(CertificateDocument)) is None
    clean_picture("logo", drawn(RED))
    making.make([one.id])
    assert has(file_of(one), RED)


PERIOD = {"since": date(2026, 10, 1), "until": date(2027, 9, 30)}


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2027, 9, 30), True),
        (date(2027, 10, 1), False),
    ],
)
def test_nobody_signs_outside_their_period_of_office(app: Flask, day: date, may: bool) -> None:
    waiting = confirmed()
    one = Signatory(name="นายวาระ  ประจำ", positions=("อธิบดี",), **PERIOD)
    with clock.frozen(datetime(day.year, day.month, day.day, 5, tzinfo=UTC)):
        published(a_profile(signatories=(one,)))
        if may:
            assert issuing.issue(waiting) is not None
            return
        with pytest.raises(Refused) as refusal:
            issuing.issue(waiting)
    for words in ("นายวาระ  ประจำ", "ตั้งแต่ 1 ตุลาคม 2569 ถึง 30 กันยายน 2570", "ผู้ออกวุฒิบัตร"):
        assert words in refusal.value.message


REAL = {"mode": Mode.PRODUCTION, "public_url": "https://opm.example.go.th"}


@pytest.mark.settings(**REAL)
def test_a_published_version_satisfies_production(app: Flask) -> None:
    assert any("LMS_ISSUER_TH" in reason for reason in current.why_not(current_settings()))
    published(a_profile())
    assert current.why_not(current_settings()) == []


@pytest.mark.settings(**REAL)
def test_nobody_of_the_samples_signs_in_production(app: Flask) -> None:
    published(current.of_settings(current_settings()))
    (reason,) = current.why_not(current_settings())
    assert "ยังเป็นตัวอย่าง" in reason


def test_what_is_stored_is_read_back(app: Flask) -> None:
    one = Signatory(name="นาย ก", positions=("ข", "ค"), positions_en=("D",), **PERIOD)
    profile = a_profile(signatories=(one, replace(one, name="นาย ข")), logo="0" * 64)
    assert Profile.from_plain(json.loads(json.dumps(profile.to_plain()))) == profile


def noise(name: str) -> str:
    """The heaviest picture there is."""
    out = BytesIO()
    Image.frombytes("RGBA", (900, 900), os.urandom(900 * 900 * 4)).save(out, "PNG")
    return clean_picture(name, out.getvalue())


def grown(words: str, fits: Callable[[str], bool]) -> str:
    """These words again and again, as long as the form takes them."""
    text = ""
    for letter in words * 20:
        if not fits(text + letter):
            return text.strip()
        text += letter
    return text


def fullest(pictures: tuple[str, ...] = ()) -> Profile:
    """All that the form takes for two who sign, at its longest."""

    def takes(name: str, positions: tuple[str, ...]) -> bool:
        return len(name) <= NAME and not too_many_rows(name, positions, noted=True, several=True)

    position = "อธิบดีกรมพัฒนาสังคม"
    name = grown("ว่าที่ร้อยตรีหญิงธิดารัตน์ ณ ", lambda text: takes(text, (position,)))
    line = grown("รองอธิบดีปฏิบัติราชการแทน ญู ฐิ ", lambda text: takes("นาย ก", (text, text)))
    both = (
        Signatory(
            name=name, positions=(position,), note=("คำสั่งกรม ที่ ๑๒๓/๒๕๖๙ " * 9)[:NOTE].strip()
        ),
        Signatory(name="นาย ก", positions=(line, line), note="คำสั่งกรม ที่ ๑๒๓/๒๕๖๙"),
    )
    logo, *hands = (*pictures, None, None, None)[:3]
    signing = zip(both, hands, strict=True)
    return Profile(
        issuer_th=("กรมพัฒนาสังคมและสวัสดิการ กระทรวงตัวอย่าง " * 9)[:AGENCY].strip(),
        issuer_en=("Department of Social Development and Welfare " * 9)[:AGENCY].strip(),
        logo=logo,
        signatories=tuple(replace(one, picture=hand) for one, hand in signing),
    )


def fullest_on(design: str, profile: Profile) -> list[CertificateFacts]:
    """The ordinary certificate and the crowded one, with everything the form takes."""
    found = samples.certificates(
        profile, load_design(design), CertificateKind.WUTTHIBAT, current_settings()
    )
    return [replace(found[place], site_address="https://opm.example.go.th") for place in (0, -1)]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("design", DESIGNS)
def test_everything_at_its_longest_stays_in_its_place(app: Flask, design: str) -> None:
    art = (drawn(), drawn(BLUE), drawn(BLUE))
    names = ("logo", "signature", "signature2")
    profile = fullest(tuple(clean_picture(*each) for each in zip(names, art, strict=True)))
    for facts in fullest_on(design, profile):
        document = page_pdf(facts, pictures=pictures_of(facts, {}))
        with pikepdf.open(BytesIO(document)) as opened:
            assert len(opened.pages) == 1
        boxes = line_boxes(document)[2 if design == "english" else 1 :]
        for one, other in combinations(boxes, 2):
            assert not overlap(one, other), (one, other)
        text = pdfium_text(document).replace(" ", "").replace("\r\n", "").replace("\n", "")
        assert facts.issuer_th.replace(" ", "") in text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("design", DESIGNS)
def test_the_heaviest_pictures_take_little_of_the_document(app: Flask, design: str) -> None:
    sizes = []
    for pictures in ((), tuple(noise(name) for name in HEAVIEST)):
        profile = fullest(pictures)
        (facts, _) = fullest_on(design, profile)
        sizes.append(len(page_pdf(facts, pictures=pictures_of(facts, {}))))
    assert sizes[1] - sizes[0] < sum(HEAVIEST.values()) + 1_500


@pytest.mark.sqlite_only
def test_both_ways_of_printing_give_one_page(app: Flask) -> None:
    names = ("logo", "signature", "signature2")
    art = (drawn(), drawn(BLUE, "JPEG"), drawn(BLUE))
    pictures = [clean_picture(*each) for each in zip(names, art, strict=True)]
    signing = tuple(
        Signatory(name=f"นายคนที่  {n}", positions=("อธิบดี",), picture=pictures[n]) for n in (1, 2)
    )
    profile = a_profile(logo=pictures[0], signatories=signing)
    (first, *_rest) = samples.certificates(
        profile, load_design("standard"), CertificateKind.KIATTIBAT, current_settings()
    )
    printed = Press(None).document(first, NOW)
    assert printed.way is Way.COMPILED
    assert same_page(printed.pdf, page_pdf(first, pictures=pictures_of(first, {})))


def test_the_english_design_prints_english_signatories_where_there_are_any(app: Flask) -> None:
    one = Signatory(
        name="นางสาวสมหญิง  ใจดี",
        positions=("อธิบดีกรมทดสอบ",),
        name_en="Somying Jaidee",
        positions_en=("Director-General",),
    )
    thai = Signatory(name="นายร่วม  ลงนาม", positions=("ผู้อำนวยการกอง",))
    published(a_profile(signatories=(one, thai)))
    facts = replace(facts_of(issued()), design="english", latin_name="SOMSRI JAIDEE")
    text = poppler_text(page_pdf(facts))
    for words in ("(Somying Jaidee)", "Director-General", "(นายร่วม", "ผู้อำนวยการกอง"):
        assert words in text
    assert "อธิบดีกรมทดสอบ" not in text
    assert "อธิบดีกรมทดสอบ" in poppler_text(page_pdf(replace(facts, design="standard")))


def test_own_words_fit_their_line_in_every_design() -> None:
    kind = CertificateKind.WUTTHIBAT
    assert too_long(kind, {}) == {}
    assert too_long(kind, {"given": "ขอมอบให้แก่", "done_en": "has passed"}) == {}
    design, letters = too_long(kind, {"wish": "ขอ" * 60})["wish"]
    assert letters > 10
    assert too_long(kind, {"wish": "ขอ" * (60 - letters // 2 - 1)}) == {}, design.name
    assert list(too_long(kind, {"done_en": "x" * 100})) == ["done_en"]


def test_an_officer_of_one_province_speaks_for_no_issuer(app: Flask) -> None:
    from lms.errors import NotFound

    local = actor_of(an_officer(Role.PROVINCIAL_OFFICER))
    for act in (versions.versions, versions.history):
        with pytest.raises(NotFound):
            act(local)
    with pytest.raises(NotFound):
        versions.save(local, "new", a_profile())
    with pytest.raises(NotFound):
        versions.publish(local, "new")


def test_an_edition_of_another_kind_has_its_own_words(app: Flask) -> None:
    published(a_profile(wording={"kiattibat": {"wish": "ขอชื่นชม"}}))
    edition = an_edition(certificate_kind=CertificateKind.KIATTIBAT)
    assert facts_of(issued(edition)).wording == {"wish": "ขอชื่นชม"}
