"""The press: prints and signs certificates by the hundred thousand.

The page of a design is compiled once for all certificates that differ in nothing but their
holder, number and dates (`lms.pdf_form`), and filled for each. Whether filling gives the page
that WeasyPrint would lay out is not assumed: every compiled page is compared with one laid out in
full, and where they differ, or where a page cannot be compiled, each certificate is laid out in
full. Nobody can tell the two ways apart but by the time they take.
"""

import json
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from lms import pdf
from lms.certification.credential import credential_jwt
from lms.certification.design import Design, load_design
from lms.certification.document import NO_PICTURES, page_of
from lms.certification.facts import CertificateFacts
from lms.certification.pictures import pictures_of
from lms.certification.printing import attachment, page_pdf
from lms.certification.qr_text import qr_text
from lms.certification.same_page import same_page
from lms.certification.signing import Signer
from lms.certification.signing_key import SigningKey
from lms.certification.wording import training_period, training_period_en, words_of
from lms.clock import now
from lms.pdf_code import blank_code
from lms.pdf_compile import NotCompilable, compile_form
from lms.pdf_form import BLANK, Form, blank, filled
from lms.qr import Rows, code_svg, rectangles, signed_rows
from lms.thai import thai_digits

_MOST_FORMS = 512  # of 50 kB; names come in many sizes: four curricula in English take 192
_PERSONAL = {
    *("title", "first", "middle", "last", "holder", "latin_name"),
    *("number", "verify_url", "started_on", "completed_on", "replaces", "edition_label"),
}
_OWN_SLOTS = ("name", "latin", "number")
_OWN_WORDS = ("number_thai", "edition", "period", "period_en", "replaces_thai")
_PLAIN = "กำปั่น ๑ Ab"  # what a blank is tried with: marks, ำ, a digit, two scripts
log = logging.getLogger(__name__)


class Way(StrEnum):
    """How a document came to be."""

    COMPILED = "compiled"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Printed:
    pdf: bytes
    way: Way


class Press:
    """Prints with one signer; keeps the pages that it has compiled.

    `pictures` are those of certificates that do not name their own, as samples and old ones.
    Without a signer its documents carry no credential, and a QR that only `code_key` signs; without
    `seal` they are not signed.
    """

    def __init__(
        self,
        signer: Signer | None,
        pictures: Mapping[str, bytes] = NO_PICTURES,
        *,
        seal: bool = True,
        code_key: SigningKey | None = None,
    ) -> None:
        self.signer = signer
        self._code_key = signer.credential_key if signer else code_key
        self.pictures = pictures
        self._seals = seal and signer is not None
        self._forms: OrderedDict[str, Form | None] = OrderedDict()
        self._designs: dict[str, Design] = {}

    def document(
        self, facts: CertificateFacts, moment: datetime, inclusion: dict[str, Any] | None = None
    ) -> Printed:
        """The certificate's document, signed at `moment`. `inclusion` as in `credential`."""
        design = self._design(facts.design)
        words = words_of(facts, design)
        code = qr_text(facts, self._code_key)
        rows = signed_rows(code)
        blanks, values = with_blanks(words)
        pictures = pictures_of(facts, self.pictures)
        form = None if _wraps(words) else self._form(blanks, values, design, rows, pictures)
        attachments = self._attachments(facts, inclusion)
        if form is None or not form.knows(values):
            page = self._in_full(words, design, rows, pictures, attachments, moment)
            if page is None:
                page = self._drawn_alone(facts, design, code, pictures, attachments)
            return Printed(page, Way.FULL)
        return Printed(self._filled(form, values, rows, attachments, moment), Way.COMPILED)

    def _filled(
        self,
        form: Form,
        values: Mapping[str, str],
        rows: Rows,
        attached: tuple[pdf.Attachment, ...],
        moment: datetime,
    ) -> bytes:
        seal = self.signer.seal if self.signer and self._seals else None
        empty = seal.empty(moment) if seal else b""
        content, signature_at = form.fill(values, rectangles(rows), attached, empty)
        return seal.close(content, signature_at) if seal else content

    def _design(self, name: str) -> Design:
        if name not in self._designs:
            self._designs[name] = load_design(name)
        return self._designs[name]

    def _attachments(
        self, facts: CertificateFacts, inclusion: dict[str, Any] | None
    ) -> tuple[pdf.Attachment, ...]:
        if self.signer is None:
            return ()
        said = credential_jwt(facts, self.signer.credential_key, inclusion)
        return (attachment(said.encode()),)

    def _in_full(
        self,
        words: Mapping[str, Any],
        design: Design,
        rows: Rows,
        pictures: Mapping[str, bytes],
        attached: tuple[pdf.Attachment, ...],
        moment: datetime,
    ) -> bytes | None:
        """The page laid out with its own words, with no blank but the code and the signature's;
        None where it is not to be had so."""
        html = page_of(words, design, pictures, blank_code(len(rows)))
        if BLANK.search(html):  # somebody is called ฃlikethisฅ
            return None
        page = pdf.lay_out(html, design.folder, also=[design.fonts], attachments=attached)
        try:
            form = compile_form(page, sign=self._seals)
        except NotCompilable as fault:
            log.info("design %s is drawn by itself: %s", design.name, fault)
            return None
        return self._filled(form, {}, rows, attached, moment)

    def _drawn_alone(
        self,
        facts: CertificateFacts,
        design: Design,
        code: str,
        pictures: Mapping[str, bytes],
        attached: tuple[pdf.Attachment, ...],
    ) -> bytes:
        """The document by WeasyPrint and pyHanko alone, for whatever page it may be."""
        page = page_pdf(facts, design, code=code, pictures=pictures, attachments=attached)
        return self.signer.sign(page) if self.signer and self._seals else page

    def _form(
        self,
        blanks: Mapping[str, Any],
        values: Mapping[str, str],
        design: Design,
        rows: Rows,
        pictures: Mapping[str, bytes],
    ) -> Form | None:
        """The compiled page for these words, which name their pictures by content; None when it
        has to be laid out in full."""
        key = f"{design.name} {len(rows)} {json.dumps(blanks, ensure_ascii=False, sort_keys=True)}"
        if key in self._forms:
            self._forms.move_to_end(key)
        else:
            self._forms[key] = self._compiled(blanks, values, design, rows, pictures)
            if len(self._forms) > _MOST_FORMS:
                self._forms.popitem(last=False)
        return self._forms[key]

    def _compiled(
        self,
        blanks: Mapping[str, Any],
        values: Mapping[str, str],
        design: Design,
        rows: Rows,
        pictures: Mapping[str, bytes],
    ) -> Form | None:
        """The form, tried with plain words in all of its blanks."""
        attached = (attachment(b"{}"),) if self.signer else ()

        def laid_out(words: Mapping[str, Any], code: bytes) -> pdf.LaidOut:
            html = page_of(words, design, pictures, code)
            return pdf.lay_out(html, design.folder, also=[design.fonts], attachments=attached)

        try:
            page = laid_out(blanks, blank_code(len(rows)))
            form = compile_form(page, sign=self._seals, expected=_expected())
        except NotCompilable as fault:
            log.info("design %s is printed in full: %s", design.name, fault)
            return None
        plain = dict.fromkeys(values, _PLAIN)
        full = laid_out(_with_values(blanks, plain), code_svg(rows)).pdf
        if same_page(self._filled(form, plain, rows, attached, now()), full):
            return form
        log.warning("design %s is printed in full: its compiled page looks otherwise", design.name)
        return None


def with_blanks(words: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The words with blanks for what is the holder's own, and the texts of the blanks."""
    values: dict[str, str] = {}

    def blanked(name: str, text: Any) -> Any:
        if not text:
            return text
        values[name] = text
        return blank(name)

    facts = {
        name: blanked(name, value) if name in _PERSONAL else value
        for name, value in words["facts"].items()
    }
    slots: dict[str, Any] = {}
    for slot in _OWN_SLOTS:
        if words[slot] is None:
            continue
        lines = enumerate(words[slot]["lines"])
        own = tuple(blanked(f"{slot}_line_{place}", line) for place, line in lines)
        slots[slot] = {**words[slot], "lines": own}
    texts = {key: blanked(key, words[key]) for key in _OWN_WORDS}
    return {**words, **texts, **slots, "facts": facts}, values


@cache
def _expected() -> dict[str, list[str]]:
    """Texts with every letter that รุ่น and period of training can have, by blank. They stand on
    one line: there are as many of each."""
    digits = "0123456789"
    days = [date(2026, month, 1) for month in range(1, 13)]
    pairs = [*zip(days, days, strict=True), (days[0], days[1])]
    thai = [thai_digits(digits), *(training_period(*pair) for pair in pairs)]
    return {
        "edition": [thai_digits(f"รุ่นที่ {digits}/-")] * len(thai),
        "period": thai,
        "period_en": [digits, *(training_period_en(*pair) for pair in pairs)],
    }


def _wraps(words: Mapping[str, Any]) -> bool:
    """Whether a text of the holder's own runs over its line: where it breaks, layout decides."""
    return any(words[slot] and words[slot]["measure"] is not None for slot in _OWN_SLOTS)


def _with_values(blanks: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The words with texts in the place of their blanks."""
    words: dict[str, Any] = json.loads(filled(json.dumps(blanks, ensure_ascii=False), values))
    return words
