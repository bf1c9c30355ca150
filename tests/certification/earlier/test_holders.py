"""Names on old papers: titles make no difference, another surname does."""

from __future__ import annotations

import pytest

from lms.certification.earlier.holders import has_surname, holder_key, is_full, names_match


@pytest.mark.parametrize(
    "written",
    [
        "สมชาย ใจดี",
        "นายสมชาย  ใจดี",
        "นาย สมชาย ใจดี",
        "จ.ส.อ.สมชาย ใจดี",
        "ว่าที่ ร.ต. สมชาย ใจดี",
        "ดร.สมชาย ใจดี",
        "Mr. สมชาย ใจดี",
    ],
)
def test_a_name_is_one_with_any_title(written: str) -> None:
    assert holder_key(written) == "สมชายใจดี"


@pytest.mark.parametrize(
    ("typed", "holder", "right"),
    [
        ("ใจดี", "นายสมชาย ใจดี", True),
        ("สมชาย ใจดี", "นายสมชาย ใจดี", True),
        ("นายสมชายใจดี", "นาย สมชาย ใจดี", True),
        ("สมชาย", "นายสมชาย ใจดี", False),  # a first name is easily guessed
        ("จ", "นายสมชาย ใจดี", False),
        ("", "นายสมชาย ใจดี", False),
        ("ใจดีมาก", "นายสมชาย ใจดี", False),
        ("ณ อยุธยา", "นางสาวแก้ว ณ อยุธยา", True),
        ("นางแล", "นายดำ นางแล", True),  # a surname that begins like a title
        ("มะลิ", "นางมะลิ", True),  # no surname: the full name
        ("SMITH", "Mrs Anna Smith", True),
    ],
)
def test_surname_or_full_name_must_be_typed(typed: str, holder: str, *, right: bool) -> None:
    assert names_match(typed, holder) is right


def test_a_title_is_no_name_of_its_own() -> None:
    assert holder_key("นางสาว") == "นางสาว"
    assert not has_surname("นาย สมชาย")
    assert is_full("นายสมชาย ใจดี", "สมชาย  ใจดี")
    assert not is_full("ใจดี", "สมชาย ใจดี")
