"""`bin/bench web`: the pages of learners and of whoever verifies, beside a bare page."""

from __future__ import annotations

import statistics

from bench.client import get
from bench.floor import Floor, floor
from bench.load import CLIENTS, Run, Summary, summary, timed
from bench.memory import processor_seconds
from bench.pages import Asked, cost, pages
from bench.report import Plan, Report, conditions, table
from bench.site import Site, site

FLOOR = "floor"
WARM = 0.5  # seconds of warm-up for each page and process


def measure(plan: Plan) -> None:
    """Seed, warm, measure, print, write."""
    conditions(
        plan,
        f"{plan.people:,} people; 2 web processes of 8 threads and a worker (lms serve)",
        f"each run {plan.seconds:g} s a page; pages take turns, so that noise meets them alike",
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
        _measure(running, bare, report)
    report.write()


def _measure(running: Site, bare: Floor, report: Report) -> None:
    idle = running.memory()
    asked = pages(running)
    targets = [(bare.address, FLOOR, [get(f"/{number}") for number in range(1, 1_000)])]
    targets += [(running.address, one.name, one.requests) for one in asked]
    for address, _name, requests in targets:
        timed(address, requests, 8, WARM)
    peak = running.memory()
    work: dict[str, list[float]] = {}
    runs: dict[tuple[str, int], list[Run]] = {}
    for clients in CLIENTS:
        for _ in range(report.plan.runs):
            for address, name, requests in targets:
                process = bare.process if name == FLOOR else running.server.process.pid
                before = processor_seconds(process)
                run = timed(address, requests, clients, report.plan.seconds)
                used = processor_seconds(process) - before
                work.setdefault(name, []).append(used * 1000 / len(run.waits))
                runs.setdefault((name, clients), []).append(run)
            peak = max(peak, running.memory(), key=lambda seen: seen["all"])
    _speed({key: summary(found) for key, found in runs.items()}, report)
    _work(work, report)
    _costs(running, asked, report)
    _memory(idle, peak, report)


def _speed(found: dict[tuple[str, int], Summary], report: Report) -> None:
    lines = []
    for (name, clients), seen in found.items():
        baseline = found[FLOOR, clients].per_second
        label = f"{name} c={clients}"
        report.add(label, seen.per_second, "requests/s", None if name == FLOOR else baseline)
        report.add(f"{label} p50", seen.p50, "ms")
        report.add(f"{label} p95", seen.p95, "ms")
        if seen.errors:
            report.add(f"{label} errors", seen.errors, "")
        share = f"{seen.per_second / baseline:.2f}"
        lines.append((name, clients, seen.per_second, seen.p50, seen.p95, seen.errors, share))
    table(("page", "clients", "per second", "p50 ms", "p95 ms", "errors", "of floor"), lines)
    print("floor: a bare Flask page with one query on the same server\n")


def _work(found: dict[str, list[float]], report: Report) -> None:
    """Processor time a page, which others on the machine disturb least."""
    base = statistics.median(found[FLOOR])
    lines = []
    for name, each in found.items():
        spent = statistics.median(each)
        report.add(f"{name} processor", spent, "ms", None if name == FLOOR else base)
        lines.append((name, spent, f"{spent / base:.1f}", 1000 / spent))
    table(("page", "processor ms", "× floor", "a second and core"), lines)
    print("processor: of all processes of the server, over every run of the page\n")


def _costs(running: Site, asked: list[Asked], report: Report) -> None:
    lines = []
    for page in asked:
        found = cost(running, page)
        report.add(f"{page.name} queries", found.queries, "queries")
        report.add(f"{page.name} bytes", found.brotli, "bytes (brotli)")
        report.add(f"{page.name} bytes gzip", found.gzip, "bytes (gzip)")
        lines.append((page.name, found.queries, found.brotli, found.gzip, found.plain))
    table(("page", "queries", "bytes br", "bytes gzip", "bytes plain"), lines)
    print("queries: all of them, the session's and the rights' included\n")


def _memory(idle: dict[str, float], peak: dict[str, float], report: Report) -> None:
    for part, megabytes in idle.items():
        report.add(f"memory idle {part}", megabytes, "MB (PSS)")
        report.add(f"memory loaded {part}", peak[part], "MB (PSS)")
    table(("memory, MB (PSS)", "idle", "loaded"), [(p, seen, peak[p]) for p, seen in idle.items()])
