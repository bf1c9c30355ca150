"""The console script. Each part brings its own commands, loaded only when they are called."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

import click

from lms import __version__


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives, and its line in `lms --help`.

    A command `in_app` runs inside the application and is committed when it returns.
    """

    place: str
    line: str
    in_app: bool = True
    hidden: bool = False


COMMANDS = {
    "serve": Entry("lms.serve:serve", "เปิดระบบทั้งหมด · start web and worker together", in_app=False),
    "worker": Entry("lms.worker:worker", "ทำงานเบื้องหลัง · run queued work only", in_app=False),
    "prepare": Entry("lms.startup:prepare", "", in_app=False, hidden=True),
    "db": Entry("lms.startup:database", "ฐานข้อมูล: upgrade · the database"),
    "curricula": Entry("lms.curricula.commands:curricula", "หลักสูตร: load, check · curricula"),
    "demo": Entry("lms.desk.commands:demo", "ข้อมูลสาธิต: seed, remove · demo people"),
    "accounts": Entry("lms.people.commands:accounts", "บัญชีผู้ใช้: create, grant · accounts"),
    "certificates": Entry(
        "lms.certification.commands:certificates",
        "วุฒิบัตร: issue, print, status, preview · certificates",
    ),
    "keys": Entry(
        "lms.certification.key_commands:keys", "กุญแจ: make, install, list, retire · keys"
    ),
    "log": Entry(
        "lms.certification.log.commands:log",
        "บันทึกถาวร: verify, checkpoint, witness, export · the log of what was issued",
    ),
    "verify": Entry(
        "lms.verification.commands:verify", "ตรวจสอบวุฒิบัตร · verify a FILE, NUMBER or QR"
    ),
    "checker": Entry(
        "lms.verification.checker_commands:checker",
        "เครื่องตรวจแบบแฟ้มเดียว: export · the checker in one file",
    ),
    "backup": Entry(
        "lms.safekeeping.commands:backup",
        "สำรองข้อมูล · back up into a new folder, or --check one",
        in_app=False,
    ),
    "restore": Entry(
        "lms.safekeeping.commands:restore",
        "กู้คืนลงที่ว่าง · restore a backup into an empty place",
        in_app=False,
    ),
    "doctor": Entry("lms.doctor:doctor", "ตรวจความพร้อมของระบบ · what is wrong here?", in_app=False),
}


class Console(click.Group):
    """Knows its commands by name, and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, from its part."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        if entry.in_app:
            _inside_application(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without importing anything."""
        rows = [(name, entry.line) for name, entry in COMMANDS.items() if not entry.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Settings that cannot be used are a message, not a traceback."""
        from lms.config import SettingsError
        from lms.console import CannotStart

        try:
            return super().main(*args, **kwargs)
        except CannotStart as reason:
            click.echo(f"✗ {reason}", err=True)
            sys.exit(1)
        except SettingsError as fault:
            click.echo(f"✗ ตั้งค่าไม่ถูกต้อง · settings cannot be used:\n{fault}", err=True)
            sys.exit(2)


def _inside_application(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _inside_application(inner)
    if command.callback and not hasattr(command.callback, "in_app"):
        command.callback = _in_app(command.callback)


def _in_app(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        from lms.app import create_app
        from lms.config import Settings
        from lms.db import commit
        from lms.premises import refuse_half_restored

        refuse_half_restored(Settings.from_env().data)
        with create_app().app_context():
            try:
                result = callback(*args, **kwargs)
            except click.exceptions.Exit:
                commit()  # an exit code is an answer, not a failure
                raise
            commit()
            return result

    run.in_app = True  # type: ignore[attr-defined]
    return run


@click.command(cls=Console, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lms")
def main() -> None:
    """ระบบฝึกอบรมและรับรอง อพม. · training and certification of อพม. volunteers"""
    os.umask(0o077)  # what is kept is about people: for this account alone
