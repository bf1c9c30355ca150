"""Killed, on a full disk, on a torn network: a backup never looks finished unless it is."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from lms.config import Settings
from lms.safekeeping import backing_up, checking, restoring
from lms.safekeeping.faults import Stopped
from lms.storage import Missing, Store
from tests.safekeeping.conftest import Made, NewPlace
from tests.safekeeping.filling import everything
from tests.safekeeping.installation import documents, run, stopped_after

MANY = 1_100  # three times as many as are copied at once, but for a few


@pytest.fixture
def stocked(place: Settings) -> Settings:
    """An installation whose store takes a while to copy."""
    root = place.data / "files" / "media"
    root.mkdir(parents=True)
    for number in range(MANY):
        (root / f"{number:05}.webp").write_bytes(os.urandom(2_000))
    return place


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)


def files_in(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def inodes(folder: Path) -> set[tuple[str, int]]:
    return {(path.name, path.stat().st_ino) for path in folder.rglob("*.webp")}


def test_killed_in_the_middle_a_backup_does_not_look_finished_and_goes_on(
    stocked: Settings, folder: Path
) -> None:
    place, draft = folder / "one", folder / ".one.partial"
    kill(stopped_after(stocked, "lms.safekeeping.files.settle", 2, "backup", str(place)))
    assert not place.exists()
    assert 512 < files_in(draft / "files") < MANY
    with pytest.raises(Stopped):
        checking.check(draft)
    before = inodes(draft)

    code, said = run(stocked, "backup", str(place))
    assert code == 0, said
    assert checking.check(place).files == MANY
    assert not draft.exists()
    assert len(before & inodes(place)) >= 512, "what was on the disk was not copied again"
    assert not list(place.glob("scratch*"))


@pytest.mark.parametrize(("times", "before"), [(1, "files"), (2, "rows"), (3, "end")])
def test_killed_in_the_middle_a_restore_goes_on_and_nothing_starts_before(
    stocked: Settings, new_place: NewPlace, folder: Path, times: int, before: str
) -> None:
    backing_up.back_up(stocked, folder / "one")
    there = new_place("postgresql" if "sqlite" in stocked.database_url else "sqlite")
    marker = there.data / "restoring.json"
    note = "lms.safekeeping.attempt:Attempt.note"
    kill(stopped_after(there, note, times, "restore", str(folder / "one")))
    done = {"files": [], "rows": ["files"], "end": ["files", "tables"]}[before]
    assert json.loads(marker.read_text())["done"] == done

    code, said = run(there, "restore", str(folder / "one"))
    assert code == 0, said
    assert not marker.exists()
    assert files_in(there.data / "files") == MANY
    after = everything(there)
    assert after["org_units"] == everything(stocked)["org_units"]
    restored = [row for row in after["audit_entries"] if '"restored"' in row]
    assert len(restored) == 1, "noted once"


def test_an_unfinished_restore_is_not_taken_for_one_of_another_backup(
    place: Settings, new_place: NewPlace, folder: Path
) -> None:
    for name in ("one", "two"):
        backing_up.back_up(place, folder / name)
    there = new_place("sqlite")
    restored = restoring.attempt.begin(
        there_made(there), checking.check(folder / "one"), with_keys=False
    )
    assert restored.done == []
    with pytest.raises(Stopped, match="another backup"):
        restoring.restore(there, folder / "two")
    restoring.restore(there, folder / "one")


def there_made(settings: Settings) -> Settings:
    settings.data.mkdir(parents=True)
    return settings


ALONE = ("unshare", "-rm", "sh", "-c")


def can_mount() -> bool:
    return subprocess.run([*ALONE, "mount -t tmpfs t /mnt"], check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="needs a name space of its own, to mount a small disk")
@pytest.mark.parametrize("kind", ["sqlite"])  # the other's socket is out of reach in there
@pytest.mark.parametrize(
    ("size", "words"), [("300k", "the disk is full"), ("50m", "not enough room")]
)
def test_a_full_disk_is_said_plainly_and_leaves_no_backup(
    kind: str, stocked: Settings, folder: Path, size: str, words: str
) -> None:
    disk = folder / "disk"
    disk.mkdir()
    mounted = (
        *ALONE,
        f'mount -t tmpfs -o size={size} t "{disk}" && "$@"; e=$?; ls "{disk}"; exit $e',
        "-",
    )
    code, said = run(stocked, "backup", str(disk / "one"), wrapper=mounted)
    assert code == 1
    assert words in said
    assert "Traceback" not in said
    assert "\none\n" not in said


def test_a_disk_that_fills_while_files_are_copied_stops_it_and_it_goes_on_later(
    stocked: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = Path.write_bytes, []

    def write_bytes(self: Path, content: bytes) -> int:
        if len(written) > 700:
            raise OSError(28, os.strerror(28), str(self))
        written.append(self)
        return real(self, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(Stopped, match="the disk is full"):
        backing_up.back_up(stocked, folder / "one")
    assert not (folder / "one").exists()
    monkeypatch.setattr(Path, "write_bytes", real)
    assert backing_up.back_up(stocked, folder / "one").manifest.files == MANY


def test_unchanged_files_are_taken_over_from_the_newest_backup_beside_it(
    stocked: Settings, folder: Path
) -> None:
    first = backing_up.back_up(stocked, folder / "one")
    store = Store(stocked.store_url)
    store.put("media/new.webp", b"new")
    store.delete("media/00007.webp")
    second = backing_up.back_up(stocked, folder / "two")
    assert (first.linked, second.linked, second.manifest.files) == (0, MANY - 1, MANY)
    one, two = (folder / name / "files" / "media" for name in ("one", "two"))
    assert (one / "00001.webp").stat().st_ino == (two / "00001.webp").stat().st_ino
    assert not (two / "00007.webp").exists(), "what was erased is in no new backup"
    assert (one / "00007.webp").exists()
    shutil.rmtree(folder / "one")
    checking.check(folder / "two")


def test_a_file_that_is_lost_or_rotten_is_told_when_backing_up_not_when_it_is_needed(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    paths = sorted((place.data / "files" / "certificates").rglob("*.pdf"))
    paths[0].unlink()
    paths[1].write_bytes(paths[1].read_bytes()[:-1] + b"x")
    code, said = run(place, "backup", str(folder / "one"))
    assert code == 1
    assert "is not in the store" in said
    assert "is not what the register says" in said
    assert "the backup is finished" in said, "what there is, is kept"
    there = new_place("sqlite")
    done = restoring.restore(there, folder / "one")
    assert len(done.manifest.faults) == 2
    assert len(done.faults) > 2, "and the log says so too"
    with pytest.raises(Missing):
        documents(there)


def test_two_backups_to_one_place_do_not_mix(stocked: Settings, folder: Path) -> None:
    first = stopped_after(stocked, "lms.safekeeping.files.settle", 1, "backup", str(folder / "one"))
    try:
        with pytest.raises(Stopped, match="another backup writes here"):
            backing_up.back_up(stocked, folder / "one")
    finally:
        first.send_signal(signal.SIGCONT)
    first.communicate(timeout=100)
    assert first.returncode == 0
    assert checking.check(folder / "one").files == MANY
