"""`lms certificates`: what it counts, what it does, how it ends; and the line that fills."""

from __future__ import annotations

import io
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.audit import AuditEntry
from lms.certification import bulk, claims, commands, due, services
from lms.certification.bar import Bar, clock_time
from lms.certification.models import Certificate, DocumentClaim, IssueRun
from lms.certification.pace import Pace
from lms.config import Mode
from lms.curricula.models import Edition, IssueRule
from lms.db import db
from lms.learning import cohorts
from lms.learning.models import CohortPlace
from lms.people.names import printed_name
from tests.builders import (
    a_completed,
    a_volunteer,
    actor_of,
    an_edition,
    an_enrolment,
    an_officer,
)


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(commands.certificates, words)


def ready(edition: Edition, count: int) -> None:
    for number in range(count):
        person = a_volunteer(first_name=f"พร้อม {number}")
        services.confirm_own_name(
            actor_of(person), a_completed(person, edition), printed_name(person)
        )


def certificates() -> int:
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def counted(result: Result) -> dict[str, int]:
    lines = [line.split("·") for line in result.output.splitlines() if "  " in line]
    return {english.strip(): int(thai.split()[0].replace(",", "")) for thai, english in lines}


@pytest.fixture
def edition(app: Flask) -> Any:
    """Two who are due, and one of each who is not."""
    made = an_edition(issue_rule=IssueRule.AUTOMATIC)
    ready(made, 2)
    a_completed(a_volunteer(first_name="ยังไม่ยืนยัน"), made)
    an_enrolment(a_volunteer(first_name="ยังเรียนอยู่"), made)
    return made


def test_a_dry_run_counts_who_is_due_and_why_others_are_not(app: Flask, edition: Edition) -> None:
    result = run(app, "issue", "--curriculum", "change-leader", "--dry-run")
    assert result.exit_code == 0
    assert counted(result) == {
        "due": 2,
        "not due: name not confirmed": 1,
        "not due: waits for approval": 0,
        "not due: still learning": 1,
        "issued already": 0,
    }
    assert certificates() == 0


def test_those_who_wait_for_approval_are_counted_so(app: Flask) -> None:
    ready(an_edition(issue_rule=IssueRule.APPROVED), 3)
    result = run(app, "issue", "--curriculum", "change-leader")
    assert counted(result)["not due: waits for approval"] == 3
    assert certificates() == 0


def test_issuing_issues_what_was_counted_once_and_is_recorded(app: Flask, edition: Edition) -> None:
    assert run(app, "issue", "--curriculum", "change-leader").exit_code == 0
    again = run(app, "issue", "--curriculum", "change-leader")
    assert counted(again)["issued already"] == 2
    assert certificates() == 2
    entries = db.session.scalars(select(AuditEntry)).all()
    acts = sorted(entry.act for entry in entries if entry.detail.get("console"))
    assert acts == ["certificate_issued"] * 2 + ["issuing_started"] * 2


@pytest.mark.parametrize(("meanwhile", "code"), [(True, 0), (False, 1)])
def test_what_somebody_else_issued_meanwhile_is_no_failure(
    app: Flask, edition: Edition, monkeypatch: pytest.MonkeyPatch, *, meanwhile: bool, code: int
) -> None:
    issue_batch = bulk.issue_batch

    def late(enrolment_ids: list[int], **about: Any) -> int:
        if meanwhile:
            issue_batch(enrolment_ids)
        return 0

    monkeypatch.setattr(bulk, "issue_batch", late)
    done = run(app, "issue", "--curriculum", edition.curriculum.slug)
    assert done.exit_code == code
    assert ("ออกไม่ได้ 2 ฉบับ" in done.output) is not meanwhile


def test_an_unknown_curriculum_is_a_usage_error(app: Flask) -> None:
    result = run(app, "issue", "--curriculum", "nothing")
    assert result.exit_code == 2
    assert "ไม่มีหลักสูตรนี้" in result.output


@pytest.mark.settings(mode=Mode.PRODUCTION, public_url="http://127.0.0.1:8000")
def test_an_installation_that_may_not_issue_says_why_and_fails(app: Flask) -> None:
    ready(an_edition(), 1)
    for words in ([], ["--dry-run"]):
        result = run(app, "issue", "--curriculum", "change-leader", *words)
        assert result.exit_code == 1
        assert "LMS_PUBLIC_URL" in result.output
    assert certificates() == 0


def test_the_console_leaves_a_curriculum_alone_that_the_site_issues(
    app: Flask, edition: Edition
) -> None:
    moment = clock.now()
    facts = {"planned": 2, "noted_at": moment, "stretch_at": moment}
    db.session.add(IssueRun(curriculum_id=edition.curriculum_id, **facts))
    assert run(app, "issue", "--curriculum", "change-leader").exit_code == 1
    assert certificates() == 0


def test_status_says_how_much_is_done_and_fails_when_something_cannot_be(
    app: Flask, edition: Edition
) -> None:
    run(app, "issue", "--curriculum", "change-leader")
    result = run(app, "status")
    assert result.exit_code == 0
    assert counted(result)["issued"] == counted(result)["without a document"] == 2
    (first, _) = claims.take()
    db.session.execute(
        DocumentClaim.__table__.update().values(fault="ValueError: no glyph")  # type: ignore[attr-defined]
    )
    number = db.session.get_one(Certificate, first).number
    result = run(app, "status")
    assert result.exit_code == 1
    assert f"{number}: ValueError: no glyph" in result.output


def test_printing_when_nothing_waits_says_so(app: Flask) -> None:
    result = run(app, "print")
    assert (result.exit_code, "ทุกฉบับมีเอกสารแล้ว" in result.output) == (0, True)


def test_the_bar_says_how_many_how_fast_and_how_long_still(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: moment[0])
    out = io.StringIO()
    with Bar("พิมพ์", 1_000, out) as bar:
        moment[0] += 20
        bar.add(400)
    assert out.getvalue().splitlines()[0] == (
        "พิมพ์ █████████░░░░░░░░░░░░░░░ 400/1,000 · 20/s · เหลือ · left 0:30"
    )


def test_a_pace_is_no_guess() -> None:
    assert Pace(0, 10.0, 5).rate is None
    assert Pace(3, 0.1, 5).seconds_left is None
    assert Pace(30, 10.0, 60).seconds_left == 20
    assert Pace(0, 10.0, 0).seconds_left == 0
    assert clock_time(3_723) == "1:02:03"


def test_a_cohort_alone_is_counted_and_issued(app: Flask, edition: Edition) -> None:
    officer = an_officer()
    unit = officer.unit_id
    cohort = cohorts.open_cohort(actor_of(officer), "change-leader", unit, 2570, None)
    one = due.ready(1)[0]
    db.session.add(CohortPlace(enrolment_id=one, cohort_id=cohort.id))
    code = cohort.code

    dry = run(app, "issue", "--curriculum", "change-leader", "--cohort", code, "--dry-run")
    assert counted(dry)["due"] == 1
    done = run(app, "issue", "--curriculum", "change-leader", "--cohort", code)

    assert done.exit_code == 0
    assert db.session.scalars(select(Certificate.enrolment_id)).all() == [one]


def test_a_cohort_that_is_not_there_is_said(app: Flask, edition: Edition) -> None:
    result = run(app, "issue", "--curriculum", "change-leader", "--cohort", "50-2570-9")

    assert result.exit_code == 2
    assert "50-2570-9" in result.output
    assert certificates() == 0
