"""`lms serve` for real: it starts, heals, refuses what it must, and stops without a trace."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from lms.root import ROOT
from tests.support.live import WITHOUT_SURROUNDINGS, start, wait_for

WHOLE = 4  # gunicorn, its two processes, the worker: people are answered before all are there


def test_production_starts_without_demo_people_and_tells_what_to_set(tmp_path):
    server = start(tmp_path / "production", LMS_MODE="production")
    try:
        server.wait_until_ready()
    finally:
        assert server.stop() == 0

    assert not (server.data / "demo-accounts.json").exists()
    assert "/setup" in server.printed()
    doctor = subprocess.run(
        [sys.executable, "-m", "lms", "doctor"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        | {"LMS_MODE": "production", "LMS_DATA": str(server.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert doctor.returncode == 1
    for remedy in ("LMS_PUBLIC_URL", "LMS_ISSUER_TH", "LMS_SIGNATORY_NAME", "signing.pem"):
        assert remedy in doctor.stdout


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """One at a time, without demo people, on a folder whose name has spaces and Thai letters."""
    started = [start(tmp_path_factory.mktemp("serve") / "ข้อมูล ของ ระบบ", "--no-demo")]
    yield started
    if started[-1].process.poll() is None:
        started[-1].stop()


@pytest.fixture
def server(servers):
    """The one that the tests share; started again where one of them has stopped it."""
    if servers[-1].process.poll() is not None:
        servers.append(start(servers[-1].data, "--no-demo"))
    server = servers[-1]
    server.wait_until_ready()
    wait_for(lambda: len(family(server.process.pid)) >= WHOLE, server.printed)
    return server


def family(pid):
    """The processes below a process, with their command lines."""
    listed = subprocess.check_output(["ps", "-eo", "pid=,ppid=,args="], text=True)
    rows = [line.split(None, 2) for line in listed.splitlines()]
    below = {pid}
    for _ in range(3):
        below |= {int(child) for child, parent, *_ in rows if int(parent) in below}
    return {int(child): args[0] for child, _, *args in rows if int(child) in below - {pid}}


def test_it_prints_where_it_is_reached(server):
    wait_for(lambda: "Ctrl-C" in server.printed(), server.printed)

    assert f"ready at {server.address}" in server.printed()
    assert "Traceback" not in server.printed()


def test_it_answers_under_one_address(server):
    with urlopen(f"{server.address}/healthz", timeout=10) as answer:
        assert answer.status == 200


def test_a_worker_that_is_killed_is_replaced(server):
    (worker,) = [pid for pid, args in family(server.process.pid).items() if "lms worker" in args]

    os.kill(worker, signal.SIGKILL)

    def replaced():
        now = [pid for pid, args in family(server.process.pid).items() if "lms worker" in args]
        return now and worker not in now

    wait_for(replaced, server.printed)


def test_a_second_server_on_the_same_folder_is_refused(server):
    second = start(server.data)

    assert second.process.wait(60) == 1
    assert "another server uses this data folder" in server.printed()


def test_a_taken_port_is_refused_with_the_remedy(server, tmp_path):
    port = server.address.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "lms", "serve", "--port", port, "--data", str(tmp_path / "other")],
        env={**WITHOUT_SURROUNDINGS, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"--port {int(port) + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def others_may_see(path):
    with suppress(FileNotFoundError):  # the server is at work, and files come and go
        return path.stat().st_mode & 0o077


def test_what_it_keeps_is_for_its_own_account_alone(server):
    kept = [server.data, *server.data.rglob("*")]

    assert len(kept) > 5
    assert [path for path in kept if others_may_see(path)] == []


def test_ctrl_c_stops_everything_and_a_second_start_finds_all_done(server):
    children = family(server.process.pid)

    assert server.stop(signal.SIGINT) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert "Traceback" not in server.printed().rpartition("stopping")[2]

    again = start(server.data, "--no-demo")
    try:
        again.wait_until_ready()
    finally:
        assert again.stop() == 0
