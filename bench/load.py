"""Clients that ask again as soon as they are answered, and how long they waited."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Barrier, Thread
from time import perf_counter

from bench.client import BadAnswer, Connection

CLIENTS = (1, 4, 16)


@dataclass(frozen=True, slots=True)
class Run:
    """What one timed run saw; waits are in milliseconds."""

    per_second: float
    waits: tuple[float, ...]
    errors: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Several runs of the same: the median rate, and percentiles over all waits."""

    per_second: float
    p50: float
    p95: float
    errors: int


def timed(address: str, requests: Sequence[bytes], clients: int, seconds: float) -> Run:
    """Ask `requests` in a random order from so many connections for so long."""

    def one(connection: Connection, number: int) -> Callable[[], bool]:
        order = random.Random(number)

        def ask() -> bool:
            return connection.ask(order.choice(requests)).status == 200

        return ask

    return together(address, clients, seconds, one)


def together(
    address: str,
    clients: int,
    seconds: float,
    prepare: Callable[[Connection, int], Callable[[], bool]],
) -> Run:
    """Run `clients` threads, each repeating its act until the time is over."""
    waits: list[list[float]] = [[] for _ in range(clients)]
    errors = [0] * clients
    start = Barrier(clients + 1)

    def work(number: int) -> None:
        connection = Connection(address)
        act = prepare(connection, number)
        start.wait()
        end = perf_counter() + seconds
        while (began := perf_counter()) < end:
            try:
                fine = act()
            except (BadAnswer, OSError, StopIteration):
                fine = False
            waits[number].append((perf_counter() - began) * 1000)
            errors[number] += not fine
        connection.close()

    threads = [Thread(target=work, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    took = perf_counter() - began
    flat = tuple(wait for each in waits for wait in each)
    return Run(len(flat) / took, flat, sum(errors))


def summary(runs: Sequence[Run]) -> Summary:
    """The median rate; percentiles of everything that was waited for."""
    waits = sorted(wait for run in runs for wait in run.waits)
    return Summary(
        statistics.median(run.per_second for run in runs),
        percentile(waits, 50),
        percentile(waits, 95),
        sum(run.errors for run in runs),
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Of values in order; 0 when there are none."""
    if not ordered:
        return 0.0
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
