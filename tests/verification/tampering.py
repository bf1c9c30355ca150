"""Our own document, tampered with in every way that we know of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.verification import paper, revisions

Tamper = Callable[[], bytes]

_FORGED_LINE = b"BT /Forged 24 Tf 200 300 Td (Mr Forged Forger) Tj ET"


def ours() -> Pdf:
    """The original, opened to be changed."""
    return pikepdf.open(BytesIO(paper.document()))


def saved(pdf: Pdf, **how: Any) -> bytes:
    """Written anew, as an editor does it."""
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def written(**how: Any) -> Tamper:
    """The original as another program writes it: nothing changed but its bytes."""
    return lambda: saved(ours(), **how)


def with_content(change: Callable[[bytes], bytes]) -> bytes:
    """With another content stream on its page."""
    pdf = ours()
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Contents = Stream(pdf, change(page.Contents.read_bytes()))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources.Font.Forged = pdf.make_indirect(font)
    return saved(pdf)


def spelled_otherwise() -> bytes:
    """The words that are copied are others; what is seen stays."""
    return with_content(lambda content: content.replace(b"/ActualText", b"/AnotherText"))


def without_a_text() -> bytes:
    """A quarter of what is drawn is left out."""
    return with_content(lambda content: re.sub(rb"(?s)BT.*?ET", b"", content, count=6))


def with_a_line_more() -> bytes:
    return with_content(lambda content: content + b"\n" + _FORGED_LINE)


def painted_over() -> bytes:
    """A white box over the name, another name upon it."""
    box = b"\nq 1 g 150 280 500 60 re f Q q 0 g " + _FORGED_LINE + b" Q"
    return with_content(lambda content: content + box)


def without_its_signature() -> bytes:
    pdf = ours()
    del pdf.Root.AcroForm
    for page in pdf.pages:
        if "/Annots" in page:
            del page.Annots
    return saved(pdf)


def signed_again_by_a_stranger() -> bytes:
    """Without our signature, with one of somebody who calls themselves what we are called."""
    return paper.a_stranger().sign(without_its_signature())


def signed_over_by_a_stranger() -> bytes:
    """Ours stays, and theirs follows it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    facts = signers.PdfSignatureMetadata(
        field_name="Second", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = signers.PdfSigner(facts, paper.a_stranger()._signer).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(paper.document())), bytes_reserved=8192
    )
    return bytes(out.getvalue())


def another_attachment(content: bytes | None) -> Tamper:
    """Another credential in place of ours, or none."""

    def make() -> bytes:
        pdf = ours()
        for name in list(pdf.attachments):
            if content is None:
                del pdf.attachments[name]
            else:
                pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
        return saved(pdf)

    return make


def the_credential_of_a_stranger() -> bytes:
    """Perfectly signed by somebody else, of another holder."""
    import dataclasses

    from lms.certification.credential import credential_jwt

    facts = dataclasses.replace(paper.facts(), holder="นายปลอม แปลงสาร", first="ปลอม")
    token = credential_jwt(facts, paper.a_stranger().credential_key)
    return another_attachment(token.encode())()


def in_the_belly_of_another() -> bytes:
    """A stranger's page that carries our whole document as an attachment."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(842, 595))
    spec = pikepdf.AttachedFileSpec(pdf, paper.document(), filename="certificate.pdf")
    pdf.attachments["certificate.pdf"] = spec
    return saved(pdf)


def pages(change: Callable[[Pdf], None]) -> Tamper:
    """With other pages than the one it has."""

    def make() -> bytes:
        pdf = ours()
        change(pdf)
        return saved(pdf)

    return make


def _a_page_before(pdf: Pdf) -> None:
    pdf.add_blank_page(page_size=(842, 595))
    pdf.pages.insert(0, pdf.pages[-1])
    del pdf.pages[-1]


def _another_page(pdf: Pdf) -> None:
    other = pikepdf.open(BytesIO(paper.forged(first="ปลอม")))
    pdf.pages[0] = other.pages[0]


def _cropped(pdf: Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 842, 250])


def _with_layers(pdf: Pdf) -> None:
    """Everything in a layer that is switched off."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("all")))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    page = pdf.pages[0]
    page.contents_coalesce()
    page.Resources.Properties = Dictionary(MC0=layer)
    content = b"/OC /MC0 BDC\n" + page.Contents.read_bytes() + b"\nEMC"
    page.Contents = Stream(pdf, content)


def _acting(kind: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        action = Dictionary(S=Name(f"/{kind}"))
        if kind == "JavaScript":
            action.JS = String("app.alert('valid');")
        elif kind == "URI":
            action.URI = String("https://evil.example/valid")
        else:
            action.F = String("calc.exe")
        pdf.Root.OpenAction = action

    return change


def _with_a_form(pdf: Pdf) -> None:
    """An XFA form that would draw the page anew."""
    xfa = Stream(pdf, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    pdf.Root.AcroForm.XFA = pdf.make_indirect(xfa)


def _named_otherwise(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = "Mr Forged"


def of_bytes(change: Callable[[bytes], bytes]) -> Tamper:
    """With other bytes."""
    return lambda: change(paper.document())


def _byte_range(text: bytes) -> Callable[[bytes], bytes]:
    """The signature says that it covers something else; the file keeps its length."""

    def change(content: bytes) -> bytes:
        match = re.search(rb"/ByteRange *\[[^\]]*\]", content)
        assert match
        return content.replace(match[0], text.ljust(len(match[0]))[: len(match[0])], 1)

    return change


def _signature_emptied(content: bytes) -> bytes:
    match = re.search(rb"/Contents *<([0-9a-fA-F]{1000,})>", content)
    assert match
    return content[: match.start(1)] + b"0" * len(match[1]) + content[match.end(1) :]


def _signature_twice(content: bytes) -> bytes:
    """A second dictionary with the same signature over the same bytes."""
    match = re.search(rb"\d+ 0 obj\s*<<[^>]*?/ByteRange.*?>>\s*endobj", content, re.DOTALL)
    copy = re.sub(rb"^\d+ 0 obj", b"9999 0 obj", match[0]) if match else b"9999 0 obj null endobj"
    return content + b"\n" + copy + b"\n%%EOF\n"


def _objects_without_a_table(content: bytes) -> bytes:
    """Incremental saving without a cross-reference: some readers mend the file by themselves."""
    return content + b"\n3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\ntrailer <<>>\n"


def flipped(seed: int) -> Tamper:
    """One bit of one byte, anywhere."""

    def change(content: bytes) -> bytes:
        chance = random.Random(seed)
        changed = bytearray(content)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)

    return of_bytes(change)


def cut(share: float) -> Tamper:
    return of_bytes(lambda content: content[: int(len(content) * share)])


def twin() -> bytes:
    """The same page, perfectly signed by somebody with the same name in their certificate."""
    return paper.forged()


WAYS: dict[str, Tamper] = {
    "text spelled otherwise": spelled_otherwise,
    "text left out": without_a_text,
    "text added": with_a_line_more,
    "text painted over": painted_over,
    "revision with another content": revisions.new_content_appended,
    "revision with a note": revisions.overlay_appended("/FreeText"),
    "revision with a stamp": revisions.overlay_appended("/Stamp"),
    "revision with a square": revisions.overlay_appended("/Square"),
    "revision with a form field": revisions.overlay_appended("/Widget"),
    "revision with other pages": revisions.another_tree_of_pages,
    "revision with another font map": revisions.another_font,
    "revision with another title": revisions.metadata_appended,
    "signature removed": without_its_signature,
    "signed again by a stranger": signed_again_by_a_stranger,
    "signed over by a stranger": signed_over_by_a_stranger,
    "stranger's twin": twin,
    "stranger's twin with another name": lambda: paper.forged(first="ปลอม"),
    "attachment changed": another_attachment(b"{}"),
    "attachment removed": another_attachment(None),
    "attachment of a stranger": the_credential_of_a_stranger,
    "ours inside of another": in_the_belly_of_another,
    "page before it": pages(_a_page_before),
    "page of another": pages(_another_page),
    "page cropped": pages(_cropped),
    "page in a hidden layer": pages(_with_layers),
    "script": pages(_acting("JavaScript")),
    "order to start a program": pages(_acting("Launch")),
    "address that opens": pages(_acting("URI")),
    "form that draws it anew": pages(_with_a_form),
    "metadata changed": pages(_named_otherwise),
    "saved anew": written(),
    "saved with object streams": written(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "saved for the web": written(linearize=True),
    "saved as plain text": written(qdf=True),
    "locked": written(encryption=pikepdf.Encryption(user="u", owner="o")),
    "locked against changes": written(encryption=pikepdf.Encryption(user="", owner="o")),
    "bytes behind": of_bytes(lambda content: content + b"\n"),
    "noughts behind": of_bytes(lambda content: content + bytes(4096)),
    "bytes before": of_bytes(lambda content: b"\n" + content),
    "another file before": of_bytes(lambda content: paper.forged() + content),
    "another file behind": of_bytes(lambda content: content + paper.forged()),
    "archive behind": of_bytes(lambda content: content + b"PK\x05\x06" + bytes(18)),
    "page of the web before": of_bytes(lambda content: b"<html>valid</html>\n" + content),
    "objects without a table": of_bytes(_objects_without_a_table),
    "signature covers less": of_bytes(_byte_range(b"/ByteRange [0 100 200 300]")),
    "signature covers nothing": of_bytes(_byte_range(b"/ByteRange [0 0 0 0]")),
    "signature covers itself": of_bytes(_byte_range(b"/ByteRange [0 9 5 999999]")),
    "signature covers minus one": of_bytes(_byte_range(b"/ByteRange [0 -1 2 -3]")),
    "signature says not what": of_bytes(_byte_range(b"/ByteRange null")),
    "signature emptied": of_bytes(_signature_emptied),
    "signature twice": of_bytes(_signature_twice),
    "cut at a tenth": cut(0.1),
    "cut in half": cut(0.5),
    "cut at the end": cut(0.999),
    **{f"bit flipped, {seed}": flipped(seed) for seed in range(6)},
}
