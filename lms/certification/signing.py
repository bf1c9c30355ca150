"""Signs a PDF (PAdES B-B), and judges a signed one. With `time_stamps`, the only file that
knows pyHanko.

A signature is ours when it is intact, covers the whole file, and was made by one of our own
keys, present or past. Nobody else's trust list has a say, and neither has the clock: a
document signed while its key was in use stays ours after the key's certificate has run out.
What may follow the signature is what keeps it checkable, time stamps and validation material
(PAdES B-T, B-LT), and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from lms.certification.key_files import credential_key, load_key
from lms.certification.key_making import make_test_key
from lms.certification.sealing import Seal, container_of
from lms.certification.signing_key import SigningError, SigningKey, is_test, key_id

if TYPE_CHECKING:
    from pyhanko.sign import signers

__all__ = ["Inspection", "Signer", "SigningError", "UnreadablePdf", "inspect", "make_test_key"]

_FIELD = "Signature"
_SLACK = 16  # bytes: one ECDSA signature is longer than another by one or two


class UnreadablePdf(Exception):
    """These bytes are not a PDF, or not one that can be judged."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a PDF's last signature says. `ours` only if everything holds."""

    signed: bool
    intact: bool = False  # nothing that was signed has changed
    whole_file: bool = False  # nothing stands in the file that was not signed
    known_key: bool = False
    test_key: bool = False
    key_id: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None  # as the signer's clock said

    @property
    def ours(self) -> bool:
        return self.signed and self.intact and self.whole_file and self.known_key


class Signer:
    """Signs documents with the key in a folder; reads and parses it once."""

    def __init__(self, folder: Path) -> None:
        self.key: SigningKey = load_key(folder)
        self.credential_key = credential_key(folder, self.key)
        self._signer = _pyhanko_signer(self.key)

    @cached_property
    def _container(self) -> bytes:
        return container_of(self._signer)

    @property
    def _room(self) -> int:
        """Hexadecimal digits to leave in the file for a signature."""
        return 2 * (len(self._container) + _SLACK)

    @cached_property
    def seal(self) -> Seal:
        """Signs documents that have room for a signature, in one pass."""
        return Seal(self._container, self.key.sign, self._room)

    def sign(self, pdf: bytes) -> bytes:
        """The document with an invisible PAdES B-B signature appended over all of it."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign import fields, general, signers

        facts = signers.PdfSignatureMetadata(
            field_name=_FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        )
        try:
            signed: BytesIO = signers.PdfSigner(facts, self._signer).sign_pdf(
                IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=self._room
            )
        except (PdfError, general.SigningError, ValueError, KeyError) as fault:
            raise SigningError(f"the document cannot be signed: {fault}") from fault
        return signed.getvalue()


def _pyhanko_signer(key: SigningKey) -> "signers.Signer":
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class ParsedKeySigner(signers.Signer):
        """pyHanko's own signer parses the key anew for every signature (40 ms)."""

        async def async_sign_raw(
            self, data: bytes, digest_algorithm: str, dry_run: bool = False
        ) -> bytes:
            return key.sign(data)

    chain = list(load_certs_from_pemder_data(_pem(key.chain)))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain)
    return ParsedKeySigner(signing_cert=chain[0], cert_registry=store)


def _pem(chain: Iterable[x509.Certificate]) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in chain)


def inspect(pdf: bytes, trusted: Iterable[str]) -> Inspection:
    """Judge a PDF by the PEM certificates of our keys; raises UnreadablePdf, and nothing else.

    Hostile files can take long: call it where time and memory are limited.
    """
    ours = {key_id(x509.load_pem_x509_certificate(pem.encode())) for pem in trusted}
    try:
        return _inspect(pdf, ours)
    except Exception as fault:
        raise UnreadablePdf(type(fault).__name__) from fault


def _inspect(pdf: bytes, ours: set[str]) -> Inspection:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    reader = PdfFileReader(BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return Inspection(signed=False)
    last: Any = signatures[-1]
    certificate = x509.load_der_x509_certificate(last.signer_cert.dump())
    status = validate_pdf_signature(last, signer_validation_context=_trusting(last))
    return Inspection(
        signed=True,
        intact=status.intact and status.valid,
        whole_file=_is_whole(status) or _is_only_lengthened(pdf, reader, last, status),
        known_key=key_id(certificate) in ours,
        test_key=is_test(certificate),
        key_id=key_id(certificate),
        signer=certificate.subject.rfc4514_string(),
        signed_at=last.self_reported_timestamp,
    )


def _trusting(signature: Any) -> Any:
    """Whoever signed is believed to be who they are: whether they are us, is asked elsewhere."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)


def _is_whole(status: Any) -> bool:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _is_only_lengthened(pdf: bytes, reader: Any, signature: Any, status: Any) -> bool:
    """Whether all that follows is time stamps, each intact, and validation material.

    pyHanko judges what later revisions change, but not bytes that belong to none: so the last
    stamp has to cover the whole file, or a revision of validation material to end it.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_timestamp
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    later = reader.xrefs.total_revisions - 1 - signature.signed_revision
    if later < 1 or status.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    if status.modification_level > ModificationLevel.LTA_UPDATES:
        return False
    stamps = [
        (stamp, validate_pdf_timestamp(stamp, _trusting(stamp), skip_diff=True))
        for stamp in reader.embedded_timestamp_signatures
        if stamp.signed_revision > signature.signed_revision
    ]
    if not all(judged.intact and judged.valid for _, judged in stamps):
        return False
    if stamps and _is_whole(stamps[-1][1]):
        return True
    followed = not stamps or stamps[-1][0].signed_revision < reader.xrefs.total_revisions - 1
    return followed and _ends_where_its_last_revision_does(pdf)


def _ends_where_its_last_revision_does(pdf: bytes) -> bool:
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\r?\n?\Z", pdf[-64:])
    return end is not None and pdf.count(b"startxref", int(end[1])) == 1
