"""The QR as any camera reads it."""

from io import BytesIO

import pytest
import segno
from PIL import Image

from lms.qr import code_rows, qr_png, qr_svg, rectangles, signed_rows, verify_address
from tests.support.codes import read_codes

ADDRESS = "HTTPS://OPM.EXAMPLE.GO.TH/V/DEMO-2569-0001234-7QK4-M"


def test_the_address_is_upper_case_so_that_the_code_stays_small() -> None:
    address = verify_address("https://opm.example.go.th", "DEMO-2569-0001234-7QK4-M")
    assert address == ADDRESS


def test_a_port_is_kept() -> None:
    assert verify_address("http://127.0.0.1:8000/", "X-1") == "HTTP://127.0.0.1:8000/V/X-1"


def test_a_path_before_ours_keeps_its_case_because_servers_mind() -> None:
    assert verify_address("https://a.go.th/lms", "X-1") == "HTTPS://A.GO.TH/lms/V/X-1"


@pytest.mark.parametrize("content", [ADDRESS, "HTTPS://A.GO.TH/lms/V/X-1"])
def test_an_independent_reader_reads_it(content: str) -> None:
    found = read_codes(Image.open(BytesIO(qr_png(content))))
    assert [(code.text, str(code.ec_level)) for code in found] == [(content, "M")]


def test_capitals_make_a_smaller_code() -> None:
    assert len(code_rows(ADDRESS)) - 8 == 29  # version 3
    assert len(code_rows(ADDRESS.lower())) > len(code_rows(ADDRESS))


def test_the_code_is_as_large_as_an_independent_encoder_makes_it() -> None:
    theirs = segno.make_qr(ADDRESS, error="M", boost_error=False)
    assert theirs.symbol_size(border=4) == (len(code_rows(ADDRESS)),) * 2


def test_one_letter_of_another_kind_does_not_cost_the_others_their_mode() -> None:
    """`#` is no letter of the alphanumeric mode: the code changes mode for it alone."""
    signed = f"{ADDRESS}#{'8' * 470}"
    assert (len(signed_rows(signed)) - 8 - 17) // 4 == 11
    assert segno.make_qr(signed, error="M", boost_error=False).version == 18  # all in bytes


def test_a_signed_code_is_read_by_an_independent_reader_whatever_its_mask() -> None:
    signed = f"{ADDRESS}#{'8' * 470}"
    for rows in (signed_rows(signed), signed_rows(ADDRESS)):
        light = b"".join(bytes(255 * (1 - module) for module in row) for row in rows)
        picture = Image.frombytes("L", (len(rows), len(rows)), light)
        large = picture.resize((len(rows) * 4,) * 2, Image.Resampling.NEAREST)
        assert read_codes(large)[0].text in (signed, ADDRESS)
    assert signed_rows(ADDRESS) == code_rows(ADDRESS)


def test_a_quiet_margin_of_four_modules_is_around_it() -> None:
    rows = code_rows(ADDRESS)
    assert all(not any(row) for row in (*rows[:4], *rows[-4:]))
    assert all(not any((*row[:4], *row[-4:])) for row in rows)


def test_rectangles_are_the_dark_modules_and_nothing_else() -> None:
    rows = code_rows(ADDRESS)
    drawn = [bytearray(len(rows)) for _ in rows]
    for x, y, width in rectangles(rows):
        assert not any(drawn[y][x : x + width])
        drawn[y][x : x + width] = b"\x01" * width
    assert [bytes(row) for row in drawn] == list(rows)
    assert rectangles([b"\x01\x01\x00\x01"]) == [(3, 0, 1), (0, 0, 2)]


def test_the_drawing_scales_with_the_style_sheet() -> None:
    svg = qr_svg(ADDRESS).decode()
    assert 'viewBox="0 0 37 37"' in svg
    assert "width=" not in svg.split(">")[0]
