"""What a backup keeps beside the register and its files: settings that are no secret, designs."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from pathlib import Path
from typing import Any

from lms.certification.design import designs_folder
from lms.certification.lineage.procedure import FILE as PROCEDURE
from lms.config import Settings
from lms.safekeeping.manifest import SETTINGS, Manifest
from lms.safekeeping.parts import Part, digest, write_bytes

DESIGNS = "designs"
DEMO = "demo-accounts.json"  # sign-ins of invented people, without which a demo is of no use
_GIVEN = "settings"  # files that settings name
_OWN = {  # of a machine, or secret: not kept
    *("data", "host", "port", "database_url", "redis_url", "store_url", "secrets"),
    *("tsa_user", "web_processes", "trusted_proxies"),
}
_NAMES = {"tsa_roots": "LMS_TSA_CA"}
_NAME = re.compile(r"LMS_[A-Z0-9_]+")
_WEIGHTY = ("LMS_MODE", "LMS_PUBLIC_URL", "LMS_NUMBER_PREFIX")  # on paper for ever


def keep(settings: Settings, folder: Path) -> dict[str, Part]:
    """Write them into a backup; its parts."""
    parts, values = {}, {}
    for name, value in variables(settings).items():
        if isinstance(value, Path):
            kept = f"{_GIVEN}/{name.lower()}{value.suffix.lower()}"
            parts[kept] = write_bytes(folder / kept, value.read_bytes())
            values[name] = {"file": kept}
        else:
            values[name] = value
    text = json.dumps(values, ensure_ascii=False, indent=1)
    parts[SETTINGS] = write_bytes(folder / SETTINGS, f"{text}\n".encode())
    if settings.is_demo and (accounts := settings.data / DEMO).exists():
        parts[DEMO] = write_bytes(folder / DEMO, accounts.read_bytes())
    if (own := settings.data / PROCEDURE).exists():
        parts[PROCEDURE] = write_bytes(folder / PROCEDURE, own.read_bytes())
    for path in sorted(designs_folder().rglob("*")):
        if path.is_file():
            name = f"{DESIGNS}/{path.relative_to(designs_folder()).as_posix()}"
            parts[name] = write_bytes(folder / name, path.read_bytes())
    return parts


def variables(settings: Settings) -> dict[str, Any]:
    """The settings that are no secret and not of one machine, as the environment names them."""
    found: dict[str, Any] = {}
    for one in dataclasses.fields(settings):
        value = getattr(settings, one.name)
        if one.name in _OWN or value is None or (one.name == "number_prefix" and settings.is_demo):
            continue
        name = _NAMES.get(one.name, f"LMS_{one.name.upper()}")
        found[name] = value if isinstance(value, Path) else str(value)
    return found


def put_back(backup: Path, manifest: Manifest, settings: Settings) -> list[str]:
    """Lay settings and designs out in DATA/restored; what differs here, in words."""
    place = settings.data / "restored"
    kept = json.loads((backup / SETTINGS).read_text("utf-8"))
    if DEMO in manifest.parts:
        write_bytes(settings.data / DEMO, (backup / DEMO).read_bytes())
    if PROCEDURE in manifest.parts:
        write_bytes(settings.data / PROCEDURE, (backup / PROCEDURE).read_bytes())
    lines = []
    for name, value in kept.items():
        if not _NAME.fullmatch(name):
            continue
        if isinstance(value, dict):
            if value["file"] not in manifest.parts:
                continue
            target = place / value["file"]
            write_bytes(target, (backup / value["file"]).read_bytes())
            value = str(target)  # noqa: PLW2901 - where it is now
        lines.append(f"{name}={shlex.quote(value)}\n")
    write_bytes(place / "settings.env", "".join(lines).encode())
    return [*_other_settings(kept, settings), *_other_designs(backup, manifest, place)]


def _other_settings(kept: dict[str, Any], settings: Settings) -> list[str]:
    here = {name: str(value) for name, value in variables(settings).items()}
    return [
        f"{name}: ในข้อมูลสำรอง · in the backup {kept.get(name, '–')},"
        f" ที่นี่ · here {here.get(name, '–')}"
        for name in _WEIGHTY
        if kept.get(name) != here.get(name)
    ]


def _other_designs(backup: Path, manifest: Manifest, place: Path) -> list[str]:
    """Designs that this copy of the code has not, or has otherwise, laid beside."""
    names = [name for name in manifest.parts if name.startswith(f"{DESIGNS}/")]
    other = [name for name in names if not _is_here(name, manifest.parts[name])]
    found = sorted({name.split("/")[1] for name in other})
    for name in names:
        if name.split("/")[1] in found:
            write_bytes(place / name, (backup / name).read_bytes())
    return [
        f"certificates/{name}: ไม่เหมือนในข้อมูลสำรอง · is not as in the backup:"
        f" {place / DESIGNS / name}"
        for name in found
    ]


def _is_here(name: str, part: Part) -> bool:
    path = designs_folder() / name.removeprefix(f"{DESIGNS}/")
    return path.is_file() and digest(path) == part
