"""The whole system as `lms serve` runs it, on a free port and a folder of its own."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from lms.root import ROOT
from lms.supervisor import die_with_parent
from tests.support.settings import scratch_folder

PATIENCE = 180.0  # seconds; the first start loads the curricula and seeds demo people
WITHOUT_SURROUNDINGS = {k: v for k, v in os.environ.items() if not k.startswith(("LMS_", "PORT"))}


@dataclass
class Server:
    """A running `lms serve`."""

    process: subprocess.Popen[bytes]
    data: Path
    log: Path
    address: str = ""

    def accounts(self, role: str) -> list[dict[str, Any]]:
        """The demo sign-ins of a role."""
        written = json.loads((self.data / "demo-accounts.json").read_text("utf-8"))
        return [account for account in written if account["role"] == role]

    def printed(self) -> str:
        """What the terminal would show."""
        return self.log.read_text("utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Until /healthz answers 200."""
        wait_for(self._is_ready, lambda: f"the server did not start:\n{self.printed()}")

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{self.printed()}")
        lock = self.data / "server.lock"
        self.address = (lock.read_text().split() or [""])[-1] if lock.exists() else ""
        try:
            with urlopen(f"{self.address}/healthz", timeout=5):
                return True
        except (OSError, URLError, ValueError):
            return False

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


def wait_for(condition: Callable[[], bool], complaint: Callable[[], str]) -> None:
    """Until it holds; fails with the complaint when it never does."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, complaint()
        time.sleep(0.1)


def start(data: Path, *arguments: str, **environment: str) -> Server:
    """Run `lms serve` on a free port; the caller stops it."""
    data.parent.mkdir(parents=True, exist_ok=True)
    log = data.parent / f"{data.name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lms", "serve", "--port", "0", "--data", str(data), *arguments],
            env={**WITHOUT_SURROUNDINGS, "PYTHONPATH": str(ROOT), **environment},
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=data.parent,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 - no threads
        )
    return Server(process, data, log)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the four curricula and the demo people, made once for all processes."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "ข้อมูล สาธิต"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            server = start(shared / "seeding")
            try:
                server.wait_until_ready()
            finally:
                server.stop()
            server.data.rename(folder)
    return folder


@contextmanager
def demo_server(demo_folder: Path) -> Iterator[Server]:
    """The demo system, as new."""
    with scratch_folder() as folder:
        data = folder / demo_folder.name
        shutil.copytree(demo_folder, data)
        server = start(data)
        try:
            server.wait_until_ready()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def live_server(demo_folder: Path) -> Iterator[Server]:
    """The demo system, shared by tests that look at it; journeys have one a file."""
    with demo_server(demo_folder) as server:
        yield server
