"""A curriculum of one module that nothing is said against, taken from one that ships."""

import shutil
from pathlib import Path

from lms.curricula.files import read_curricula
from lms.curricula.files.problems import Problem
from lms.curricula.standard import advice_on

SHIPPED = Path(__file__).parents[3] / "curricula"
MODULE = "06-ethics-and-data"
_FROM = SHIPPED / "change-leader"
_EDITION = f"""\
slug: ethics
position: 1
name_th: จริยธรรม
name_en: Ethics
person_title_en: Volunteer
summary_th: สรุป
summary_en: Summary
hours: 3
law_as_of: 2026-11-01
sample: true
prerequisites: []
certificate: {{kind: wutthibat, issue: automatic, validity_months: null, design: standard}}
pass: {{percent: 70, attempts: 3, review: after_submission}}
pre_test:
  minutes: 20
  draw:
    - {{module: {MODULE}, count: 5}}
post_test:
  minutes: 30
  draw:
    - {{module: {MODULE}, objective: o1, count: 3}}
    - {{module: {MODULE}, difficulty: medium, count: 3}}
"""


def write_good(root: Path) -> Path:
    """The folder of a curriculum without fault, below `root`."""
    folder = root / "ethics"
    shutil.copytree(_FROM / "modules" / MODULE, folder / "modules" / MODULE)
    shutil.copy(SHIPPED / "sources.yaml", root)
    shutil.copy(_FROM / "glossary.yaml", folder)
    practicum = (_FROM / "practicum.yaml").read_text("utf-8")
    practicum = practicum.replace("module: 07-change-project", f"module: {MODULE}")
    (folder / "practicum.yaml").write_text(practicum, "utf-8")
    (folder / "edition.yaml").write_text(_EDITION, "utf-8")
    return folder


def found(root: Path) -> list[Problem]:
    """All that `lms curricula check` says of the curricula below `root`."""
    read = read_curricula(root)
    return sorted([*read.problems, *advice_on(read.editions)])
