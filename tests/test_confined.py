"""Strangers' files are looked into by a process that can do nothing else, few at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lms import confined
from lms.confined import NoTurn, Places, ask


def test_the_process_can_neither_write_nor_grow() -> None:
    """Tried in a process of its own, for the limits cannot be taken back."""
    script = (
        "from lms.confined import give_up_what_is_not_needed as give_up\n"
        "give_up()\n"
        "import tempfile\n"
        "for act in (lambda: bytearray(2**30), lambda: tempfile.TemporaryFile().write(b'x')):\n"
        "    try:\n"
        "        act()\n"
        "        print('allowed')\n"
        "    except (MemoryError, OSError) as fault:\n"
        "        print(type(fault).__name__)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], check=False, stdout=-1, text=True)
    assert "allowed" not in run.stdout
    assert run.stdout.startswith("MemoryError")


def test_the_question_is_asked_and_the_answer_read() -> None:
    said = ask("lms.sheet_reading", b"\0", "ชื่อ,2".encode())
    assert said.splitlines()[-1] == b"null"


def test_no_more_is_read_than_wanted() -> None:
    assert ask("lms.sheet_reading", b"\0", b"a,b\nc,d", most_said=5) == b'{"tit'


def test_whoever_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "SECONDS", 0.01)
    assert ask("lms.sheet_reading", b"\0", b"a,b") == b""


def test_places_are_shared_by_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "PATIENCE", 0.1)
    here, elsewhere = Places("look"), Places("look")
    with here.turn(tmp_path), elsewhere.turn(tmp_path):
        with pytest.raises(NoTurn), here.turn(tmp_path):
            pass
        with Places("other").turn(tmp_path):
            pass
    with here.turn(tmp_path):
        pass


def test_whoever_waits_does_not_hold_up_every_thread(tmp_path: Path) -> None:
    """The places and one that waits; the next is sent away at once."""
    places = Places("look", at_once=1)
    assert places._threads.acquire()
    assert places._threads.acquire()
    with pytest.raises(NoTurn), places.turn(tmp_path):
        pass
