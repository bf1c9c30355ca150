"""Settings: one frozen object read from the environment; nonsense fails at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from lms.root import CARRIED, ROOT

THREADS = 8  # of a web process; each has a database connection of its own
_INSTANCE = Path.cwd() if CARRIED.is_dir() else ROOT


_OR_IN_THE_BROWSER = 'ตั้งที่นี่ หรือเผยแพร่ที่หน้า "ผู้ออกวุฒิบัตร"'
_PICTURES = (b"\x89PN", b"\xff\xd8\xff")  # how PNG and JPEG files begin


class Mode(StrEnum):
    """`demo` marks every page and document as a sample; `production` refuses to."""

    DEMO = "demo"
    PRODUCTION = "production"


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations."""

    data: Path
    host: str
    port: int
    mode: Mode
    public_url: str
    database_url: str
    redis_url: str | None
    store_url: str
    secrets: Path
    trusted_proxies: int
    number_prefix: str
    site_name_th: str
    site_name_en: str
    issuer_th: str | None
    issuer_en: str | None
    signatory_name: str | None
    signatory_position: str | None
    signatory_note: str | None
    signatory2_name: str | None
    signatory2_position: str | None
    signatory2_note: str | None
    issuer_logo: Path | None
    signature_picture: Path | None
    signature2_picture: Path | None
    tsa_url: str | None
    tsa_user: str | None
    tsa_roots: Path | None
    contact_name: str | None
    contact_phone: str | None
    contact_hours: str | None
    contact_line_url: str | None
    web_processes: int

    @property
    def is_demo(self) -> bool:
        """True in the mode that shows the banner and stamps every document."""
        return self.mode is Mode.DEMO

    @property
    def https(self) -> bool:
        """Whether browsers reach us by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    def why_not_reachable(self) -> list[str]:
        """What keeps certificates from naming this address in production, with its remedy."""
        if self.is_demo or (self.https and not _is_local(self.public_url)):
            return []
        return ["LMS_PUBLIC_URL: ต้องเป็นที่อยู่ https ที่เปิดได้จากภายนอก"]

    def why_no_issuer(self) -> list[str]:
        """What the settings lack, with its remedy, to name issuer and signatories in production;
        a profile published in the browser takes their place."""
        if self.is_demo:
            return []
        missing = []
        if not self.issuer_th:
            missing.append(f"LMS_ISSUER_TH: ยังไม่ได้ตั้งชื่อหน่วยงานผู้ออก {_OR_IN_THE_BROWSER}")
        if not (self.signatory_name and self.signatory_position):
            missing.append(
                f"LMS_SIGNATORY_NAME, LMS_SIGNATORY_POSITION: ยังไม่ได้ตั้งผู้ลงนาม {_OR_IN_THE_BROWSER}"
            )
        if self.signatory2_name and not self.signatory2_position:
            missing.append("LMS_SIGNATORY2_POSITION: ผู้ลงนามคนที่สองยังไม่มีตำแหน่ง")
        return missing

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; raises SettingsError with every fault it finds."""
        read = _Reader(os.environ if env is None else env)
        data = read.folder("LMS_DATA", _INSTANCE / "instance")
        port = read.number("PORT", 8000, 1, 65535)
        mode = read.choice("LMS_MODE", Mode.DEMO, Mode)
        demo = mode is Mode.DEMO
        settings = cls(
            data=data,
            host=read.text("LMS_HOST") or "127.0.0.1",
            port=port,
            mode=mode,
            public_url=read.address("LMS_PUBLIC_URL", f"http://127.0.0.1:{port}"),
            database_url=read.database("LMS_DATABASE_URL", data / "lms.sqlite3"),
            redis_url=read.text("LMS_REDIS_URL"),
            store_url=read.text("LMS_STORE_URL") or (data / "files").as_uri(),
            secrets=read.folder("LMS_SECRETS", data / "secrets"),
            trusted_proxies=read.number("LMS_TRUSTED_PROXIES", 0, 0, 9),
            number_prefix="DEMO" if demo else read.prefix("LMS_NUMBER_PREFIX", "OPM"),
            site_name_th=read.text("LMS_SITE_NAME_TH") or "ระบบฝึกอบรมและรับรอง อพม.",
            site_name_en=read.text("LMS_SITE_NAME_EN") or "OPM Training and Certification",
            issuer_th=read.text("LMS_ISSUER_TH"),
            issuer_en=read.text("LMS_ISSUER_EN"),
            signatory_name=read.text("LMS_SIGNATORY_NAME"),
            signatory_position=read.text("LMS_SIGNATORY_POSITION"),
            signatory_note=read.text("LMS_SIGNATORY_NOTE"),
            signatory2_name=read.text("LMS_SIGNATORY2_NAME"),
            signatory2_position=read.text("LMS_SIGNATORY2_POSITION"),
            signatory2_note=read.text("LMS_SIGNATORY2_NOTE"),
            issuer_logo=read.picture("LMS_ISSUER_LOGO"),
            signature_picture=read.picture("LMS_SIGNATURE_PICTURE"),
            signature2_picture=read.picture("LMS_SIGNATURE2_PICTURE"),
            tsa_url=read.address("LMS_TSA_URL", "") or None,
            tsa_user=read.text("LMS_TSA_USER"),
            tsa_roots=read.certificates("LMS_TSA_CA"),
            contact_name=read.text("LMS_CONTACT_NAME"),
            contact_phone=read.text("LMS_CONTACT_PHONE"),
            contact_hours=read.text("LMS_CONTACT_HOURS"),
            contact_line_url=read.text("LMS_CONTACT_LINE_URL"),
            web_processes=read.number("LMS_WEB_PROCESSES", 2, 1, 64),
        )
        read.finish()
        return settings


class _Reader:
    """Reads single values and collects what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._faults: list[str] = []

    def text(self, name: str) -> str | None:
        return self._env.get(name, "").strip() or None

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name) or default).expanduser().resolve()

    def picture(self, name: str) -> Path | None:
        raw = self.text(name)
        path = Path(raw or "").expanduser().resolve()
        if raw is None or (path.is_file() and path.read_bytes()[:3] in _PICTURES):
            return path if raw else None
        self._faults.append(f"{name}={raw!r}: expected a PNG or JPEG file")
        return None

    def certificates(self, name: str) -> Path | None:
        raw = self.text(name)
        path = Path(raw or "").expanduser().resolve()
        if raw is None or (path.is_file() and b"-----BEGIN CERTIFICATE" in path.read_bytes()):
            return path if raw else None
        self._faults.append(f"{name}={raw!r}: expected a file of PEM certificates")
        return None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        raw = self.text(name)
        if raw is None:
            return default
        if raw.isascii() and raw.isdigit() and least <= int(raw) <= most:
            return int(raw)
        self._faults.append(f"{name}={raw!r}: expected a whole number from {least} to {most}")
        return default

    def choice(self, name: str, default: Mode, kind: type[Mode]) -> Mode:
        raw = self.text(name)
        if raw is None:
            return default
        try:
            return kind(raw.lower())
        except ValueError:
            self._faults.append(f"{name}={raw!r}: expected one of {', '.join(kind)}")
            return default

    def address(self, name: str, default: str) -> str:
        raw = (self.text(name) or default).rstrip("/")
        if not raw:
            return raw
        parts = urlsplit(raw)
        if parts.scheme in {"http", "https"} and parts.hostname and not parts.query:
            return raw
        self._faults.append(
            f"{name}={raw!r}: expected an address such as https://opm.example.go.th"
        )
        return default

    def database(self, name: str, default: Path) -> str:
        raw = self.text(name)
        if raw is None:
            return f"sqlite:///{default}"
        if raw.startswith(("postgres://", "postgresql://")):
            return "postgresql+psycopg://" + raw.split("://", 1)[1]
        if raw.startswith(("sqlite:///", "postgresql+psycopg://")):
            return raw
        self._faults.append(f"{name}: expected sqlite:///FILE or postgresql://USER:WORD@HOST/NAME")
        return f"sqlite:///{default}"

    def prefix(self, name: str, default: str) -> str:
        raw = (self.text(name) or default).upper()
        if raw.isascii() and raw.isalpha() and 2 <= len(raw) <= 6 and raw != "DEMO":
            return raw
        self._faults.append(f"{name}={raw!r}: expected 2 to 6 letters A–Z, and not DEMO")
        return default

    def finish(self) -> None:
        if self._faults:
            raise SettingsError("\n".join(self._faults))


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def current_settings() -> Settings:
    """The settings of the running application."""
    from flask import current_app  # the supervisor reads settings and needs no Flask

    settings: Settings = current_app.extensions["settings"]
    return settings
