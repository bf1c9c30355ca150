"""The HTML of what lessons add to CommonMark. The words on it are Thai, as the lessons are."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import PurePosixPath
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from lms.curricula.markdown.checking import CALLOUTS, LINKS, callout_words, path_of
from lms.curricula.markdown.marks import source_mark, term_mark
from lms.curricula.markdown.self_check import VERDICTS
from lms.curricula.markdown.sheet import Sheet
from lms.curricula.sources import MediaRef

_PLAYED = {"video": "วิดีโอ", "audio": "เสียง"}


@cache
def writer() -> RendererHTML:
    return LessonWriter()


class LessonWriter(RendererHTML):
    """A method for each kind of token that CommonMark does not have or that we write otherwise."""

    def html_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return f"<p>{escape(tokens[idx].content)}</p>\n"

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return escape(tokens[idx].content)

    def figure(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token, sheet = tokens[idx], _sheet(env)
        picture = image(token, sheet)
        if url := sheet.ref(path_of(token.attrs["src"])).url:
            words = '<span class="visually-hidden"> เปิดดูภาพขยาย</span>'
            picture = f'<a class="zoom" href="{escape(url)}">{picture}{words}</a>'
        caption = str(token.attrs.get("title", ""))
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        return f"<figure>{picture}{below}</figure>\n"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return image(tokens[idx], _sheet(env))

    def source(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "".join(source_mark(key, _sheet(env)) for key in tokens[idx].meta["keys"])

    def term(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return term_mark(tokens[idx].content, _sheet(env))

    def player(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token, sheet = tokens[idx], _sheet(env)
        ref, captions = sheet.ref(token.content), sheet.ref(token.meta.get("captions", ""))
        if not ref.url:
            return ""
        track = (
            f'<track kind="captions" srclang="th" label="ไทย" src="{escape(captions.url)}" default>'
            if captions.url
            else ""
        )
        player = (
            f'<{token.info} controls preload="none" src="{escape(ref.url)}">{track}</{token.info}>'
        )
        words = f"ดาวน์โหลด{_PLAYED[token.info]}"
        link = f'<a class="download" href="{escape(ref.url)}" download>{words} '
        size = _size(token.content, ref)
        return f"<figure>{player}<figcaption>{link}{size}</a></figcaption></figure>\n"

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token, sheet = tokens[idx], _sheet(env)
        address = path_of(token.attrs["href"])
        if url := sheet.ref(address).url:
            kind = ' class="download" download' if "download" in token.meta else ""
            return f'<a href="{escape(url)}"{kind}>'
        if "download" in token.meta or not address.startswith(LINKS):
            return "<a>"
        outside = ' rel="noopener noreferrer"' if address.startswith("https://") else ""
        return f'<a href="{escape(str(token.attrs["href"]))}"{outside}>'

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        path = path_of(tokens[idx].meta.get("download", ""))
        ref = _sheet(env).ref(path)
        return f" {_size(path, ref)}</a>" if ref.url else "</a>"

    def container_callout_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        kind, keys = callout_words(tokens[idx])
        marks = "".join(source_mark(key, _sheet(env)) for key in keys)
        title = f'<p class="callout-title"><span>{CALLOUTS.get(kind, "")}{marks}</span></p>'
        return f'<div class="callout callout-{escape(kind)}" role="note">{title}\n'

    def container_callout_close(self, *_: Any) -> str:
        return "</div>\n"

    def transcript_open(self, *_: Any) -> str:
        return '<details class="transcript more"><summary>คำถอดเสียง</summary>\n'

    def transcript_close(self, *_: Any) -> str:
        return "</details>\n"

    def check_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        name = f"check-{tokens[idx].meta['number']}"
        title = f'<h2 class="callout-title check-title" id="{name}">ตรวจสอบความเข้าใจ</h2>'
        return f'<div class="check" role="group" aria-labelledby="{name}">{title}\n'

    def check_close(self, *_: Any) -> str:
        return "</div>\n"

    def check_option_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        meta = tokens[idx].meta
        hint = '<p class="check-hint">เลือกหนึ่งข้อ แล้วอ่านเหตุผล</p>\n' if meta["first"] else ""
        return f'{hint}<details name="{meta["name"]}"><summary>'

    def check_answer_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        right = tokens[idx].meta["right"]
        kind = "right" if right else "wrong"
        verdict = f'<p class="callout-title check-verdict">{VERDICTS[right]}</p>'
        return f'</summary><div class="check-answer is-{kind}">{verdict}\n'

    def check_option_close(self, *_: Any) -> str:
        return "</div></details>\n"


def image(token: Token, sheet: Sheet) -> str:
    ref = sheet.ref(path_of(token.attrs["src"]))
    if not ref.url:
        return escape(token.content)
    sides = f' width="{ref.width}" height="{ref.height}"' if ref.width and ref.height else ""
    alt = escape(token.content)
    return f'<img src="{escape(ref.url)}" alt="{alt}"{sides} loading="lazy" decoding="async">'


def _size(path: str, ref: MediaRef) -> str:
    kind = PurePosixPath(path).suffix.lstrip(".").upper()
    return f'<span class="size">({kind} {size_words(ref.size)})</span>'


def size_words(size: int) -> str:
    """ "120 kB", "2.3 MB": as phones count data."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB"


def _sheet(env: EnvType) -> Sheet:
    sheet = env["sheet"]
    assert isinstance(sheet, Sheet)
    return sheet
