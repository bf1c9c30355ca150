"""sources.yaml: everything that lessons and questions may cite."""

from collections.abc import Mapping
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import read_document
from lms.curricula.files.problems import Problems
from lms.curricula.sources import Source, SourceMark

SOURCES = "sources.yaml"


def read_sources(folder: Path, problems: Problems) -> Mapping[str, Source]:
    """The sources of `folder`/sources.yaml by their keys."""
    document = read_document(folder / SOURCES, problems, "sources")
    if document is None:
        return {}
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    document.fields(faults)  # notes that it is no mapping
    for key, plain in document.plain.items() if isinstance(document.plain, dict) else ():
        fields = Fields(plain, (key,), faults)
        sources[key] = Source(
            fields.text("title", longest=500),
            fields.text("where", longest=500),
            fields.choice("mark", SourceMark),
            fields.prose("note", "", longest=1_000),
        )
        fields.close()
    document.report(faults, problems)
    return sources
