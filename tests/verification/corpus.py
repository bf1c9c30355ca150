"""A larger round than the suite's: `python -m tests.verification.corpus [HOW_MANY]`.

Hundreds of foreign PDFs, every way of tampering with ours, bits flipped by the hundred, bombs. Each
is sent to the desk as anybody sends it. Ends with 1 when one was called มีผล, was answered with a
fault, took more than ten seconds, or when a process needed more than 512 MB.
"""

from __future__ import annotations

import logging
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

from flask.testing import FlaskClient

from lms.confined import MEMORY
from lms.db import db
from tests.support.client import Client
from tests.support.databases import open_database
from tests.support.settings import scratch_folder
from tests.verification import foreign, hostile, paper, tampering

LONGEST = 10.0  # seconds


def files(wanted: int) -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and bytes."""
    for name, content in foreign.files(wanted):
        yield "foreign", name, content
    for name, make in tampering.WAYS.items():
        yield "tampered", name, make()
    for seed in range(1000, 1000 + wanted // 3):
        yield "bit flipped", str(seed), tampering.flipped(seed)()
    for bomb in hostile.BOMBS:
        yield "bomb", bomb.__name__, bomb()


def main(wanted: int) -> int:
    """Send them all; how many were answered as they should not be."""
    logging.disable(logging.INFO)
    faults: list[str] = []
    found: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    with scratch_folder() as folder, open_database("sqlite", folder) as database:
        database.app.test_client_class = Client
        with database.app.app_context(), closing(db.session):
            paper.in_register()
            client = database.app.test_client()
            for kind, name, content in files(wanted):
                took, said = _sent(client, content)
                slowest[kind] = max(slowest.get(kind, 0), took)
                found[kind, said] += 1
                if took > LONGEST or said.startswith(("match", "HTTP")):
                    faults.append(f"{kind}, {name}: {said}, {took:.1f} s")
    for (kind, said), count in sorted(found.items()):
        print(f"{kind:12} {said:24} {count:5}   slowest {slowest[kind]:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(f"peak of a process {peak / 2**20:.0f} MB")
    print(*faults, sep="\n")
    return len(faults) + (peak > MEMORY)


def _sent(client: FlaskClient, content: bytes) -> tuple[float, str]:
    began = time.monotonic()
    answer = client.post(
        "/verify/file",
        data={"file": (BytesIO(content), "a.pdf")},
        headers={"Accept": "application/json"},
    )
    took = time.monotonic() - began
    if answer.status_code not in {200, 413}:
        return took, f"HTTP {answer.status_code}"
    said = answer.get_json()
    return took, " ".join(filter(None, (said["document"], said["why"], said["status"])))


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]) if len(sys.argv) > 1 else 353), 1))
