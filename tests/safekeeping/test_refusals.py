"""What must not be restored is refused before anything is written, and the reason is named."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from lms import clock
from lms.config import Settings
from lms.safekeeping import backing_up, checking, manifest, restoring
from lms.safekeeping.faults import Damaged, Stopped
from lms.safekeeping.parts import write_lines
from lms.storage import Store
from tests.safekeeping.conftest import NewPlace
from tests.safekeeping.filling import everything
from tests.safekeeping.installation import PHRASE, run, unpacked
from tests.support.settings import scratch_folder


@pytest.fixture(scope="module")
def kept() -> Iterator[Path]:
    """Where the backup of each kind of installation is kept that the tests make copies of."""
    with scratch_folder() as folder:
        yield folder


@pytest.fixture
def backup(kind: str, kept: Path, place: Settings, folder: Path) -> Path:
    """A finished backup of `place` with keys and two files."""
    if not (kept / kind).exists():
        store = Store(place.store_url)
        store.put("media/a.webp", b"picture")
        store.put("certificates/x/y.pdf", b"document" * 1000)
        backing_up.back_up(place, kept / kind, phrase=PHRASE)
    return Path(shutil.copytree(kept / kind, folder / "backups" / "one"))


def untouched(settings: Settings) -> bool:
    """Nothing was written but the lock."""
    return not settings.data.exists() or {p.name for p in settings.data.iterdir()} <= {
        "server.lock",
        "files",
    }


def test_every_part_that_is_changed_cut_or_gone_is_named_and_nothing_is_written(
    backup: Path, new_place: NewPlace
) -> None:
    there = new_place("sqlite")
    parts = [path for path in unpacked(backup) if "designs" not in path.parts]
    assert len(parts) > 60
    for path in [*parts[:6], *parts[-6:], *(backup / "files").rglob("*.*")]:
        content, name = path.read_bytes(), path.name
        flipped = bytes([content[len(content) // 2] ^ 1])
        middle = len(content) // 2
        for damaged in (content[:middle] + flipped + content[middle + 1 :], content[:-1], None):
            if damaged is None:
                path.unlink()
            else:
                path.write_bytes(damaged)
            with pytest.raises(Damaged, match=name.replace(".", r"\.")):
                checking.check(backup)
            with pytest.raises(Damaged):
                restoring.restore(there, backup)
            path.write_bytes(content)
    assert untouched(there)
    checking.check(backup)


def test_an_edit_of_the_manifest_is_seen(backup: Path) -> None:
    file = backup / manifest.NAME
    body = json.loads(file.read_text("utf-8"))
    body["snapshot_at"] = "2036-01-01T00:00:00+00:00"
    file.write_text(json.dumps(body), "utf-8")
    with pytest.raises(Damaged, match=r"manifest\.json"):
        checking.check(backup)


def test_a_backup_of_a_newer_version_is_refused(backup: Path, new_place: NewPlace) -> None:
    there, said = new_place("sqlite"), manifest.read(backup)
    manifest.write(backup, dataclasses.replace(said, schema="9999"))
    with pytest.raises(Stopped, match="9999, newer than this program"):
        restoring.restore(there, backup)
    manifest.write(backup, dataclasses.replace(said, format=manifest.FORMAT + 1))
    with pytest.raises(Stopped, match="newer version"):
        restoring.restore(there, backup)
    assert untouched(there)


def test_a_clock_before_the_backup_is_refused(backup: Path, new_place: NewPlace) -> None:
    with (
        clock.frozen(clock.now() - timedelta(days=1)),
        pytest.raises(Stopped, match="clock is before the backup"),
    ):
        restoring.restore(new_place("sqlite"), backup)


@pytest.mark.parametrize("what", ["data", "database", "store", "secrets"])
def test_a_place_that_is_not_empty_is_refused_and_left_as_it_was(
    backup: Path, place: Settings, new_place: NewPlace, what: str
) -> None:
    there = new_place("sqlite")
    if what == "data":
        there.data.mkdir(parents=True)
        (there.data / "notes.txt").write_text("mine")
    elif what == "database":
        there = dataclasses.replace(there, database_url=place.database_url)
    elif what == "store":
        Store(there.store_url).put("media/mine.webp", b"mine")
    else:
        there = dataclasses.replace(there, secrets=place.data.parent / "mine")
        there.secrets.mkdir()
        (there.secrets / "signing.pem").write_text("mine")
    before = everything(place)
    with pytest.raises(Stopped, match="not empty"):
        restoring.restore(there, backup, phrase=PHRASE)
    assert everything(place) == before
    assert not (there.data / "restoring.json").exists()


def test_a_wrong_passphrase_and_missing_keys_are_refused_before_anything_is_written(
    backup: Path, place: Settings, new_place: NewPlace, folder: Path
) -> None:
    there = new_place("sqlite")
    with pytest.raises(Stopped, match="does not open the keys"):
        restoring.restore(there, backup, phrase=PHRASE + " ")
    backing_up.back_up(place, folder / "backups" / "without")
    with pytest.raises(Stopped, match="no keys in this backup"):
        restoring.restore(there, folder / "backups" / "without", phrase=PHRASE)
    with pytest.raises(Stopped, match="12 characters"):
        backing_up.back_up(place, folder / "backups" / "short", phrase="สั้น")
    assert untouched(there)


def test_keys_of_one_backup_do_not_open_as_those_of_another(
    backup: Path, place: Settings, folder: Path
) -> None:
    made = backing_up.back_up(place, folder / "backups" / "two", phrase=PHRASE)
    (backup / manifest.KEYS).replace(made.folder / manifest.KEYS)
    with pytest.raises(Stopped, match="does not open"):
        checking.unsealed(made.folder, made.manifest, PHRASE)


def test_no_secret_and_no_password_is_in_a_backup_without_keys(
    place: Settings, folder: Path
) -> None:
    place = dataclasses.replace(place, tsa_user="stamp-user")
    secrets = [path.read_bytes().strip() for path in unpacked(place.secrets)]
    assert secrets
    backing_up.back_up(place, folder / "one")
    for path in unpacked(folder / "one"):
        content = path.read_bytes()
        assert not any(secret in content for secret in [*secrets, b"stamp-user"]), path
    assert b"postgresql" not in (folder / "one" / manifest.SETTINGS).read_bytes()


def test_a_folder_that_is_in_use_and_a_system_without_data_are_refused(
    kind: str, place: Settings, new_place: NewPlace, folder: Path
) -> None:
    (folder / "taken").mkdir()
    (folder / "taken" / "file").write_text("mine")
    with pytest.raises(Stopped, match="is there already"):
        backing_up.back_up(place, folder / "taken")
    with pytest.raises(Stopped, match="nothing to back up"):
        backing_up.back_up(new_place(kind), folder / "new")
    assert [path.name for path in (folder / "taken").iterdir()] == ["file"]
    assert not (folder / "new").exists()


@pytest.mark.parametrize("kind", ["sqlite"])  # whatever the database: it is not looked at
@pytest.mark.parametrize(
    "words", [["serve"], ["worker"], ["certificates", "status"], ["backup", "x"]]
)
def test_nothing_runs_where_a_restore_has_not_finished(
    kind: str, new_place: NewPlace, words: list[str]
) -> None:
    place = new_place(kind)
    place.data.mkdir()
    (place.data / "restoring.json").write_text("{}")
    code, said = run(place, *words)
    assert (code, "has not finished" in said) == (1, True), said


def test_names_that_lead_out_of_the_folder_are_refused(backup: Path, new_place: NewPlace) -> None:
    said = manifest.read(backup)
    stray = {**said.parts, "designs/../../stray": next(iter(said.parts.values()))}
    manifest.write(backup, dataclasses.replace(said, parts=stray))
    with pytest.raises(Damaged, match="stray"):
        restoring.restore(new_place("sqlite"), backup)
    line = json.dumps({"key": "../stray", "size": 1, "stamp": "", "sha256": "0" * 64})
    parts = {**said.parts, manifest.LIST: write_lines(backup / manifest.LIST, [line])}
    manifest.write(backup, dataclasses.replace(said, parts=parts, files=1, size=1))
    with pytest.raises(Damaged, match="stray"):
        restoring.restore(new_place("sqlite"), backup)
