"""A certificate's page laid out in full, and the credential as a file inside it."""

from collections.abc import Mapping

from lms import pdf
from lms.certification.credential import FILE_NAME
from lms.certification.design import Design, load_design
from lms.certification.document import NO_PICTURES, document_html
from lms.certification.facts import CertificateFacts


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
    html = document_html(facts, design, pictures, code)
    return pdf.render(html, design.folder, also=[design.fonts], attachments=attachments)
