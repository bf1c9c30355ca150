"""Two provinces, two curricula, and one of everything on either side of the border."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lms.access import Role
from lms.assessment.models import Photo, Submission
from lms.assessment.queries import practicum as practicum_queries
from lms.assessment.services import attempts, practicum
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierScan,
    Stage,
)
from lms.certification.earlier.scanning import scan_key
from lms.certification.lineage.models import CaseStep, CertificateCase, Duplicate, DuplicateWhy
from lms.certification.lineage.states import CaseKind, CaseState
from lms.certification.models import (
    CertificateDocument,
    IssueRun,
    NameConfirmation,
    RevocationClass,
)
from lms.certification.number import new_number
from lms.certification.pictures import keep_picture
from lms.certification.status_list import place
from lms.clock import now, today
from lms.curricula.models import Edition, IssueRule, MediaFile, Module, QuizKind
from lms.db import db
from lms.learning.models import Cohort, CohortPlace, Enrolment
from lms.notices.models import Notice
from lms.notices.services import tell
from lms.people import joining, name_requests, register, slips
from lms.people.joining import Wish
from lms.people.models import OrgUnit, Person, RoleGrant
from lms.people.name_requests import NewName
from lms.people.names import printed_name
from lms.storage import store
from tests.assessment.papers import ENOUGH, a_full_edition, a_photograph
from tests.builders import a_province, a_volunteer, actor_of, an_officer, lampang, sign_in
from tests.verification import paper

SLUGS = {1: "change-leader", 2: "child-protection"}
MEDIA = "เอกสาร.pdf"


@dataclass
class Side:
    """A province, a curriculum, and what its volunteer has there."""

    slug: str
    values: dict[str, Any] = field(default_factory=dict)  # of the arguments of addresses
    owner: Person | None = None
    number: str = ""
    unit_id: int = 0


@dataclass
class World:
    """Both sides, and a signed-in browser for everybody."""

    app: Flask
    sides: dict[int, Side]
    people: dict[str, Person]
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, name: str) -> FlaskClient:
        """The browser of somebody; nobody is signed in at `signed_out`."""
        return self.clients[name]


def a_world(app: Flask) -> World:
    """Everything, stored; who is called what is in `PEOPLE` of the walks."""
    units = {1: a_province(), 2: lampang()}
    editions = {number: _edition(slug) for number, slug in SLUGS.items()}
    people = {
        "stranger": a_volunteer(units[1], first_name="คนอื่น"),
        "trainer_1": _trainer(SLUGS[1], "วิทยากรหนึ่ง"),
        "trainer_2": _trainer(SLUGS[2], "วิทยากรสอง"),
        "officer_1": an_officer(unit=units[1], first_name="จังหวัดหนึ่ง"),
        "officer_2": an_officer(unit=units[2], first_name="จังหวัดสอง"),
        "central": an_officer(Role.CENTRAL_OFFICER, first_name="ส่วนกลาง"),
        "auditor": an_officer(Role.AUDITOR, first_name="ผู้ตรวจ"),
        "administrator": an_officer(Role.ADMINISTRATOR, first_name="ผู้ดูแล"),
    }
    sides = {}
    for number in (1, 2):
        people[f"owner_{number}"] = owner = a_volunteer(
            units[number],
            first_name=f"เจ้าของ {number}",
            phone=f"08{number} 234 5678",
            volunteer_number=f"CM000{number}",
        )
        sides[number] = _side(number, owner, editions[number], units[number], people["central"])
    world = World(app, sides, people)
    world.clients = {name: app.test_client() for name in (*people, "signed_out")}
    for name, person in people.items():
        sign_in(world.clients[name], person)
    db.session.commit()
    return world


def _edition(slug: str) -> Edition:
    facts = {"issue_rule": IssueRule.APPROVED, "name_th": f"หลักสูตร {slug}", "sheet": True}
    return a_full_edition(slug, also=_handout, **facts)


def _handout(edition: Edition) -> None:
    content = b"%PDF-1.4 handout"
    digest = hashlib.sha256(content).hexdigest()
    store().put(f"media/{digest[:2]}/{digest}", content)
    db.session.add(
        MediaFile(
            edition_id=edition.id,
            path=MEDIA,
            storage_key=f"media/{digest[:2]}/{digest}",
            sha256=digest,
            size=len(content),
            content_type="application/pdf",
        )
    )


def _trainer(slug: str, name: str) -> Person:
    return an_officer(Role.TRAINER, curriculum=slug, first_name=name)


def _side(number: int, owner: Person, edition: Edition, unit: OrgUnit, central: Person) -> Side:
    slug = SLUGS[number]
    enrolment = Enrolment(person_id=owner.id, edition_id=edition.id, created_at=now())
    db.session.add(enrolment)
    db.session.flush()
    attempt, _ = attempts.start(enrolment, QuizKind.PRE)
    submission, photo = _work(owner, slug)
    enrolment.completed_at = now()
    certificate, printed = _certificate(number, owner, enrolment)
    module = db.session.scalars(select(Module).where(Module.edition_id == edition.id)).one()
    tell(owner.id, "work_passed", f"grading:{number}", "/curricula", title="งาน")
    notice = db.session.scalars(select(Notice).where(Notice.person_id == owner.id)).first()
    assert notice is not None
    printed_slip = slips.make(owner, actor_of(central))
    side = Side(slug, owner=owner, number=printed, unit_id=unit.id)
    side.values = {
        "slug": slug,
        "module": module.slug,
        "lesson": "01-lesson",
        "kind": "pre",
        "size": "small",
        "attempt_id": attempt.id,
        "submission_id": submission.id,
        "photo_id": photo.id,
        "certificate_id": certificate,
        "case_id": _case(certificate),
        "duplicate_id": _duplicate(certificate),
        "once": f"{certificate:032x}",
        "enrolment_id": enrolment.id,
        "edition_id": edition.id,
        "path": MEDIA,
        "name": "app.css",
        "number": printed,
        "list_name": str(place(printed).list),
        "notice_id": notice.id,
        "person_id": owner.id,
        "run_id": _run(edition, central),
        "old": 1,
        "digest": keep_picture(b"\x89PNG of nobody"),
        "form": "png",
        **_earlier(unit),
        "cohort_id": _cohort(edition, unit, enrolment),
        "grant_id": _grant(owner, unit).id,
        "token": printed_slip.token,
        "request_id": 0,  # of two kinds; see `requests`
        "join": _join(number, unit),
        "naming": _naming(owner),
    }
    return side


def _work(owner: Person, slug: str) -> tuple[Submission, Photo]:
    actor = actor_of(owner)
    uploads = practicum.read_uploads([("รูป.jpg", a_photograph().read())])
    task, work = practicum.open_work(actor, slug)
    practicum.save_draft(work, ENOUGH, practicum.version(work))
    assert practicum.add_photos(task, work, uploads) == []
    practicum.hand_in(actor, work)
    db.session.flush()
    task = practicum_queries.own_task(actor, slug, to_write=True)
    return task.submissions[0], task.photos[0]


def _certificate(number: int, owner: Person, enrolment: Enrolment) -> tuple[int, str]:
    """On side 1 as it was really printed; on side 2 the same file under another number."""
    db.session.add(
        NameConfirmation(
            enrolment_id=enrolment.id,
            name=printed_name(owner),
            confirmed_by=owner.id,
            for_holder=False,
        )
    )
    facts = paper.facts()
    if number == 2:
        facts = dataclasses.replace(facts, number=str(new_number("DEMO", 2569, 9)))
    certificate = paper.registered(facts, enrolment_id=enrolment.id)
    content = paper.document() + b"\n" * (number - 1)
    paper._with_document(certificate, content)
    picture = f"certificates/{certificate.number.lower()}/picture.webp"
    store().put(picture, b"RIFF....WEBP")
    db.session.flush()
    db.session.execute(
        update(CertificateDocument)
        .where(CertificateDocument.certificate_id == certificate.id)
        .values(picture_key=picture)
    )
    paper.remember(paper.our_signer())
    return certificate.id, facts.number


def _case(certificate_id: int) -> int:
    """Proposed for cause by an officer who is nobody of the walks; the holder was told."""
    case = CertificateCase(
        certificate_id=certificate_id,
        kind=CaseKind.REVOCATION,
        revocation_class=RevocationClass.MISCONDUCT,
    )
    db.session.add(case)
    db.session.flush()
    letter = {"th": "เรียน เจ้าของ", "en": "Dear owner"}
    for number, state in enumerate((CaseState.PROPOSED, CaseState.NOTIFIED), 1):
        texts = letter if state is CaseState.NOTIFIED else {}
        step = {"case_id": case.id, "number": number, "state": state, "words": "เหตุ"}
        db.session.add(CaseStep(**step, day=today(), texts=texts))
    db.session.flush()
    return case.id


def _duplicate(certificate_id: int) -> int:
    document = CertificateDocument.certificate_id == certificate_id
    row = Duplicate(
        certificate_id=certificate_id,
        document_id=db.session.scalars(select(CertificateDocument.id).where(document)).one(),
        asked_by="เจ้าของ",
        why=DuplicateWhy.LOST,
        once=f"{certificate_id:032x}",
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _earlier(unit: OrgUnit) -> dict[str, int]:
    """An import of the unit's old register, as it was confirmed, with one paper and its scan."""
    moment, digest = now(), hashlib.sha256(b"scan").hexdigest()
    sent = EarlierImport(
        unit_id=unit.id,
        source="เล่ม 1",
        file_name="a.xlsx",
        file_sha256=digest,
        stage=Stage.DONE,
        columns={"places": {"number": 0, "full": 1}, "fill": False},
        mapping=1,
        noted_at=moment,
        stage_at=moment,
    )
    db.session.add(sent)
    db.session.flush()
    old = EarlierCertificate(
        import_id=sent.id,
        unit_id=unit.id,
        position=2,
        number="7/2561",
        number_key="7/2561",
        number_fold="7/2561",
        holder="นางเก่า ใจเก่า",
        holder_fold="เก่าใจเก่า",
        curriculum="อพม.",
        live_key=hashlib.sha256(unit.path.encode()).hexdigest(),
    )
    db.session.add(old)
    db.session.flush()
    store().put(scan_key(digest), b"scan")
    about = {"sha256": digest, "media_type": "image/png", "size": 4, "file_name": "7.png"}
    scan = EarlierScan(certificate_id=old.id, **about)
    db.session.add(scan)
    db.session.flush()
    return {"import_id": sent.id, "earlier_id": old.id, "scan_id": scan.id}


def _run(edition: Edition, central: Person) -> int:
    moment = now()
    run = IssueRun(
        curriculum_id=edition.curriculum_id,
        started_by=central.id,
        planned=1,
        noted_at=moment,
        stretch_at=moment,
    )
    db.session.add(run)
    db.session.flush()
    return run.id


def _cohort(edition: Edition, unit: OrgUnit, enrolment: Enrolment) -> int:
    cohort = Cohort(
        curriculum_id=edition.curriculum_id, unit_id=unit.id, fiscal_year=2570, number=1
    )
    db.session.add(cohort)
    db.session.flush()
    db.session.add(CohortPlace(enrolment_id=enrolment.id, cohort_id=cohort.id))
    return cohort.id


def _grant(owner: Person, unit: OrgUnit) -> RoleGrant:
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == owner.id)
    ).first() or register.grant(owner.id, Role.VOLUNTEER, unit, None)


def _join(number: int, unit: OrgUnit) -> int:
    wish = Wish(
        "นาย", f"ขอเข้า {number}", None, "ร่วม", None, f"+6690000000{number}", None, unit.id, "ขอ"
    )
    return joining.ask(wish)[0].id


def _naming(owner: Person) -> int:
    name = NewName("นาง", "ใหม่", None, "กว่า", None)
    return name_requests.ask(actor_of(owner), name, "แต่งงาน").id
