"""What can be wrong only between the files of a curriculum, or between curricula."""

from collections.abc import Iterator, Mapping, Sequence

from lms.curricula.drawing import BankItem, draw
from lms.curricula.files.documents import Document
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import EditionFile, EditionHead, ModuleFile, PracticumFile, TestFile
from lms.root import ROOT

DESIGNS = ROOT / "certificates"


def check_edition(
    head: EditionHead, document: Document, modules: Sequence[ModuleFile], problems: Problems
) -> None:
    """Hours, blueprints and requirements against the modules."""
    total = sum(module.hours for module in modules)
    if total != head.hours:
        line = document.line(("hours",))
        problems.note(document.file, line, "hours_differ", hours=head.hours, total=total)
    for test in (head.pre_test, head.post_test):
        _check_test(test, document, modules, problems)
    _check_requires(document, modules, problems)


def check_design(head: EditionHead, document: Document, problems: Problems) -> None:
    """The certificate's design is there."""
    known = sorted(file.parent.name for file in DESIGNS.glob("*/design.toml"))
    if head.certificate.design not in known:
        words = {"value": head.certificate.design, "known": ", ".join(known)}
        line = document.line(("certificate", "design"))
        problems.note(document.file, line, "unknown_design", **words)


def check_practicum(
    practicum: PracticumFile,
    document: Document,
    modules: Sequence[ModuleFile],
    problems: Problems,
) -> None:
    slugs = [module.slug for module in modules]
    if practicum.module and practicum.module not in slugs:
        words = {"value": practicum.module, "known": ", ".join(slugs)}
        problems.note(document.file, document.line(("module",)), "unknown_module", **words)


def check_prerequisites(editions: Sequence[EditionFile], problems: Problems) -> None:
    """Prerequisites name curricula that are there, and none waits for itself."""
    graph = {edition.slug: edition.head.prerequisites for edition in editions}
    for edition in editions:
        file = edition.folder / "edition.yaml"
        for slug in edition.head.prerequisites:
            if slug not in graph:
                known = ", ".join(graph)
                problems.note(file, 1, "unknown_curriculum", value=slug, known=known)
    for ring in _rings(graph):
        file = next(edition.folder for edition in editions if edition.slug == ring[0])
        problems.note(file / "edition.yaml", 1, "cycle", ring=" → ".join(ring))


def _check_test(
    test: TestFile, document: Document, modules: Sequence[ModuleFile], problems: Problems
) -> None:
    known = {module.slug: module for module in modules}
    unknown = set()
    for place, row in enumerate(test.draw):
        line = test.lines[place]
        module = known.get(row.module)
        if module is None:
            unknown.add(place)
            words = {"value": row.module, "known": ", ".join(known)}
            problems.note(document.file, line, "unknown_module", **words)
        elif row.objective and row.objective not in [one.id for one in module.objectives]:
            unknown.add(place)
            words = {
                "value": row.objective,
                "known": ", ".join(one.id for one in module.objectives),
            }
            problems.note(document.file, line, "unknown_objective", **words)
    for shortage in draw(test.draw, bank_items(modules), 0).shortages:
        if shortage.place not in unknown:
            words = {"wanted": str(shortage.wanted), "found": str(shortage.found)}
            line = test.lines[shortage.place]
            problems.note(document.file, line, "too_few_questions", **words)


def bank_items(modules: Sequence[ModuleFile]) -> list[BankItem[str]]:
    """Every question of the modules, as drawing wants them; keys are "module/question"."""
    return [
        BankItem(
            f"{module.slug}/{question.id}", module.slug, question.objective, question.difficulty
        )
        for module in modules
        for question in module.questions
    ]


def _check_requires(document: Document, modules: Sequence[ModuleFile], problems: Problems) -> None:
    graph = {module.slug: module.requires for module in modules}
    folder = document.file.parent / "modules"
    for module in modules:
        for slug in module.requires:
            if slug not in graph:
                words = {"value": slug, "known": ", ".join(graph)}
                problems.note(folder / module.slug / "module.yaml", 1, "unknown_module", **words)
    for ring in _rings(graph):
        file = folder / ring[0] / "module.yaml"
        problems.note(file, 1, "cycle", ring=" → ".join(ring))


def _rings(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Every ring once, beginning with the first of its names."""
    for start in sorted(graph):
        ring = _way_back(graph, start)
        if ring and start == min(ring):
            yield ring


def _way_back(graph: Mapping[str, Sequence[str]], start: str) -> list[str] | None:
    """The shortest way from `start` to itself."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for following in graph.get(way[-1], ()):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return None
