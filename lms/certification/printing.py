"""A certificate's page laid out in full, and the credential as a file inside it."""

from collections.abc import Mapping

from lms import pdf
from lms.certification.credential import FILE_NAME
from lms.certification.design import Design, load_design
from lms.certification.document import NO_PICTURES, page_of
from lms.certification.facts import CertificateFacts
from lms.certification.wording import words_of
from lms.pdf_code import blank_code
from lms.pdf_finish import NoPlaceForCode
from lms.qr import Rectangles, code_svg, rectangles, signed_rows


def attachment(credential: bytes) -> pdf.Attachment:
    """The credential as a file inside the document."""
    about = "หนังสือรับรองสำหรับเครื่องอ่าน (Open Badges 3.0, VC-JWT)"
    return pdf.Attachment(FILE_NAME, credential, about, "Supplement")


def page_pdf(
    facts: CertificateFacts,
    design: Design | None = None,
    *,
    code: str | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    attachments: tuple[pdf.Attachment, ...] = (),
) -> bytes:
    """The page alone, unsigned. `code` is what its QR holds, the address alone if not given."""
    design = design or load_design(facts.design)
    rows = signed_rows(code or facts.verify_url)
    words = words_of(facts, design)

    def laid_out(square: bytes, later: Rectangles) -> bytes:
        html = page_of(words, design, pictures, square)
        return pdf.render(
            html, design.folder, also=[design.fonts], attachments=attachments, code=later
        )

    try:
        return laid_out(blank_code(len(rows)), rectangles(rows))
    except NoPlaceForCode:
        return laid_out(code_svg(rows), ())
