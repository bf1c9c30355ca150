"""PostgreSQL and Redis of our own, on sockets in a short path, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.supervisor import die_with_parent
from tests.support.settings import memory

PATIENCE = 30.0  # seconds
_CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def postgresql_program(name: str) -> str:
    """The newest installed; Debian keeps them off PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"{name}: PostgreSQL is not installed (bin/test installs it)")
    return program


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """The address of a new cluster; append a database's name through `database_url`.

    A `durable` one waits for the disk at every commit, as a real one does.
    """
    # initdb refuses root, and a socket's path may have 107 characters at most.
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    place = None if durable else memory()
    folder = Path(tempfile.mkdtemp(prefix="lms-pg-", dir=place or "/tmp"))
    if os.getuid() == 0:
        shutil.chown(folder, user)
    data = folder / "data"
    subprocess.run(
        [
            *(postgresql_program("initdb"), "--pgdata", str(data), "--username", "postgres"),
            *("--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    options = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "max_connections": 100,
        **({} if durable else _CARELESS),
    }
    with _running(
        [postgresql_program("postgres"), "-D", str(data)]
        + [word for name, value in options.items() for word in ("-c", f"{name}={value}")],
        folder,
        ready=lambda: (folder / ".s.PGSQL.5432").exists() and _accepts(folder),
        user=user,
        end=signal.SIGQUIT,  # at once: what it has not written to its files is not wanted
    ):
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"


def database_url(cluster: str, name: str) -> str:
    """The same cluster, another database."""
    return cluster.replace("@/postgres?", f"@/{name}?")


def _accepts(folder: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of an empty Redis."""
    folder = Path(tempfile.mkdtemp(prefix="lms-redis-", dir="/tmp"))
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""]
    with _running([*command, "--dir", str(folder)], folder, ready=socket.exists):
        yield f"unix://{socket}"


@contextmanager
def _running(
    command: list[str],
    folder: Path,
    ready: Callable[[], bool],
    user: str | None = None,
    end: signal.Signals = signal.SIGINT,
) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=output,
            user=user,
            cwd=folder,
            preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - no threads
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(end)
        process.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)
