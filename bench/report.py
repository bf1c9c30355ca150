"""What was measured: conditions, rows, a table to read and a file for machines."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for."""

    name: str
    database: str
    people: int
    runs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `baseline` is the alternative of the same run, `ratio` ours over it."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None


@dataclass
class Report:
    """Collects the rows of one measurement."""

    plan: Plan
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str, baseline: float | None = None) -> None:
        """One figure; the ratio is worked out."""
        ratio = round(value / baseline, 3) if baseline else None
        self.rows.append(Row(name, round(value, 2), unit, _rounded(baseline), ratio))

    def write(self) -> None:
        """Write the JSON; says where."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        suffix = "" if self.plan.database == "sqlite" else f"-{self.plan.database}"
        path = RESULTS / f"{self.plan.name}{suffix}.json"
        content = {
            "name": self.plan.name,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "conditions": asdict(self.plan),
            "rows": [asdict(row) for row in self.rows],
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"\n{path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def machine() -> dict[str, Any]:
    """What it ran on, and how busy that was before we began."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30, 1),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load_before": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def conditions(plan: Plan, *more: str) -> None:
    """Print what the figures depend on."""
    about = machine()
    print(f"bin/bench {plan.name} · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(f"  {about['processor']}, {about['cores']} cores, load {about['load_before']} before")
    print(f"  {about['system']}, Python {about['python']}, database {plan.database}")
    runs = f"median of {plan.runs} runs after a warm-up" if plan.runs > 1 else "one run"
    print(f"  {runs}; the client runs on the same machine")
    for line in more:
        print(f"  {line}")
    print("  a shared machine is noisy: trust the ratio within one run, not the number\n")


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Print columns, the first to the left and the others to the right."""
    rows = [list(head), *([_text(cell) for cell in line] for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for number, row in enumerate(rows):
        cells = [
            row[0].ljust(widths[0]),
            *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("─" * width for width in widths))


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:,.2f}"
    return "" if cell is None else str(cell)
