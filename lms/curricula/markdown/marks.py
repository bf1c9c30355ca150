"""Marks in a lesson's text that lead to the lists at its end, and those lists."""

from html import escape

from lms.curricula.markdown.sheet import Sheet
from lms.curricula.sources import SourceMark

_READ = {
    SourceMark.PARTIAL: " (อ่านได้เพียงบางส่วน โปรดตรวจกับต้นฉบับก่อนอ้างอิง)",
    SourceMark.PROPOSAL: " (ข้อเสนอของผู้เขียน)",
}
_JOINED = "\u2060"  # no line begins after it


def source_mark(key: str, sheet: Sheet) -> str:
    number = sheet.cite(key)
    first = _first(f"cite-{number}", sheet)
    words = f'<span class="visually-hidden">แหล่งที่มา </span>[{number}]'
    return f'<sup class="source-mark"{first}><a href="#source-{number}">{words}</a></sup>'


def term_mark(word: str, sheet: Sheet) -> str:
    """A word that the list at the end explains; one that is not known stays as it is."""
    if word not in sheet.glossary:
        return escape(word)
    number = sheet.explain(word)
    first = _first(f"used-{number}", sheet)
    return f'<a class="term" href="#term-{number}"{first}>{escape(word)}</a>'


def term_list(sheet: Sheet) -> str:
    """What the lesson's terms mean. It stands before the sources, which it may add to."""
    if not sheet.terms:
        return ""
    items = "".join(_term_item(word, number, sheet) for number, word in enumerate(sheet.terms, 1))
    return (
        '<section class="terms" aria-labelledby="terms"><h2 id="terms">คำในบทนี้</h2>'
        f'<dl class="stacked">{items}</dl></section>\n'
    )


def source_list(sheet: Sheet) -> str:
    """The list that the source marks lead to, at the end of the lesson."""
    if not sheet.cited:
        return ""
    items = "".join(_source_item(key, number, sheet) for number, key in enumerate(sheet.cited, 1))
    return (
        '<section class="sources" aria-labelledby="sources"><h2 id="sources">แหล่งที่มา</h2>'
        f"<ol>{items}</ol></section>\n"
    )


def _term_item(word: str, number: int, sheet: Sheet) -> str:
    term = sheet.glossary[word]
    english = f' <span lang="en">{escape(term.en)}</span>' if term.en else ""
    marks = "".join(source_mark(key, sheet) for key in term.sources)
    means = escape(term.means) + (_JOINED + marks if marks else "")
    back = _back(f"used-{number}", f"คำว่า {word}")
    return f'<dt id="term-{number}">{escape(word)}{english}</dt><dd>{means} {back}</dd>'


def _source_item(key: str, number: int, sheet: Sheet) -> str:
    source = sheet.sources.get(key)
    words = f"{source.title} — {source.where}" if source else key
    words += _READ.get(source.mark, "") if source else ""
    back = _back(f"cite-{number}", f"ข้อ {number}")
    return f'<li id="source-{number}">{escape(words)} {back}</li>'


def _back(target: str, which: str) -> str:
    hidden = f'<span class="visually-hidden">{escape(which)}</span>'
    return f'<a href="#{target}">กลับไปที่เนื้อหา{hidden}</a>'


def _first(name: str, sheet: Sheet) -> str:
    """The id that the way back leads to, at the first place only."""
    if name in sheet.linked_back:
        return ""
    sheet.linked_back.add(name)
    return f' id="{name}"'
