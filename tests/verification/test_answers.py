"""Which of the four answers, on which day, in which words, with which keys."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lms.certification.models import RevocationClass
from lms.verification.answers import (
    CLASSES,
    NOT_FOUND,
    WORDS,
    Entry,
    Status,
    as_json,
    judge,
    without_answer,
)
from tests.verification.paper import EXPIRES, facts


def entry(**changes: object) -> Entry:
    known = Entry(
        certificate_id=1,
        enrolment_id=1,
        facts=facts(),
        is_test=True,
        document_sha256="0" * 64,
        document_key=None,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


REVOKED = {"revoked_on": date(2027, 1, 1), "revocation_class": "misconduct"}


@pytest.mark.parametrize(
    ("known", "day", "status", "word"),
    [
        (entry(), date(2026, 11, 22), "valid", "มีผล"),
        (entry(), EXPIRES, "valid", "มีผล"),  # ใช้ได้ถึงวันที่: that day included
        (entry(), EXPIRES + timedelta(days=1), "expired", "หมดอายุ"),
        (entry(facts=replace(facts(), expires_on=None)), date(2099, 1, 1), "valid", "มีผล"),
        (entry(**REVOKED), date(2027, 1, 2), "revoked", "ถูกเพิกถอน"),
        (entry(**REVOKED), date(2040, 1, 1), "revoked", "ถูกเพิกถอน"),  # wins over expiry
        (None, date(2026, 11, 22), "not_found", "ไม่พบข้อมูล"),
    ],
)
def test_the_register_answers_with_one_of_four(
    known: Entry | None, day: date, status: str, word: str
) -> None:
    answer = judge(known, day)
    assert (answer.status, answer.words) == (status, word)


def test_every_class_of_revocation_has_words_for_the_public() -> None:
    assert set(CLASSES) == {kind.value for kind in RevocationClass}
    assert CLASSES["superseded"] == "ยกเลิกเพราะออกฉบับแก้ไขแล้ว"


def test_every_status_has_a_word() -> None:
    assert set(Status) <= set(WORDS)


def test_json_has_the_same_keys_whatever_the_answer() -> None:
    known, unknown = as_json(judge(entry(), EXPIRES)), as_json(NOT_FOUND)
    assert known.keys() == unknown.keys() == without_answer().keys()
    assert {value for key, value in unknown.items() if key != "status"} == {None}
    assert (unknown["status"], without_answer()["status"]) == ("not_found", None)


def test_json_names_the_class_and_never_the_reason() -> None:
    said = as_json(judge(entry(**REVOKED, reason="ความลับ", replaced_by="X"), EXPIRES))
    assert (said["reason"], said["revoked_on"]) == ("misconduct", "2027-01-01")
    assert said["replaced_by"] == "X"
    assert "ความลับ" not in str(said)


def test_a_superseded_one_names_its_replacement() -> None:
    replaced = entry(**REVOKED | {"revocation_class": "superseded"}, replaced_by="DEMO-2")
    said = as_json(judge(replaced, EXPIRES))
    assert (said["status"], said["reason"], said["replaced_by"]) == (
        "revoked",
        "superseded",
        "DEMO-2",
    )
