"""A name in a list agrees with the certificate's, however offices write names."""

from __future__ import annotations

import dataclasses

import pytest

from lms.verification.naming import Agreement, agreement
from tests.verification.paper import facts


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.AGREES),
        ("นางสาว กัญญ์ณัฏฐ์   ฐิติญาณวิโรจน์", Agreement.AGREES),
        ("กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.AGREES),
        ("กัญญ์ณัฏฐ์ฐิติญาณวิโรจน์", Agreement.AGREES),
        ("Kannat Thitiyanwirot", Agreement.AGREES),
        ("น.ส.กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.TITLE),
        ("นาง กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.TITLE),
        ("Ms. Kannat THITIYANWIROT", Agreement.TITLE),
        ("ว่าที่ร้อยตรีกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.TITLE),
        ("นางสาวกัญญ์ณัฏฐ์", Agreement.DIFFERS),
        ("ฐิติญาณวิโรจน์", Agreement.DIFFERS),
        ("นายปลอมกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", Agreement.DIFFERS),
        ("นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์กุล", Agreement.DIFFERS),
        ("นางสาวกัญญ์ณัฐ ฐิติญาณวิโรจน์", Agreement.DIFFERS),
        ("Kannat", Agreement.DIFFERS),
        ("", Agreement.BLANK),
        (" - ", Agreement.BLANK),
    ],
)
def test_a_name_is_compared_as_people_read_it(name: str, found: Agreement) -> None:
    assert agreement(name, facts()) is found


def test_a_certificate_without_a_latin_name_agrees_with_no_latin_name() -> None:
    bare = dataclasses.replace(facts(), latin_name=None)
    assert agreement("Mr.", bare) is Agreement.DIFFERS
    assert agreement("Kannat Thitiyanwirot", bare) is Agreement.DIFFERS
