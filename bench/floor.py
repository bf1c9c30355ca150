"""The floor of the stack: a bare Flask page with one query and a cached template.

Nothing of ours is in it: no session, no right, no translation, no compression. It runs on the
same server, with as many processes and threads, and reads the same database.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

from bench.site import until_it_answers
from lms.config import THREADS
from lms.supervisor import die_with_parent

_PAGE = "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1>"
_QUERY = text("SELECT first_name FROM persons WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Floor:
    """Where the bare page answers, and the process above those that make it."""

    address: str
    process: int


def create_app() -> Flask:
    """What gunicorn runs."""
    app = Flask("floor")
    engine = create_engine(os.environ["FLOOR_DATABASE"], pool_size=THREADS)

    @app.get("/<int:person_id>")
    def person(person_id: int) -> str:
        with engine.connect() as connection:
            name = connection.scalar(_QUERY, {"id": person_id})
        return render_template_string(_PAGE, name=name)

    return app


@contextmanager
def floor(database_url: str, folder: Path, processes: int) -> Iterator[Floor]:
    """Where it is, while it runs; the command is that of lms.serve."""
    door = create_server(("127.0.0.1", 0))
    command = [
        *(sys.executable, "-m", "gunicorn", "bench.floor:create_app()"),
        *("--bind", f"fd://{door.fileno()}", "--workers", str(processes)),
        *("--worker-class", "gthread", "--threads", str(THREADS)),
        *("--log-level", "warning", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"),
    ]
    with (folder / "floor.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            pass_fds=(door.fileno(),),
            env={**os.environ, "FLOOR_DATABASE": database_url},
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 - we have one thread
        )
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    try:
        until_it_answers(f"{address}/1")
        yield Floor(address, process.pid)
    finally:
        process.terminate()
        process.wait(30)
        door.close()
