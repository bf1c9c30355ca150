"""Numbers on old papers: one number, however it is written."""

from __future__ import annotations

import pytest

from lms.certification.earlier.numbering import number_fold, number_key, same_number


@pytest.mark.parametrize(
    ("written", "folded", "key"),
    [
        ("อพม. ๑๒๓/๒๕๖๑", "อพม/123/2561", "123/2561"),
        ("อ.พ.ม. 123/2561", "อพม/123/2561", "123/2561"),
        ("เลขที่ 0123-2561", "123/2561", "123/2561"),
        ("วุฒิบัตรเลขที่ 123 / 2561", "123/2561", "123/2561"),
        ("123 2561", "123/2561", "123/2561"),
        ("123/พ.ศ.2561", "123/2561", "123/2561"),
        ("No. 12–2561", "12/2561", "12/2561"),
        ("ชม ก 7/61", "ชมก/7/61", "7/61"),
        ("พิเศษ", "พิเศษ", "พิเศษ"),
        ("000", "0", "0"),
        (" ./- ", "", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, folded: str, key: str) -> None:
    assert (number_fold(written), number_key(written)) == (folded, key)


@pytest.mark.parametrize(
    ("typed", "kept", "same"),
    [
        ("123/2561", "อพม. ๑๒๓/๒๕๖๑", True),
        ("อพม.123-2561", "๑๒๓/๒๕๖๑", True),
        ("กทม. 123/2561", "อพม. 123/2561", False),
        ("1232561", "123/2561", False),
        ("123/2562", "123/2561", False),
        ("", "", False),
        ("พิเศษ", "พิเศษ", True),
    ],
)
def test_letters_may_be_left_out_and_may_not_contradict(
    typed: str, kept: str, *, same: bool
) -> None:
    assert same_number(typed, kept) is same
