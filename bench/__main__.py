"""`bin/bench NAME`: one measurement, its alternative in the same run, a table, and JSON."""

from __future__ import annotations

import logging
from importlib import import_module

import click

NAMES = {
    "web": "pages: requests a second, milliseconds, queries, bytes, memory",
    "attempts": "whole tests, and 300 volunteers who begin within ten seconds",
    "verification": "answers by number, by QR address, and by file",
    "certificates": "documents a second, beside naive WeasyPrint",
    "bulk": "everybody's certificate issued, printed, signed and stored, once",
}


@click.command(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="; ".join(f"{name}: {line}" for name, line in NAMES.items()),
)
@click.argument("name", type=click.Choice(tuple(NAMES)))
@click.option("--database", type=click.Choice(("sqlite", "postgresql")), default="sqlite")
@click.option("--people", default=20_000, show_default=True, help="Volunteers with an enrolment.")
@click.option("--runs", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seconds", default=1.5, show_default=True, help="Length of one timed run.")
def main(name: str, database: str, people: int, runs: int, seconds: float) -> None:
    """Measure one thing and write bench/results/NAME.json."""
    from bench.report import Plan

    logging.disable(logging.INFO)  # the tables are to be read
    import_module(f"bench.{name}").measure(Plan(name, database, people, runs, seconds))


main(prog_name="bin/bench")
