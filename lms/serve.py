"""`lms serve`: claims the data folder and the port, prepares, then hands over to the supervisor."""

from __future__ import annotations

import os
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket

import click

from lms.config import THREADS, Settings
from lms.console import CannotStart, say
from lms.premises import claim_folder, listen
from lms.supervisor import Service, Supervisor

GRACE = 15  # seconds that a request or a task gets to finish
LONG = 20  # seconds to become ready, after which we say what is missing
MEMORY = "/dev/shm"  # noqa: S108 - Linux keeps this folder in memory


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="8000 unless said; 0 takes a free one.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.option("--demo/--no-demo", default=True, help="Seed demo people on an empty database.")
def serve(port: int | None, data: Path | None, demo: bool) -> None:
    """เปิดระบบทั้งหมด · start web and worker under one supervisor."""
    try:
        _serve(port, data, demo=demo)
    except CannotStart as reason:
        click.echo(f"✗ {reason}", err=True)
        sys.exit(1)


def _serve(port: int | None, data: Path | None, *, demo: bool) -> None:
    # Everything we start reads the same environment.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # a heap for each of 8 threads costs 10 MB
    if data:
        os.environ["LMS_DATA"] = str(data.absolute())
    if port:
        os.environ["PORT"] = str(port)
    settings = Settings.from_env()
    with claim_folder(settings.data) as claim:
        door = listen(settings.host, 0 if port == 0 else settings.port)
        taken = door.getsockname()[1]
        os.environ["PORT"] = str(taken)
        settings = Settings.from_env()
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        claim.note(f"http://{host}:{taken}")
        supervisor = Supervisor((_web(settings, door), _lms("worker")), grace=GRACE)
        with supervisor.heeding_signals():
            if supervisor.run_first(_lms("prepare", *([] if demo else ["--no-demo"]))):
                supervisor.run(
                    _Knocking(settings.host, taken).is_answered,
                    lambda: _welcome(settings, f"http://{host}:{taken}"),
                )


def _lms(*arguments: str) -> Service:
    return Service(arguments[0], (sys.executable, "-m", "lms", *arguments))


def _web(settings: Settings, door: socket) -> Service:
    # No preload: the file store hangs in a child forked after its use.
    command = [
        *(sys.executable, "-m", "gunicorn", "lms.app:create_app()"),
        *("--bind", f"fd://{door.fileno()}"),
        *("--workers", str(settings.web_processes)),
        *("--worker-class", "gthread", "--threads", str(THREADS)),
        *("--graceful-timeout", str(GRACE - 3)),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    if os.access(MEMORY, os.W_OK):
        command += ["--worker-tmp-dir", MEMORY]  # its heartbeat must not wait for a disk
    return Service("web", command, keep=(door.fileno(),))


class _Knocking:
    """Asks /healthz until it answers 200; says once what is missing when that takes long."""

    def __init__(self, host: str, port: int) -> None:
        self._place = host, port
        self._patience_ends = time.monotonic() + LONG

    def is_answered(self) -> bool:
        """Whether the system is ready now."""
        status, answer = self._knock()
        if status == HTTPStatus.OK:
            return True
        if answer and time.monotonic() > self._patience_ends:
            self._patience_ends = float("inf")
            say("ระบบยังไม่พร้อม", f"not ready yet: {answer}", err=True)
        return False

    def _knock(self) -> tuple[int, str]:
        connection = HTTPConnection(*self._place, timeout=2)
        try:
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace").strip()
        except (OSError, HTTPException):
            return 0, ""
        finally:
            connection.close()


def _welcome(settings: Settings, address: str) -> None:
    say(f"พร้อมใช้งานที่ {address}", f"ready at {address}")
    if not settings.public_url.endswith(address.rpartition("//")[2]):
        say(f"ที่อยู่สาธารณะ {settings.public_url}", "the public address, printed into every QR")
    accounts = settings.data / "demo-accounts.json"
    if accounts.exists():
        say(f"บัญชีสาธิตอยู่ใน {accounts}", "demo sign-ins are in that file")
    say("กด Ctrl-C เพื่อหยุด", "Ctrl-C stops everything")
