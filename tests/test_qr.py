"""The QR as any camera reads it."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from lms.qr import is_alphanumeric, qr_png, qr_svg, verify_address

ADDRESS = "HTTPS://OPM.EXAMPLE.GO.TH/V/DEMO-2569-0001234-7QK4-M"


def test_the_address_is_upper_case_so_that_the_code_stays_small() -> None:
    address = verify_address("https://opm.example.go.th", "DEMO-2569-0001234-7QK4-M")
    assert address == ADDRESS
    assert is_alphanumeric(address)


def test_a_port_is_kept() -> None:
    assert verify_address("http://127.0.0.1:8000/", "X-1") == "HTTP://127.0.0.1:8000/V/X-1"


def test_a_path_before_ours_keeps_its_case_because_servers_mind() -> None:
    assert verify_address("https://a.go.th/lms", "X-1") == "HTTPS://A.GO.TH/lms/V/X-1"


@pytest.mark.parametrize("content", [ADDRESS, "HTTPS://A.GO.TH/lms/V/X-1"])
def test_an_independent_reader_reads_it(content: str) -> None:
    found = zxingcpp.read_barcodes(Image.open(BytesIO(qr_png(content))))
    assert [(code.text, str(code.ec_level)) for code in found] == [(content, "M")]


def test_the_code_of_an_address_is_at_most_version_4() -> None:
    modules = Image.open(BytesIO(qr_png(ADDRESS, scale=1))).width - 8
    assert modules <= 33  # version 4


def test_the_drawing_scales_with_the_style_sheet() -> None:
    svg = qr_svg(ADDRESS).decode()
    assert 'viewBox="0 0 37 37"' in svg
    assert "width=" not in svg.split(">")[0]
