"""The manifest: what a backup consists of. It is written last; without it there is no backup."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from lms.safekeeping.faults import Damaged, Stopped
from lms.safekeeping.parts import Part, write_bytes

FORMAT = 1
NAME = "manifest.json"
FILES = "files"  # the folder of stored files
LIST = "files.jsonl.gz"  # what is in it
SETTINGS = "settings.json"
KEYS = "keys.sealed"
_PLAIN = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/-]*")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup, and of when."""

    id: str
    made_by: str
    snapshot_at: str  # the moment of the database
    ended_at: str
    schema: str
    database: str
    store: str
    tables: dict[str, int]  # how many rows each has
    parts: dict[str, Part]  # everything but the stored files, which `LIST` lists
    files: int
    size: int  # bytes of the stored files
    log: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """When the database was as it is here."""
        return datetime.fromisoformat(self.snapshot_at)

    @property
    def has_keys(self) -> bool:
        """Whether the secrets are in it, sealed."""
        return KEYS in self.parts


def table_part(name: str) -> str:
    """Where a table's rows are."""
    return f"tables/{name}.jsonl.gz"


def write(folder: Path, manifest: Manifest) -> None:
    """With a seal over the rest, against accidents."""
    body = asdict(manifest)
    write_bytes(folder / NAME, _text(body).encode())


def read(folder: Path) -> Manifest:
    """The manifest of a finished backup; raises Damaged or Stopped."""
    try:
        text = (folder / NAME).read_bytes().decode()
        body = json.loads(text)
        del body["sha256"]
        newer = int(body["format"]) > FORMAT
    except FileNotFoundError:
        raise Damaged(
            f"{folder}: ไม่ใช่ข้อมูลสำรองที่ทำเสร็จแล้ว · no finished backup ({NAME} is missing)"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Damaged(f"{NAME}: อ่านไม่ได้ · cannot be read ({fault})") from fault
    if newer:
        raise Stopped(
            f"ข้อมูลสำรองทำโดยระบบรุ่นใหม่กว่า ({body.get('made_by')}) · made by a newer version:"
            " restore it with that one"
        )
    if text != _text(body):
        raise Damaged(f"{NAME}: เนื้อหาเปลี่ยนไป · is not what was backed up (SHA-256 differs)")
    if odd := [name for name in (*body["parts"], *body["tables"]) if not _PLAIN.fullmatch(name)]:
        raise Damaged(f"{NAME}: {odd[0]!r} ไม่ใช่ชื่อแฟ้มของเรา · is no name of a part")
    body["parts"] = {name: Part(**part) for name, part in body["parts"].items()}
    return Manifest(**body)


def _text(body: dict[str, Any]) -> str:
    """The manifest to the byte: with its own digest, it cannot be another by accident."""
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sealed = {**body, "sha256": hashlib.sha256(plain.encode()).hexdigest()}
    return json.dumps(sealed, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
