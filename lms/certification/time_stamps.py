"""Signatures for the long term: an authority's time stamp, and what judging will need later.

A document time stamp makes PAdES B-B a B-T (ETSI EN 319 142-1, table 1); with the certificates
and revocation answers in the document's security store it is a B-LT. Both are appended: the
document as it was signed stays the head of the new file, byte for byte, and the stamp covers all
of it. With `signing`, the only file that knows pyHanko.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext

SECONDS = 10  # for each answer from the network
_SLACK = 1024  # hexadecimal digits by which one stamp may be longer than another


class Unreachable(Exception):
    """The time-stamp authority did not answer, or gave no stamp."""


class NotToBeHad(Exception):
    """Some certificate cannot be judged now: revocation information or an authority is missing."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Where stamps come from. `roots`: PEM certificates one of which stands above its stamps."""

    url: str
    credentials: tuple[str, str] | None = None
    roots: bytes = b""


@dataclass(frozen=True, slots=True)
class Lengthened:
    """The longer document. `why_no_more` says what kept a B-T from being a B-LT."""

    level: str
    pdf: bytes
    why_no_more: str = ""


class Stamper:
    """Asks one authority; for one run of work, since it keeps the revocation answers it got."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._stamps = _asking(authority)
        self._crls: list[Any] = []
        self._ocsps: list[Any] = []

    def lengthen(self, pdf: bytes, level: str) -> Lengthened:
        """The document at B-LT, or at B-T when it is not yet and no more is to be had.

        Raises Unreachable, and NotToBeHad when a B-T has to stay one.
        """
        try:
            return Lengthened("B-LT", asyncio.run(self._lengthened(pdf, complete=True)))
        except NotToBeHad as fault:
            if level == "B-T":
                raise
            pdf = asyncio.run(self._lengthened(pdf, complete=False))
            return Lengthened("B-T", pdf, str(fault))

    async def _lengthened(self, pdf: bytes, *, complete: bool) -> bytes:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.signers import PdfTimeStamper
        from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
        from pyhanko_certvalidator.errors import PathError, ValidationError

        sample = await self._sample()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        context = self._context(_signature(writer.prev), sample) if complete else None
        try:
            paths = await self._paths(writer.prev, context) if context else None
            stamped: BytesIO = await PdfTimeStamper(self._stamps).async_timestamp_pdf(
                writer,
                "sha256",
                validation_context=context,
                validation_paths=paths,
                bytes_reserved=2 * len(sample.dump()) + _SLACK,
                dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            )
        except (PathError, ValidationError) as fault:
            raise NotToBeHad(f"time stamp: {fault}") from fault
        finally:
            if context:
                self._crls, self._ocsps = list(context.crls), list(context.ocsps)
                await context.aclose()  # type: ignore[no-untyped-call]
        longer = stamped.getvalue()
        await self._check(longer, sample)
        return longer

    async def _sample(self) -> Any:
        """A stamp of nothing, asked for once: it tells length and certificates."""
        return await self._stamps.async_dummy_response("sha256")

    def _context(self, signature: Any, sample: Any) -> ValidationContext:
        """Certificates are judged up to the topmost that came along; what says where its
        revocation is told must be asked there."""
        from pyhanko_certvalidator import ValidationContext

        above = [signature.signer_cert, *signature.other_embedded_certs]
        if len(above) == 1 and not above[0].self_issued:
            raise NotToBeHad("signature: the certificates above the signer's are not in it")
        return ValidationContext(
            trust_roots=[_topmost(above), *self._roots(sample)],
            other_certs=above,
            allow_fetching=True,
            revocation_mode="hard-fail",
            crls=self._crls,
            ocsps=self._ocsps,
        )

    def _roots(self, sample: Any) -> list[asn1_x509.Certificate]:
        """Of the authority: as configured, else the topmost that its stamps bring along."""
        if self._authority.roots:
            return _certificates(self._authority.roots)
        found = [each.chosen for each in sample["content"]["certificates"]]
        signers = sample["content"]["signer_infos"]
        serial = signers[0]["sid"].chosen["serial_number"].native
        own = [each for each in found if each.serial_number == serial]
        return [_topmost([*own, *found])]

    async def _paths(self, reader: Any, context: ValidationContext) -> Any:
        from pyhanko.sign.validation.dss import collect_validation_info
        from pyhanko_certvalidator.errors import PathError, ValidationError

        try:
            return await collect_validation_info(_signature(reader), context)
        except (PathError, ValidationError) as fault:
            raise NotToBeHad(f"signature: {fault}") from fault

    async def _check(self, pdf: bytes, sample: Any) -> None:
        """The stamp is over these bytes and by the authority that we trust."""
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp
        from pyhanko_certvalidator import ValidationContext

        status = await async_validate_pdf_timestamp(
            PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures[-1],
            ValidationContext(trust_roots=self._roots(sample), allow_fetching=False),
            skip_diff=True,
        )
        if not (status.intact and status.valid and status.trusted):
            raise Unreachable(f"{self._authority.url}: a stamp that cannot be trusted")


def _asking(authority: Authority) -> Any:
    from pyhanko.sign.timestamps import HTTPTimeStamper

    class Asking(HTTPTimeStamper):
        """Whatever is wrong with an answer is the authority's fault, not the document's."""

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            try:
                return await super().async_timestamp(message_digest, md_algorithm)
            except Exception as fault:
                cause = fault.__cause__ or fault  # its text alone: the rest names the password
                why = f"{type(cause).__name__} {cause}".strip()
                raise Unreachable(f"{self.url}: {why}") from fault

    return Asking(authority.url, timeout=SECONDS, headers=_basic(authority.credentials))


def _basic(credentials: tuple[str, str] | None) -> dict[str, str]:
    """RFC 7617 in UTF-8: pyHanko's own knows Latin letters only."""
    if credentials is None:
        return {}
    return {"Authorization": f"Basic {b64encode(':'.join(credentials).encode()).decode()}"}


def _signature(reader: Any) -> Any:
    return reader.embedded_regular_signatures[-1]


def _topmost(certificates: Iterable[asn1_x509.Certificate]) -> asn1_x509.Certificate:
    """From the first, upwards as far as issuers are here."""
    first, *others = certificates
    for other in others:
        if other.subject == first.issuer and other is not first:
            if first.self_issued:
                return first
            return _topmost([other, *(each for each in others if each is not other)])
    return first


def _certificates(content: bytes) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]
