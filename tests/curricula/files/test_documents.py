from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.files.documents import parse_document
from lms.curricula.files.problems import Problems

FILE = Path("x.yaml")


def plain(text: str) -> Any:
    document = parse_document(FILE, text, Problems())
    return document.plain if document else None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.10", "1.10"),
        ("2026-11-01", "2026-11-01"),
        ("07:30", "07:30"),
        ("yes", "yes"),
        ("ไม่", "ไม่"),
        ("072", "072"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("'72'", "72"),
        ("72", 72),
        ("-3", -3),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("''", ""),
        ("|\n  บรรทัด\n  สอง\n", "บรรทัด\nสอง\n"),
    ],
)
def test_only_what_is_plainly_meant_is_more_than_text(written: str, read: object) -> None:
    assert plain(f"key: {written}") == {"key": read}


def test_every_place_has_its_line() -> None:
    document = parse_document(FILE, "a: 1\nb:\n  - c: 2\n    d:\n      - e\n", Problems(), 10)
    assert document
    assert document.line(("a",)) == 10
    assert document.line(("b", 0, "c")) == 12
    assert document.line(("b", 0, "d", 0)) == 14
    assert document.line(("b", 0, "missing")) == 12
    assert document.line(("missing",)) == 10


@pytest.mark.parametrize(
    "text", ["a: [1", "a: b: c", "a: \x07", "- &x [1]\n- *x", "&x [*x]", "[" * 60 + "]" * 60]
)
def test_what_is_no_plain_yaml_is_a_problem(text: str) -> None:
    problems = Problems()
    parse_document(FILE, text, problems)
    assert len(problems) > 0


@given(st.text(alphabet="abกข:-[]{}&*#'\"|>!%@ \n\t0", max_size=60))
def test_any_text_is_read_or_named_as_a_problem(text: str) -> None:
    problems = Problems()
    document = parse_document(FILE, text, problems)
    assert document is not None or len(problems) > 0
