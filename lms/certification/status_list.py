"""Which certificates were taken back, a bit each (W3C Bitstring Status List 1.0). Pure.

A certificate's place follows from its number, so that nothing has to be kept: a list for every
131,072 numbers of a prefix and a พ.ศ. year, in their order. That many is the least the standard
allows, so that asking for a list tells nobody whose certificate is looked at.
"""

import gzip
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

SIZE = 131_072  # certificates in a list
_NAME = re.compile(r"([A-Z]{2,8})-(2[0-9]{3})-(0|[1-9][0-9]?)")
_MULTIBASE = "u"  # base64url without padding


@dataclass(frozen=True, slots=True)
class StatusList:
    """One list; its name stands in its address: `DEMO-2569-0`."""

    prefix: str
    year: int  # พ.ศ.
    block: int

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.block}"

    @property
    def first(self) -> int:
        """The sequence of the number whose bit comes first."""
        return self.block * SIZE + 1


@dataclass(frozen=True, slots=True)
class Place:
    """The bit of one certificate."""

    list: StatusList
    index: int


def place(number: str) -> Place:
    """Where a canonical number has its bit: the first of a year is bit 0 of list 0."""
    prefix, year, sequence, _, _ = number.split("-")
    block, index = divmod(int(sequence) - 1, SIZE)
    return Place(StatusList(prefix, int(year), block), index)


def named(name: str) -> StatusList | None:
    """The list of that very name; None when no list can be called so."""
    match = _NAME.fullmatch(name)
    return StatusList(match[1], int(match[2]), int(match[3])) if match else None


def list_address(site_address: str, status_list: StatusList) -> str:
    """Where the list is served."""
    return f"{site_address.rstrip('/')}/status/{status_list}"


def entry(site_address: str, number: str) -> dict[str, Any]:
    """What a credential says of its place: BitstringStatusListEntry."""
    where = place(number)
    address = list_address(site_address, where.list)
    return {
        "id": f"{address}#{where.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(where.index),
        "statusListCredential": address,
    }


def encoded(indexes: Iterable[int]) -> str:
    """A list in which these bits are set, as `encodedList`; bit 0 is the leftmost.

    The same bits give the same text: no time is written into it.
    """
    bits = bytearray(SIZE // 8)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    packed = gzip.compress(bytes(bits), compresslevel=9, mtime=0)
    return _MULTIBASE + urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def is_set(encoded_list: str, index: int) -> bool:
    """Whether a list says so of one bit; raises ValueError for what is no list of ours."""
    if not encoded_list.startswith(_MULTIBASE) or not 0 <= index < SIZE:
        raise ValueError("not a status list, or not a place in it")
    text = encoded_list[1:]
    try:
        packed = BytesIO(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        bits = gzip.GzipFile(fileobj=packed).read(SIZE // 8 + 1)  # never more, whatever it holds
    except (OSError, EOFError, zlib.error) as fault:
        raise ValueError("not a status list") from fault
    if len(bits) != SIZE // 8:
        raise ValueError("not a status list")
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))
