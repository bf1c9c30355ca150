"""Reading curricula from their folders, with every problem of every file at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.curricula.files.documents import read_document
from lms.curricula.files.edition_file import read_edition
from lms.curricula.files.glossary_file import GLOSSARY, read_glossary
from lms.curricula.files.hashing import content_hash
from lms.curricula.files.module_folder import read_module
from lms.curricula.files.practicum_file import read_practicum
from lms.curricula.files.problems import Problem, Problems
from lms.curricula.files.shapes import EditionFile, ModuleFile, PracticumFile
from lms.curricula.files.source_file import read_sources
from lms.curricula.files.whole import (
    check_design,
    check_edition,
    check_practicum,
    check_prerequisites,
)
from lms.curricula.glossary import Term
from lms.curricula.sources import Source

_OWN_FILES = {"edition.yaml", "practicum.yaml", GLOSSARY, "LICENSE", "LICENSE.md", "README.md"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. With any problem there may be holes in the editions: load none of them."""

    editions: tuple[EditionFile, ...]
    problems: tuple[Problem, ...]


def read_folder(folder: Path) -> Reading:
    """The curriculum in `folder`, or every one below it."""
    single = (folder / "edition.yaml").exists()
    return read_curriculum(folder) if single else read_curricula(folder)


def read_curricula(root: Path) -> Reading:
    """Every curriculum below `root` (a folder with an edition.yaml, beside sources.yaml)."""
    problems = Problems()
    sources = read_sources(root, problems)
    folders = sorted(file.parent for file in root.glob("*/edition.yaml"))
    if not folders:
        problems.note(root, 1, "no_curricula")
    read = [_read_edition(folder, sources, problems) for folder in folders]
    editions = sorted((one for one in read if one), key=lambda edition: edition.head.position)
    check_prerequisites(editions, problems)
    return Reading(tuple(editions), problems.sorted())


def read_curriculum(folder: Path) -> Reading:
    """The one curriculum in `folder`; its prerequisites are not looked for."""
    problems = Problems()
    edition = _read_edition(folder, read_sources(folder.parent, problems), problems)
    return Reading((edition,) if edition else (), problems.sorted())


def _read_edition(
    folder: Path, sources: Mapping[str, Source], problems: Problems
) -> EditionFile | None:
    document = read_document(folder / "edition.yaml", problems, "edition")
    glossary = read_glossary(folder, sources, problems)
    modules = _modules(folder, sources, glossary, problems)
    whole = len(modules) == len(_module_folders(folder))
    practicum = _practicum(folder, modules if whole else None, problems)
    _note_strays(folder, problems)
    if document is None:
        return None
    head = read_edition(document, problems)
    check_design(head, document, problems)
    if whole:  # what is said of modules that could not be read would be wrong
        check_edition(head, document, modules, problems)
    return EditionFile(
        folder=folder,
        head=head,
        modules=modules,
        practicum=practicum,
        sources=sources,
        glossary=glossary,
        content_hash=content_hash(folder),
    )


def _modules(
    folder: Path,
    sources: Mapping[str, Source],
    glossary: Mapping[str, Term],
    problems: Problems,
) -> tuple[ModuleFile, ...]:
    folders = _module_folders(folder)
    if not folders:
        problems.note(folder / "modules", 1, "no_modules")
    read = (read_module(path, sources, glossary, problems) for path in folders)
    return tuple(module for module in read if module)


def _module_folders(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "modules").glob("[!.]*") if path.is_dir())


def _practicum(
    folder: Path, modules: tuple[ModuleFile, ...] | None, problems: Problems
) -> PracticumFile | None:
    """The practicum, if there is one; `modules` are None when they could not all be read."""
    file = folder / "practicum.yaml"
    document = read_document(file, problems, "practicum") if file.exists() else None
    if document is None:
        return None
    practicum = read_practicum(document, problems)
    if modules is not None:
        check_practicum(practicum, document, modules, problems)
    return practicum


def _note_strays(folder: Path, problems: Problems) -> None:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in _OWN_FILES and not path.name.startswith("."):
            problems.note(path, 1, "stray_file")
