"""QR codes as a telephone reads them."""

from __future__ import annotations

from typing import Any

import zxingcpp

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def read_codes(picture: Any) -> list[Any]:
    """The QR codes in a picture; in one page of a hundred, text looks like a bar code of old."""
    return list(zxingcpp.read_barcodes(picture, formats=_QR))
