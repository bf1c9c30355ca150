"""A signature in one pass: the same PAdES B-B that pyHanko makes, its constant part made once.

pyHanko builds the signature's container (CMS, RFC 5652) for a digest that stands for all digests.
Signing a document then takes its digest, one signature over the signed attributes, and putting
both in place; pyHanko judges the result like its own.
"""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms

from lms.certification.signing_key import SigningError

_ANY_DIGEST = b"\x11" * hashlib.sha256().digest_size
_ANY_BYTE = b"\x22"
_RANGE = b"/ByteRange[0 %d %d %d]"
_RANGE_ROOM = 48  # bytes, for files of up to 10 GB


class Seal:
    """Puts signatures into documents that have room for one. `sign` signs bytes with the key."""

    def __init__(self, container: bytes, sign: Callable[[bytes], bytes], room: int) -> None:
        self._container = container
        self._sign = sign
        self._room = room  # hexadecimal digits
        attributes = _signer(cms.ContentInfo.load(container))["signed_attrs"].untag().dump()
        if attributes.count(_ANY_DIGEST) != 1 or container.count(_ANY_DIGEST) != 1:
            raise SigningError("the signature's container holds the digest otherwise than once")
        self._attributes = attributes
        self._by_length: dict[int, bytes] = {}

    def empty(self, moment: datetime) -> bytes:
        """The signature's object, with room for what is not known yet."""
        when = moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode("ascii")
        about = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(%b)" % when
        return about + _reach(0, 0, 0) + b"/Contents<" + b"0" * self._room + b">>>"

    def close(self, document: bytes, at: int) -> bytes:
        """The document signed; its signature object, made by `empty`, stands at `at`."""
        start = document.index(b"/Contents<", at) + len(b"/Contents")
        end = start + self._room + 2
        place = document.index(b"/ByteRange[", at)
        reach = _reach(start, end, len(document) - end)
        before = document[:place] + reach + document[place + len(reach) : start]
        after = document[end:]
        digest = hashlib.sha256(before)
        digest.update(after)
        container = self._filled(digest.digest()).hex().encode("ascii")
        if len(container) > self._room:
            raise SigningError("the signature needs more room than the document has")
        return b"".join((before, b"<", container.ljust(self._room, b"0"), b">", after))

    def _filled(self, digest: bytes) -> bytes:
        signature = self._sign(self._attributes.replace(_ANY_DIGEST, digest))
        container = self._for_length(len(signature))
        return container.replace(_ANY_DIGEST, digest).replace(_ANY_BYTE * len(signature), signature)

    def _for_length(self, length: int) -> bytes:
        """The container with room for a signature of so many bytes: ECDSA's differ by a few."""
        if length not in self._by_length:
            container = cms.ContentInfo.load(self._container)
            _signer(container)["signature"] = _ANY_BYTE * length
            self._by_length[length] = container.dump()
        return self._by_length[length]


def _reach(start: int, end: int, rest: int) -> bytes:
    """What the signature covers: all before its own bytes, and all after them."""
    return (_RANGE % (start, end, rest)).ljust(_RANGE_ROOM)


def container_of(signer: Any) -> bytes:
    """The container that a pyHanko signer makes for any digest.

    pyHanko signs in a coroutine; a thread of its own has no event loop that would be in the way.
    """
    with ThreadPoolExecutor(1) as thread:
        made = signer.async_sign(_ANY_DIGEST, "sha256", use_pades=True)
        content: bytes = thread.submit(asyncio.run, made).result().dump()
    return content


def _signer(container: cms.ContentInfo) -> cms.SignerInfo:
    return container["content"]["signer_infos"][0]
