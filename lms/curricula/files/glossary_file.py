"""glossary.yaml: the words that a curriculum's lessons explain. A curriculum may have none."""

from collections.abc import Mapping
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import read_document
from lms.curricula.files.problems import Problems
from lms.curricula.glossary import Term
from lms.curricula.sources import Source

GLOSSARY = "glossary.yaml"


def read_glossary(
    folder: Path, sources: Mapping[str, Source], problems: Problems
) -> Mapping[str, Term]:
    """The terms of `folder`/glossary.yaml by their words."""
    file = folder / GLOSSARY
    document = read_document(file, problems, "glossary") if file.exists() else None
    if document is None or not isinstance(document.plain, list):
        return {}
    faults: list[Fault] = []
    glossary: dict[str, Term] = {}
    for place, plain in enumerate(document.plain):
        fields = Fields(plain, (place,), faults)
        word, term = (
            fields.text("term", longest=100),
            _term(fields, sources, document.line((place,))),
        )
        fields.close()
        if word in glossary:
            fields.note("twice", (place, "term"), value=word)
        elif word:
            glossary[word] = term
    document.report(faults, problems)
    return glossary


def _term(fields: Fields, sources: Mapping[str, Source], line: int) -> Term:
    term = Term(
        means=fields.text("means", longest=1_000),
        en=fields.text("en", "", longest=200),
        sources=fields.texts("sources"),
        line=line,
    )
    for number, key in enumerate(term.sources):
        if key not in sources:
            fields.note("unknown_source", (*fields.path, "sources", number), value=key)
    return term
