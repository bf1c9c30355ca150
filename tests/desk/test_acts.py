"""Every act that the code records is called something that an auditor can read."""

import ast
from collections.abc import Iterator

from lms.desk.acts import ACTS, SUBJECTS
from lms.root import ROOT


def recorded() -> Iterator[tuple[ast.expr, ast.expr]]:
    """(act, subject) of every `audit.record(actor, act, subject, …)` in the code."""
    for file in sorted((ROOT / "lms").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                yield node.args[1], node.args[2]


def test_every_act_and_subject_has_words():
    found = list(recorded())
    acts = {act.value for act, _ in found if isinstance(act, ast.Constant)}
    subjects = {subject.value for _, subject in found if isinstance(subject, ast.Constant)}

    assert len(acts) > 20
    assert acts - set(ACTS) == set(), "give it words in lms/desk/acts.py"
    assert subjects - set(SUBJECTS) == set(), "give it words in lms/desk/acts.py"
