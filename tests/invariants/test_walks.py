"""Everybody opens everything, on both sides of a border: only what is theirs answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.access import Permission, may
from lms.app import create_app
from lms.db import db
from tests.invariants.routes import address_of, form_of, rules_of
from tests.invariants.world import Side, World, a_world
from tests.support.settings import scratch_folder, settings_for

LEARNERS = frozenset({"owner_1", "owner_2", "stranger"})
TRAINERS = frozenset({"trainer_1", "trainer_2"})
OFFICERS = frozenset({"officer_1", "officer_2", "central"})
COUNTRY = frozenset({"central", "administrator"})
EVERYBODY = LEARNERS | TRAINERS | OFFICERS | {"auditor", "administrator"}
OWNER = frozenset({"owner_1"})
AREA = frozenset({"officer_1", "central"})  # officers in whose area side 1 lies
NAMES = (*sorted(EVERYBODY), "signed_out")

# Who may use a page with the things of side 1, whatever else @may says. For side 2 the same
# with 1 and 2 exchanged.
USERS: dict[str, frozenset[str]] = {
    "assessment.attempt": OWNER,
    "assessment.blank_sheet": OWNER,
    "assessment.claim": frozenset({"trainer_1"}),
    "assessment.decide": frozenset({"trainer_1"}),
    "assessment.grade": frozenset({"trainer_1"}),
    "assessment.grade_next": TRAINERS,
    "assessment.keep_practicum": OWNER,
    "assessment.photo": OWNER | AREA | {"trainer_1", "auditor"},
    "assessment.practicum": OWNER,
    "assessment.queue": TRAINERS,
    "assessment.quiz": OWNER,
    "assessment.release_claim": frozenset({"trainer_1"}),
    "assessment.review": OWNER,
    "assessment.save": OWNER,
    "assessment.start": OWNER,
    "assessment.submit": OWNER,
    "assessment.summary": OWNER,
    "certification.approvals": frozenset({"central"}),
    "certification.approve": frozenset({"central"}),
    "certification.bulk_issues": frozenset({"central"}),
    "certification.certificate": OWNER,
    "certification.confirm": OWNER,
    "certification.confirm_for": AREA,
    "certification.issued": OFFICERS | {"auditor"},
    "certification.issued_one": AREA | {"auditor"},
    "certification.drop_issuer_draft": COUNTRY,
    "certification.issuer": COUNTRY,
    "certification.issuer_draft": COUNTRY,
    "certification.issuer_picture": COUNTRY,
    "certification.issuer_preview": COUNTRY,
    "certification.issuer_sample": COUNTRY,
    "certification.publish_issuer": COUNTRY,
    "certification.latin_name": OWNER,
    "certification.names": OFFICERS,
    "certification.new_run": frozenset({"central"}),
    "certification.pause_run": frozenset({"central"}),
    "certification.pdf": OWNER | AREA | {"auditor"},
    "certification.picture": OWNER | AREA | {"auditor"},
    "certification.resume_run": frozenset({"central"}),
    "certification.answer_for": AREA,
    "certification.case": AREA | {"auditor"},
    "certification.cases": OFFICERS | {"auditor"},
    "certification.correct": OWNER,
    "certification.correct_for": AREA,
    "certification.decide": frozenset({"central"}),
    "certification.decline": frozenset({"central"}),
    "certification.duplicate": AREA,
    "certification.duplicate_file": AREA | {"auditor"},
    "certification.duplicate_given": AREA | {"auditor"},
    "certification.confirm_earlier": AREA,
    "certification.drop_earlier": AREA,
    "certification.earlier": OFFICERS | {"auditor"},
    "certification.earlier_columns": AREA,
    "certification.earlier_import": AREA | {"auditor"},
    "certification.earlier_imports": OFFICERS | {"auditor"},
    "certification.earlier_mend": AREA | {"auditor"},
    "certification.earlier_one": AREA | {"auditor"},
    "certification.earlier_scan": AREA | {"auditor"},
    "certification.new_earlier_import": OFFICERS,
    "certification.send_scans": AREA,
    "certification.strike_earlier": AREA,
    "certification.strike_earlier_import": AREA,
    "certification.expiring_list": OFFICERS | {"auditor"},
    "certification.issue_replacement": frozenset({"central"}),
    "certification.learn_again": OWNER,
    "certification.notify": frozenset({"central"}),
    "certification.own_case": OWNER,
    "certification.appeal": AREA,
    "certification.reinstate": frozenset({"central"}),
    "certification.renew": AREA,
    "certification.revoke": frozenset({"central"}),
    "certification.withdraw": AREA,
    "verification.history": OWNER | AREA | {"auditor"},
    "certification.run": frozenset({"central"}),
    "desk.accept_name": AREA,
    "desk.audit": frozenset({"auditor", "administrator"}),
    "desk.decline_name": AREA,
    "desk.end_role": frozenset({"administrator"}),
    "desk.name_request": AREA,
    "desk.name_requests": OFFICERS,
    "desk.roles": frozenset({"administrator"}),
    "learning.card": OWNER | {"trainer_1", "central", "auditor"},
    "learning.fill_cohort": AREA | {"administrator"},
    "learning.cohort": AREA | {"auditor", "administrator"},
    "learning.cohorts": OFFICERS | {"auditor", "administrator"},
    "learning.enrol": LEARNERS,
    "learning.finish": OWNER,
    "learning.learner": AREA | {"auditor", "administrator"},
    "learning.learners": OFFICERS | {"auditor", "administrator"},
    "learning.lesson": EVERYBODY,  # without an enrolment: on to the page where one enrols
    "learning.media": OWNER | {"trainer_1", "central", "auditor"},
    "learning.new_cohort": OFFICERS | {"administrator"},
    "learning.place": OWNER,
    "learning.resume": OWNER,
    "learning.take_out_of_cohort": AREA | {"administrator"},
    "notices.notices": EVERYBODY,
    "notices.open_notice": OWNER,
    "people.accept_join": AREA | {"administrator"},
    "people.change_secret": EVERYBODY,
    "people.change_standing": AREA | {"administrator"},
    "people.decline_join": AREA | {"administrator"},
    "people.edit_person": AREA | {"administrator"},
    "people.join_request": AREA | {"administrator"},
    "people.joins": OFFICERS | {"administrator"},
    "people.name_request": EVERYBODY,
    "people.new_person": OFFICERS | {"administrator"},
    "people.people": OFFICERS | {"auditor", "administrator"},
    "people.person": AREA | {"auditor", "administrator"},
    "people.print_slips": AREA | {"administrator"},
    "people.profile_page": EVERYBODY,
}
# Public addresses that nevertheless have nothing to say in this world.
NOTHING_THERE = frozenset(
    # no head of the log is signed, and the name of a side is that of no list
    {
        "people.setup",
        *(f"verification.{it}" for it in ("checkpoint", "consistency", "log_keys", "status_list")),
    }
)
# What an auditor, who changes nothing, may still do: to the own account, and to look.
OWN_ACCOUNT = frozenset({"people.profile_page", "people.change_secret", "people.name_request"})

MEND = """
No line of USERS (tests/invariants/test_walks.py) says who may use
    {endpoint} ({rule})
Name everybody who may, for the things of side 1; the walk then proves that nobody else can.
"""


def users_of(app: Flask, rule: Rule, side: int) -> frozenset[str]:
    """Who may use a route with the things of that side."""
    if app.view_functions[rule.endpoint].__dict__["access"] == "public":
        return frozenset() if rule.endpoint in NOTHING_THERE else EVERYBODY | {"signed_out"}
    assert rule.endpoint in USERS, MEND.format(endpoint=rule.endpoint, rule=rule.rule)
    named = USERS[rule.endpoint]
    if side == 1:
        return named
    return frozenset(name.translate(str.maketrans("12", "21")) for name in named)


@contextmanager
def written() -> Iterator[list[str]]:
    """Statements that change something."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(None, 1)[0] in {"INSERT", "UPDATE", "DELETE"}:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def fault_of(answer: TestResponse, name: str, *, allowed: bool, public: bool) -> str:
    """What is wrong with an answer; empty when nothing is."""
    status = answer.status_code
    to_sign_in = status == 302 and answer.location.startswith("/sign-in")
    if status >= 500:
        return f"{status}"
    if allowed:
        refused = status in {401, 404, 405} or (to_sign_in and not public)
        return f"{status} for somebody who may" if refused else ""
    if name == "signed_out" and not public:
        return "" if to_sign_in else f"{status} instead of the sign-in page"
    return "" if status == 404 else f"{status} instead of 404"


def walk(world: World, method: str) -> list[str]:
    """Every route by everybody who may not, then by everybody who may; faults found."""
    faults = []
    for may_first in (False, True):
        for rule in rules_of(world.app, method):
            public = world.app.view_functions[rule.endpoint].__dict__["access"] == "public"
            for side in (1,) if public else (1, 2):
                users = users_of(world.app, rule, side)
                for name in NAMES:
                    if (name in users) is not may_first:
                        continue
                    with written() as changes:
                        answer = visit(world, rule, method, name, side)
                    fault = fault_of(answer, name, allowed=may_first, public=public)
                    if not may_first and changes:
                        fault = f"wrote although it answered {answer.status_code}: {changes[0]}"
                    if fault:
                        faults.append(f"{method} {rule.endpoint} of side {side} by {name}: {fault}")
    return faults


def visit(world: World, rule: Rule, method: str, name: str, side: int) -> TestResponse:
    """One request as this person's browser would send it."""
    sent = form_of(rule, world.sides[side]) if method == "POST" else None
    path = address_of(rule, world.sides[side])
    return world.client(name).open(path, method=method, data=sent)


@pytest.mark.sqlite_only
def test_everybody_reads_what_is_theirs_and_nothing_else(app: Flask) -> None:
    assert "\n".join(walk(a_world(app), "GET")) == ""


@pytest.mark.sqlite_only
def test_everybody_does_what_they_may_and_nothing_else(app: Flask) -> None:
    assert "\n".join(walk(a_world(app), "POST")) == ""


def test_an_auditor_changes_nothing_but_the_own_account() -> None:
    with scratch_folder() as folder:
        app = create_app(settings_for(folder))
    changing = {
        rule.endpoint
        for rule in rules_of(app, "POST")
        if app.view_functions[rule.endpoint].__dict__["access"] != "public"
        and "auditor" in users_of(app, rule, 1) | users_of(app, rule, 2)
    }

    assert changing <= OWN_ACCOUNT


def test_a_route_that_nobody_thought_of_is_found() -> None:
    app = Flask("forgotten", static_folder=None)
    app.add_url_rule("/new/<int:thing_id>", "new", may(Permission.LEARN)(lambda thing_id: "x"))
    (rule,) = rules_of(app, "GET")

    with pytest.raises(AssertionError, match="USERS"):
        users_of(app, rule, 1)
    with pytest.raises(AssertionError, match=r"Side\.values\['thing_id'\]"):
        address_of(rule, Side("x"))
