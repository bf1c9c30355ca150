"""The supervisor: restarts what dies, stops when told, leaves no orphan."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from lms.console import CannotStart
from lms.premises import claim_folder, listen
from lms.root import ROOT
from lms.supervisor import Service, Supervisor
from tests.support.live import wait_for

SLEEP = (sys.executable, "-c", "import time; time.sleep(600)")


def exists(pid: int) -> bool:
    """Whether it runs (a dead child that nobody asked about does not)."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_a_service_that_dies_is_started_again():
    service = Service("short", (sys.executable, "-c", "raise SystemExit(3)"))
    service.start()
    assert service.process
    service.process.wait()

    service.tend()
    assert (service.deaths, service.pause) == (1, 1.0)
    service.due = 0
    service.tend()
    assert service.process
    service.process.wait()
    service.tend()

    assert (service.deaths, service.pause) == (2, 2.0)


def test_a_service_that_ran_well_is_started_at_once():
    service = Service("long", (sys.executable, "-c", "pass"))
    service.start()
    assert service.process
    service.process.wait()
    service.started -= 3600

    service.tend()

    assert service.pause == 0
    service.tell(signal.SIGKILL)


def test_what_never_starts_is_given_up():
    failing = Service("web", (sys.executable, "-c", "raise SystemExit(1)"))
    failing.due = 0
    failing.deaths = 3

    with pytest.raises(CannotStart, match="web"):
        Supervisor([failing], grace=1).run(lambda: False, lambda: None)
    if failing.process:
        failing.process.wait()


def run_apart(program: str) -> "subprocess.Popen[str]":
    """Run a supervisor of two sleepers in a process of its own; it prints their numbers."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


TWO_SLEEPERS = f"""
    from lms.supervisor import Service, Supervisor
    services = [Service("a", {SLEEP!r}), Service("b", {SLEEP!r})]
    supervisor = Supervisor(services, grace=5)
    with supervisor.heeding_signals():
        supervisor.run(
            lambda: True, lambda: print(*(s.process.pid for s in services), flush=True)
        )
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_cleanly(number):
    supervisor = run_apart(TWO_SLEEPERS)
    assert supervisor.stdout
    children = [int(pid) for pid in supervisor.stdout.readline().split()]

    supervisor.send_signal(number)

    assert supervisor.wait(20) == 0
    assert "Traceback" not in supervisor.stdout.read()
    assert not any(map(exists, children))


def test_children_end_with_a_supervisor_that_is_killed():
    supervisor = run_apart(TWO_SLEEPERS)
    assert supervisor.stdout
    children = [int(pid) for pid in supervisor.stdout.readline().split()]
    assert all(map(exists, children))

    supervisor.kill()
    supervisor.wait()

    wait_for(lambda: not any(map(exists, children)), lambda: f"orphans: {children}")


def test_a_child_that_will_not_go_is_killed_after_the_grace():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    service = Service("deaf", (sys.executable, "-c", deaf))
    supervisor = Supervisor([service], grace=0.5)
    before = time.monotonic()
    with supervisor.heeding_signals():
        service.start()
        time.sleep(0.5)

    assert not service.is_alive
    assert time.monotonic() - before < 10


def test_two_servers_do_not_share_a_data_folder(tmp_path):
    with claim_folder(tmp_path) as claim:
        claim.note("http://127.0.0.1:8000")
        with pytest.raises(CannotStart, match=r"127\.0\.0\.1:8000"), claim_folder(tmp_path):
            pass
    with claim_folder(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_named():
    with pytest.raises(CannotStart, match="/proc/nowhere"), claim_folder(Path("/proc/nowhere")):
        pass


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("lms.premises.LEAST_FREE", 2**62)
    with pytest.raises(CannotStart, match="disk is full"), claim_folder(tmp_path):
        pass


def test_a_taken_port_is_named_with_the_remedy():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(CannotStart, match=f"--port {port + 1}"):
            listen("127.0.0.1", port)
