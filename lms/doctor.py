"""`lms doctor`: what this installation needs, and which of it is not so."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from ctypes import CDLL
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from lms.clock import now
from lms.config import Settings

_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
_ROOMY = 2 * 2**30  # bytes free; less is worth a word
_TIGHT = 200 * 2**20  # bytes free; less is a fault
_BACKED_UP = timedelta(days=2)  # ago, at most
_FRESH = timedelta(minutes=3)  # since the worker's last sign of life


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `remedy` is empty when all is well."""

    subject: str
    state: str
    remedy: str = ""
    grave: bool = True


@click.command()
def doctor() -> None:
    """ตรวจความพร้อมของระบบ · say what is wrong here, and what to do; exit 1 when something is."""
    settings = Settings.from_env()
    findings = [finding for check in CHECKS for finding in check(settings)]
    for finding in findings:
        mark = "✓" if not finding.remedy else "✗" if finding.grave else "!"
        click.echo(f"{mark} {finding.subject}: {finding.state}")
        if finding.remedy:
            click.echo(f"    → {finding.remedy}")
    sys.exit(any(finding.remedy and finding.grave for finding in findings))


def _python(_settings: Settings) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    remedy = "" if sys.version_info >= (3, 11) else "ติดตั้ง Python 3.11 ขึ้นไป · install 3.11 or newer"
    yield Finding("Python", found, remedy)


def _typesetting(_settings: Settings) -> Iterator[Finding]:
    missing = [name for name in _LIBRARIES if not _loads(name)]
    yield Finding(
        "จัดหน้าเอกสาร · typesetting (Pango, HarfBuzz)",
        f"ไม่พบ · missing {', '.join(missing)}" if missing else "พร้อม · found",
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" if missing else "",
    )


def _loads(library: str) -> bool:
    try:
        CDLL(library)
    except OSError:
        return False
    return True


def _fonts(_settings: Settings) -> Iterator[Finding]:
    from importlib.resources import files

    found = files("fontpkg_sarabun").joinpath("files", "Sarabun-Regular.ttf").is_file()
    remedy = "" if found else "ติดตั้งไลบรารีใหม่ · install requirements.lock again"
    yield Finding("แบบอักษร · font Sarabun", "พร้อม · found" if found else "ไม่พบ · missing", remedy)


def _public_address(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        "ที่อยู่สาธารณะ · public address",
        f"{settings.public_url} ({settings.mode})",
        "; ".join(settings.why_not_reachable()),
    )


def _procedure(settings: Settings) -> Iterator[Finding]:
    from lms.certification.lineage.procedure import Wrong, procedure_of

    subject = "วิธีเพิกถอนและต่ออายุ · procedure.yaml"
    try:
        procedure_of(settings.data)
    except Wrong as fault:
        yield Finding(subject, _first_line(fault), "แก้ไฟล์ตาม docs/operate.md · mend the file")
    else:
        yield Finding(subject, "อ่านได้ · can be read", "")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data if settings.data.exists() else settings.data.parent
    free = shutil.disk_usage(folder).free
    yield Finding(
        "เนื้อที่ว่าง · free disk",
        f"{free / 2**30:.1f} GiB ({folder})",
        "" if free > _ROOMY else "เพิ่มเนื้อที่ดิสก์ · make room on this disk",
        grave=free < _TIGHT,
    )


def _secrets(settings: Settings) -> Iterator[Finding]:
    loose = [path for path in _private_files(settings) if _open_to_others(path)]
    yield Finding(
        "กุญแจและรหัสลับ · secrets",
        f"เปิดให้ผู้อื่นอ่านได้ · readable by others: {len(loose)}" if loose else "ปลอดภัย · private",
        f"chmod 600 {' '.join(map(str, loose))}" if loose else "",
    )


def _private_files(settings: Settings) -> list[Path]:
    found = [path for path in settings.secrets.glob("*") if path.is_file()]
    accounts = settings.data / "demo-accounts.json"
    return [*found, accounts] if accounts.exists() else found


def _open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _database(settings: Settings) -> Iterator[Finding]:
    subject = f"ฐานข้อมูล · database {settings.database_url.split(':', 1)[0].split('+')[0]}"
    try:
        from lms import jobs, schema
        from lms.app import create_app
        from lms.certification.issuer import current as issuer
        from lms.certification.queries import not_made
        from lms.certification.signers import state_of_key
        from lms.certification.stamping import not_stamped
        from lms.safekeeping.recording import last_backup

        with create_app(settings).app_context():
            found = schema.version()
            current = found == schema.head()
            pulse = jobs.last_pulse() if current else None
            failed = not_made() if current else []
            unstamped = not_stamped() if current else []
            key = state_of_key()
            kept = last_backup() if current else None
            named = issuer.current(settings) if current else None
            reasons = issuer.why_not(settings) if current else []
    except Exception as fault:  # noqa: BLE001 - whatever it is, the reader is told
        yield Finding(subject, f"ติดต่อไม่ได้ · {_first_line(fault)}", "LMS_DATABASE_URL")
        return
    yield Finding(
        subject,
        f"รุ่น {found or '–'} · version, the code needs {schema.head()}",
        "" if current else "lms db upgrade",
    )
    yield from _worker(pulse)
    if named:
        yield Finding("ผู้ออกวุฒิบัตร · issuer", named.profile.issuer_th, "; ".join(reasons))
    yield from _documents(failed)
    yield from _time_stamps(settings, unstamped)
    yield Finding("กุญแจลงนาม · signing key", key.words, key.remedy, grave=key.grave)
    yield _backup(settings, kept)


def _first_line(fault: Exception) -> str:
    return (str(fault) or type(fault).__name__).splitlines()[0]


def _backup(settings: Settings, made: datetime | None) -> Finding:
    """Only what `lms backup` made is known here; in a demo there is nothing to lose."""
    late = not settings.is_demo and (made is None or now() - made > _BACKED_UP)
    seen = "ไม่เคย · never" if made is None else made.isoformat(" ", "seconds")
    return Finding(
        "สำรองข้อมูล · backup",
        f"lms backup ล่าสุด · last {seen}",
        "lms backup DEST ทุกวัน · every day (docs/operate.md)" if late else "",
        grave=False,
    )


def _documents(failed: list[str]) -> Iterator[Finding]:
    yield Finding(
        "เอกสารวุฒิบัตร · certificate documents",
        "; ".join(failed) or "ไม่มีที่ทำไม่สำเร็จ · none failed",
        "แก้สาเหตุ แล้วระบบจะลองใหม่เอง · mend the cause; they are tried again" if failed else "",
        grave=False,
    )


def _time_stamps(settings: Settings, faults: list[str]) -> Iterator[Finding]:
    if settings.tsa_url is None:
        return
    yield Finding(
        "ตราประทับเวลา · time stamps",
        "; ".join(faults) or f"ไม่มีที่ค้างอยู่ · none has failed ({settings.tsa_url})",
        "ตรวจ LMS_TSA_URL แล้วระบบจะลองใหม่เอง · check it; they are tried again" if faults else "",
        grave=False,
    )


def _worker(pulse: datetime | None) -> Iterator[Finding]:
    alive = pulse is not None and now() - pulse < _FRESH
    seen = "ไม่เคย · never" if pulse is None else pulse.isoformat(" ", "seconds")
    yield Finding(
        "งานเบื้องหลัง · worker",
        f"ทำงานล่าสุด · last seen {seen}",
        "" if alive else "lms serve, lms worker",
        grave=False,
    )


def _store(settings: Settings) -> Iterator[Finding]:
    from lms.health import why_not_writable

    try:
        reason = why_not_writable(settings.store_url)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the reader is told
        reason = f"ติดต่อไม่ได้ · {_first_line(fault)}"
    yield Finding(
        "ที่เก็บไฟล์ · file store",
        reason or f"เขียนได้ · writable {settings.store_url}",
        "LMS_STORE_URL" if reason else "",
    )


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python,
    _typesetting,
    _fonts,
    _public_address,
    _disk,
    _procedure,
    _secrets,
    _database,
    _store,
)
