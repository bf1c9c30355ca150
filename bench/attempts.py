"""`bin/bench attempts`: whole tests taken over the web, and a hall full of people at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from itertools import chain
from threading import Thread

from bench.client import Answer, BadAnswer, Connection, get
from bench.floor import floor
from bench.flow import begin, save, whole
from bench.load import CLIENTS, Run, percentile, summary, timed, together
from bench.population import Learner
from bench.report import Plan, Report, conditions, table
from bench.site import Site, site

ANSWERS = 10
REQUESTS = 5 + ANSWERS  # open, start, the questions, ten answers, submit, review
HALL = 300
WITHIN = 10.0  # seconds
PACE = 1.0  # seconds that a quick person needs for an answer


def measure(plan: Plan) -> None:
    """Flows in a closed loop, then the burst."""
    conditions(
        plan,
        f"{plan.people:,} people; 2 web processes of 8 threads and a worker (lms serve)",
        f"a flow is {REQUESTS} requests: open, start, the questions, {ANSWERS} answers each saved"
        " by itself, hand in, review",
    )
    report = Report(plan)
    with (
        site(plan) as running,
        floor(
            running.settings.database_url,
            running.settings.data.parent,
            running.settings.web_processes,
        ) as bare,
    ):
        learners = list(running.population.ready)
        random.Random(1).shuffle(learners)
        fresh = chain(learners)
        _flows(running, bare.address, fresh, report)
        _burst(running, fresh, report, PACE)
        _burst(running, fresh, report, 0.0)
    report.write()


def _flows(running: Site, bare: str, fresh: Iterator[Learner], report: Report) -> None:
    plan = report.plan
    simple = [get(f"/{number}") for number in range(1, 1_000)]

    def prepare(connection: Connection, _number: int) -> Callable[[], bool]:
        def act() -> bool:
            return whole(connection, next(fresh), ANSWERS) == REQUESTS

        return act

    together(running.address, 4, 1.0, prepare)
    timed(bare, simple, 8, 0.5)
    lines = []
    for clients in CLIENTS:
        runs: list[Run] = []
        floors: list[Run] = []
        for _ in range(plan.runs):
            floors.append(timed(bare, simple, clients, plan.seconds / 2))
            runs.append(together(running.address, clients, plan.seconds, prepare))
        seen, under = summary(runs), summary(floors).per_second / REQUESTS
        label = "flows per second" if clients == 4 else f"flows per second c={clients}"
        report.add(label, seen.per_second, "flows/s", under)
        report.add(f"flow c={clients} p50", seen.p50, "ms")
        report.add(f"flow c={clients} p95", seen.p95, "ms")
        report.add(f"flow c={clients} errors", seen.errors, "")
        share = f"{seen.per_second / under:.2f}"
        lines.append((clients, seen.per_second, seen.p50, seen.p95, seen.errors, share))
    head = ("clients", "flows a second", "p50 ms", "p95 ms", "errors", "of floor")
    table(head, [(str(first), *rest) for first, *rest in lines])
    print(f"floor: {REQUESTS} bare pages with one query each on the same server\n")


def _burst(running: Site, fresh: Iterator[Learner], report: Report, pace: float) -> None:
    """Each of a hall's people begins at a moment of their own and saves ten answers."""
    waits: list[float] = []
    errors: list[str] = []
    moments = random.Random(7)

    def one(learner: Learner, start: float) -> None:
        time.sleep(start)
        connection = Watched(running.address, waits)
        try:
            paper = begin(connection, learner)
            for position in range(1, ANSWERS + 1):
                time.sleep(pace)
                save(connection, paper, position)
        except (BadAnswer, OSError) as fault:
            errors.append(str(fault))
        connection.close()

    people = [(next(fresh), moments.uniform(0, WITHIN)) for _ in range(HALL)]
    threads = [Thread(target=one, args=each, daemon=True) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(waits)
    label = "burst" if pace else "burst without pauses"
    report.add(f"{label} errors", len(errors), "")
    for percent in (50, 95, 99):
        report.add(f"{label} p{percent} ms", percentile(ordered, percent), "ms")
    said = f"{HALL} people begin within {WITHIN:g} s and save {ANSWERS} answers"
    how = f"{pace:g} s an answer" if pace else "without a pause"
    print(
        f"{said}, {how}: {len(ordered):,} requests, {len(errors)} errors,"
        f" p50 {percentile(ordered, 50):.0f} ms, p95 {percentile(ordered, 95):.0f} ms,"
        f" p99 {percentile(ordered, 99):.0f} ms"
    )
    for fault in sorted(set(errors))[:3]:
        print(f"  {fault}")


class Watched(Connection):
    """A connection that notes how long each answer took."""

    def __init__(self, address: str, waits: list[float]) -> None:
        super().__init__(address)
        self._waits = waits

    def ask(self, request: bytes) -> Answer:
        """As before, timed."""
        began = time.perf_counter()
        answer = super().ask(request)
        self._waits.append((time.perf_counter() - began) * 1000)
        return answer
