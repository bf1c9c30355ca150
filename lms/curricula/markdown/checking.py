"""Everything that can be wrong with a lesson's text, found before it is written out."""

from collections.abc import Iterator
from itertools import pairwise, takewhile
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it.token import Token

from lms.curricula.markdown.sheet import Media, Sheet

CALLOUTS = {
    "law": "กฎหมาย",
    "do": "ควรทำ",
    "dont": "ห้ามทำ",
    "case": "กรณีศึกษา",
    "summary": "สรุปบทเรียน",
}
_BOXES = ("check", "transcript")  # more than a title around a text
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
PLAYERS = {"video": (".mp4", ".webm"), "audio": (".mp3", ".m4a", ".ogg")}
CAPTIONS = (".vtt",)
LINKS = ("https://", "tel:", "mailto:", "#")
_MOST_COLUMNS = 3


def check(tokens: list[Token], text: str, sheet: Sheet) -> None:
    """Notes the faults of the whole lesson in `sheet`, and finds its media."""
    lines = text.split("\n")
    _check_headings(tokens, sheet)
    for place, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "html_block":
                sheet.note("raw_html", line)
            case "figure":
                _check_figure(token, line, sheet)
            case "player":
                _check_player(token, line, sheet)
                _check_transcript(tokens[place + 1 : place + 2], line, sheet)
            case "container_callout_open":
                _check_callout(token, line, lines, sheet)
            case "transcript_open" | "check_open":
                _check_box(token, line, lines, sheet)
            case "tr_open":
                _check_row(tokens[place:], line, sheet)
            case "inline":
                _check_inline(token.children or [], sheet)
    if not text.strip():
        sheet.note("no_text", 1)
    sheet.faults.sort(key=lambda fault: fault.path[0])


def path_of(token_value: object) -> str:
    """The media path that a link means (the parser has escaped Thai letters)."""
    return unquote(str(token_value))


def callout_words(token: Token) -> tuple[str, list[str]]:
    """A callout's kind and the keys of the sources that it names."""
    kind, *keys = token.info.replace(",", " ").split()
    return kind, keys


def _check_headings(tokens: list[Token], sheet: Sheet) -> None:
    opened = [token for token in tokens if token.type == "heading_open"]
    levels = [1, *(int(token.tag[1]) for token in opened)]
    for token, (before, level) in zip(opened, pairwise(levels), strict=True):
        if level == 1 or level > before + 1:
            sheet.note("heading_level", token.map[0] + 1 if token.map else 1)


def _check_figure(token: Token, line: int, sheet: Sheet) -> None:
    if not token.content.strip():
        sheet.note("no_alt", line)
    if _check_media(path_of(token.attrs["src"]), PICTURES, line, sheet):
        sheet.picture_bytes += sheet.ref(path_of(token.attrs["src"])).size


def _check_player(token: Token, line: int, sheet: Sheet) -> None:
    _check_media(token.content, PLAYERS[token.info], line, sheet)
    captions = token.meta.get("captions", "")
    if captions:
        _check_media(captions, CAPTIONS, line, sheet)
    elif token.info == "video":
        sheet.note("no_captions", line)
    for key in token.meta.keys() - {"captions"}:
        sheet.note("unknown_key", line, key=key, known="captions")


def _check_media(path: str, suffixes: tuple[str, ...], line: int, sheet: Sheet) -> bool:
    code = media_fault(path, suffixes, sheet.find)
    if code:
        sheet.note(code, line, value=path, known=" ".join(suffixes))
    return not code


def _check_transcript(following: list[Token], line: int, sheet: Sheet) -> None:
    if not following or following[0].type != "transcript_open":
        sheet.note("no_transcript", line)


def media_fault(path: str, suffixes: tuple[str, ...], find: Media) -> str:
    """The code of what is wrong with a path to media, "" when nothing is."""
    if not _is_local(path):
        return "remote_media"
    if suffixes and PurePosixPath(path).suffix.lower() not in suffixes:
        return "media_kind"
    return "" if find(path) else "dangling_media"


def _is_local(path: str) -> bool:
    return path.startswith("media/") and ".." not in path and "\\" not in path


def _check_callout(token: Token, line: int, lines: list[str], sheet: Sheet) -> None:
    kind, keys = callout_words(token)
    if kind not in CALLOUTS:
        known = ", ".join((*CALLOUTS, *_BOXES))
        sheet.note("unknown_callout", line, value=kind, known=known)
    _check_closed(token, line, lines, sheet)
    _check_sources(keys, line, sheet)


def _check_box(token: Token, line: int, lines: list[str], sheet: Sheet) -> None:
    """A check question or a transcript."""
    _check_closed(token, line, lines, sheet)
    if not token.meta.get("after_player", True):
        sheet.note("lone_transcript", line)
    for code, at, words in token.meta.get("wrong", ()):
        sheet.note(code, at, **words)


def _check_closed(token: Token, line: int, lines: list[str], sheet: Sheet) -> None:
    last = token.map[1] if token.map else 0
    if last >= len(lines) or not lines[last].strip().startswith(":::"):
        sheet.note("open_callout", line, value=token.info.split()[0])


def _check_row(row: list[Token], line: int, sheet: Sheet) -> None:
    cells = takewhile(lambda token: token.type != "tr_close", row)
    if sum(token.type == "th_open" for token in cells) > _MOST_COLUMNS:
        sheet.note("wide_table", line)


def _check_inline(children: list[Token], sheet: Sheet) -> None:
    for child in _all(children):
        line = int(child.meta.get("line", 1))
        match child.type:
            case "html_inline":
                sheet.note("raw_html", line)
            case "image":
                sheet.note("inline_image", line)
            case "source":
                _check_sources(child.meta["keys"], line, sheet)
            case "term" if child.content not in sheet.glossary:
                sheet.note("unknown_term", line, value=child.content)
            case "link_open":
                _check_link(child, line, sheet)


def _all(children: list[Token]) -> Iterator[Token]:
    for child in children:
        yield child
        yield from _all(child.children or [])


def _check_sources(keys: list[str], line: int, sheet: Sheet) -> None:
    for key in keys:
        if key not in sheet.sources:
            sheet.note("unknown_source", line, value=key)


def _check_link(token: Token, line: int, sheet: Sheet) -> None:
    address = path_of(token.attrs["href"])
    if "download" in token.meta or address.startswith("media/"):
        _check_media(address, (), line, sheet)
    elif not address.startswith(LINKS):
        sheet.note("bad_link", line, value=address)
