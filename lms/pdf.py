"""The one file that knows WeasyPrint: HTML and a folder in, an archival PDF out.

The result is PDF/A-3a and PDF/UA-1 at once, one page or as many as the text needs, and its
copied text is the printed text (see `lms.pdf_text`). A document may read the folders it is
given and nothing else: no other file, no network.
"""

import mimetypes
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lms import pdf_text

if TYPE_CHECKING:
    from lms.qr import Rectangles


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF. `relationship` as in ISO 32000-2 (Data, Source, …)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class LaidOutText:
    """A run of text, as it is printed, and the side it is set to: left, center or right."""

    text: str
    align: str


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A finished document with what its file does not say: the runs of text by their marks, and
    the whole files of its fonts by their names in it."""

    pdf: bytes
    runs: Mapping[int, LaidOutText]
    fonts: Mapping[str, bytes]


class ForbiddenSource(ValueError):
    """A document asked for something outside its own folders."""


def render(
    html: str,
    folder: Path,
    *,
    also: Sequence[Path] = (),
    attachments: Sequence[Attachment] = (),
    code: "Rectangles" = (),
) -> bytes:
    """The PDF of `html`, whose relative addresses start in `folder`; `also` may be read too.

    `code` is put where the page has a blank one (`lms.pdf_code`). Raises NoPlaceForCode when there
    is none, ForbiddenSource when the document reaches for anything else, OSError when a file it
    names is not there.
    """
    return lay_out(html, folder, also=also, attachments=attachments, code=code).pdf


def lay_out(
    html: str,
    folder: Path,
    *,
    also: Sequence[Path] = (),
    attachments: Sequence[Attachment] = (),
    code: "Rectangles" = (),
) -> LaidOut:
    """As `render`, with what is known while it is drawn."""
    from weasyprint import HTML
    from weasyprint import Attachment as WeasyAttachment

    from lms.pdf_finish import finish

    fetcher = _fetcher((folder, *also))
    document = HTML(string=html, base_url=f"{folder.resolve()}/", url_fetcher=fetcher).render(
        font_config=_font_configuration(), pdf_variant="pdf/a-3a"
    )
    runs: dict[int, LaidOutText] = {}
    fonts: dict[str, bytes] = {}
    for page in document.pages:
        page.paint = _spelt(page.paint, document.fonts, runs, fonts)
    out = BytesIO()
    document.write_pdf(
        out,
        pdf_variant="pdf/a-3a",
        uncompressed_pdf=True,
        attachments=[
            WeasyAttachment(
                file_obj=BytesIO(file.content),
                name=file.name,
                description=file.description,
                relationship=file.relationship,
            )
            for file in attachments
        ],
    )
    if fetcher.fault:
        raise fetcher.fault
    return LaidOut(finish(out.getvalue(), code), runs, fonts)


def _spelt(
    paint: Callable[..., None],
    fonts: dict[str, Any],
    found: dict[int, LaidOutText],
    files: dict[str, bytes],
) -> Callable[..., None]:
    """Page painting that also writes down the text of every run (WeasyPrint keeps it only here)."""
    from pydyf import Dictionary, String

    def paint_and_spell(stream: Any, *args: Any, **kwargs: Any) -> None:
        paint(stream, *args, **kwargs)
        tags = stream._tags.items()  # noqa: SLF001  box to marked-content number, nowhere else
        boxes = {tag["mcid"]: box for box, tag in tags if hasattr(box, "text")}
        runs = {mark: box.text for mark, box in boxes.items()}
        found.update({mark: LaidOutText(box.text, _align(box)) for mark, box in boxes.items()})
        for item in stream.stream:
            if isinstance(item, Dictionary) and item.get("MCID") in runs:
                item["ActualText"] = String(pdf_text.spelling(runs[item["MCID"]]))
        for font in fonts.values():
            pdf_text.correct_glyph_map(font.to_unicode, font.file_content)
            files[font.hash] = font.file_content  # whole: a part of it is all that is written

    return paint_and_spell


def _align(box: Any) -> str:
    side = str(box.style["text_align_all"])
    return {"start": "left", "end": "right"}.get(side, side)


@lru_cache(maxsize=1)
def _font_configuration() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(folders: Sequence[Path]) -> Any:
    """A fetcher of `data:` addresses and of files inside `folders`."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    roots = tuple(folder.resolve() for folder in folders)

    class FolderFetcher(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"})
            self.fault: Exception | None = None  # WeasyPrint itself would only log it

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            try:
                path = _inside(url, roots)
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
            except (ForbiddenSource, OSError) as fault:
                self.fault = self.fault or fault
                raise

    return FolderFetcher()


def _inside(url: str, roots: Sequence[Path]) -> Path:
    parts = urlsplit(url)
    path = Path(unquote(parts.path)).resolve()
    inside = any(path.is_relative_to(root) for root in roots)
    if parts.scheme == "file" and not parts.netloc and inside:
        return path
    raise ForbiddenSource(f"a document may not read {url[:200]}")


def bound(documents: Iterable[bytes]) -> bytes:
    """All in one file, which is for looking at: it is neither archival nor accessible."""
    import pikepdf

    with pikepdf.new() as whole:
        for document in documents:
            with pikepdf.open(BytesIO(document)) as one:
                whole.pages.extend(one.pages)
        out = BytesIO()
        whole.save(out)
        return out.getvalue()


def attached(document: bytes, name: str) -> bytes | None:
    """What is attached to a document of our own by this name, byte for byte."""
    import pikepdf

    with pikepdf.open(BytesIO(document)) as one:
        found = one.attachments.get(name)
        return found.get_file().read_bytes() if found else None
