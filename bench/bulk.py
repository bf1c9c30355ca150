"""`bin/bench bulk`: due certificates issued, printed, signed and stored, by the commands an
administrator would type, on a real database and disk.

Everybody of `--people` is due. The alternative of the same run is naive WeasyPrint with pyHanko's
defaults, a process a core, which would still have to be stored and known.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import func, select

from bench import certificates as paper
from bench.memory import proportional
from bench.population import populate_due
from bench.report import Plan, Report, conditions, table
from bench.site import application
from lms.certification.models import CertificateDocument
from lms.certification.signing import Signer, make_test_key
from lms.config import Settings
from lms.curricula.outline import published
from lms.db import db
from tests.support.live import WITHOUT_SURROUNDINGS
from tests.support.servers import postgresql

CORES = os.cpu_count() or 1
NAIVE = 12  # documents of the alternative, on every core
TICK = 1.0  # seconds between two looks at a run
STEADY = 0.1  # of the run at both ends is warming up and running dry: not compared


@dataclass(frozen=True, slots=True)
class Look:
    """How far a run was at a moment, and the megabytes (PSS) of its largest process."""

    seconds: float
    documents: int
    megabytes: float


def measure(plan: Plan) -> None:
    """Issue, then print; then the log is asked whether all of it is as it was logged."""
    plan = replace(plan, runs=1)
    conditions(plan, f"{plan.people:,} due certificates, {CORES} processes")
    report = Report(plan)
    with _installation(plan) as (environment, slugs):
        issuing = _issuing(environment, slugs)
        looks, (count, heaviest) = _printing(environment)
        verifying = _timed(environment, "log", "verify")
    assert count == plan.people, f"{count} documents for {plan.people} people"
    _say(report, issuing, looks, heaviest, verifying)
    report.write()


@contextmanager
def _installation(plan: Plan) -> Iterator[tuple[dict[str, str], list[str]]]:
    """A folder and database with so many people who are due; the environment that names it."""
    folder = Path(tempfile.mkdtemp(prefix="lms-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        environment = {"LMS_DATA": str(folder)}
        if plan.database == "postgresql":
            environment["LMS_DATABASE_URL"] = stack.enter_context(postgresql(durable=True))
        _lms(environment, "prepare")
        app = application(Settings.from_env(environment))
        with app.app_context():
            populate_due(app, plan.people)
            slugs = [one.slug for one in published()]
            db.session.remove()
            db.engine.dispose()
        yield environment, slugs


def _issuing(environment: Mapping[str, str], slugs: Sequence[str]) -> float:
    return sum(_timed(environment, "certificates", "issue", "--curriculum", slug) for slug in slugs)


def _timed(environment: Mapping[str, str], *words: str) -> float:
    """Seconds of a command."""
    began = time.perf_counter()
    _lms(environment, *words)
    return time.perf_counter() - began


def _lms(environment: Mapping[str, str], *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "lms", *words],
        env={**WITHOUT_SURROUNDINGS, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _printing(environment: Mapping[str, str]) -> tuple[list[Look], tuple[int, int]]:
    """`lms certificates print`, looked at every second by somebody else; and what there is
    afterwards: how many documents, and the bytes of the largest."""
    app = application(Settings.from_env(environment))
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "lms", "certificates", "print", "--processes", str(CORES)],
        env={**WITHOUT_SURROUNDINGS, **environment},
        stdout=subprocess.DEVNULL,
    )
    looks = [Look(0, 0, 0)]
    with app.app_context():
        while process.poll() is None:
            time.sleep(TICK)
            looks.append(Look(time.perf_counter() - began, _documents()[0], _largest(process.pid)))
        found = _documents()
        db.engine.dispose()
    if process.returncode:
        raise SystemExit(f"lms certificates print ended with {process.returncode}")
    return looks, found


def _documents() -> tuple[int, int]:
    query = select(func.count(), func.max(CertificateDocument.size))
    count, heaviest = db.session.execute(query).one()
    db.session.rollback()
    return count, heaviest or 0


def _largest(parent: int) -> float:
    """Megabytes of the largest process below the command."""
    sizes = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                sizes.append(proportional(int(stat.parent.name)))
        except OSError:
            continue  # it has just ended
    return max(sizes, default=0.0)


def _say(
    report: Report, issuing: float, looks: Sequence[Look], heaviest: int, verifying: float
) -> None:
    people = report.plan.people
    printing = looks[-1].seconds
    early, late = _halves(looks)
    naive = _naive()
    report.add("issued", people / issuing, "certificates/s")
    report.add("printed, signed, stored", people / printing, "documents/s", naive)
    report.add("all of it", people / (issuing + printing), "documents/s", naive)
    report.add("rate, second half", late.rate, "documents/s", early.rate)
    report.add("memory MB, second half", late.megabytes, "MB a process", early.megabytes)
    report.add("largest document", heaviest, "bytes")
    report.add("naive, signed", naive, "documents/s")
    report.add("lms log verify, every file", people / verifying, "documents/s")
    table(
        ("", "value", "beside", "ratio"),
        [(f"{row.name} ({row.unit})", row.value, row.baseline, row.ratio) for row in report.rows],
    )
    minutes = 133_304 / people * (issuing + printing) / 60
    print(f"\nat this pace 133,304 take {minutes:.1f} minutes")


@dataclass(frozen=True, slots=True)
class Half:
    """Documents a second, and the most megabytes of a process."""

    rate: float
    megabytes: float


def _halves(looks: Sequence[Look]) -> tuple[Half, Half]:
    """The run without its ends, in two."""
    whole = looks[-1].seconds
    inner = [one for one in looks if STEADY < one.seconds / whole < 1 - STEADY]
    middle = len(inner) // 2
    return _half(inner[: middle + 1]), _half(inner[middle:])


def _half(looks: Sequence[Look]) -> Half:
    first, last = looks[0], looks[-1]
    rate = (last.documents - first.documents) / (last.seconds - first.seconds)
    return Half(rate, statistics.median(one.megabytes for one in looks))


def _naive() -> float:
    """Documents a second of the naive way on every core, signed but nowhere kept."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        list(pool.map(_naively, [1] * CORES))  # each loads WeasyPrint
        began = time.perf_counter()
        list(pool.map(_naively, [NAIVE] * CORES))
        return NAIVE * CORES / (time.perf_counter() - began)


def _naively(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make_test_key(Path(folder))
        signer = Signer(Path(folder))
        for one in paper.people(count):
            paper.naively_signed(paper.naive(one, signer), Path(folder))
