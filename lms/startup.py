"""What must be true of the database before a server starts; every step may be run again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module

import click

from lms.console import say


@dataclass(frozen=True, slots=True)
class Step:
    """A function without arguments, run inside the application and committed by itself.

    It finds out for itself whether there is anything to do; what it returns is printed.
    """

    thai: str
    english: str
    place: str
    demo_only: bool = False


STEPS = (
    Step("ปรับฐานข้อมูล", "migrating the database", "lms.schema:upgrade"),
    Step("เปิดบันทึกถาวร", "opening the log", "lms.certification.log.appending:open_first"),
    Step("ปลูกผังหน่วยงาน", "planting the tree of units", "lms.people.units:plant"),
    Step("โหลดหลักสูตร", "loading the curricula", "lms.curricula.loading:load_shipped"),
    Step("สร้างข้อมูลสาธิต", "seeding demo people", "lms.desk.demo:seed_if_empty", demo_only=True),
    Step("ตั้งค่าครั้งแรกที่", "make the first administrator at", "lms.people.first_run:invite"),
)


@click.command(hidden=True)
@click.option("--demo/--no-demo", default=True)
def prepare(demo: bool) -> None:
    """Take every step that a start needs."""
    from lms.app import create_app
    from lms.db import commit

    app = create_app()
    demo = demo and app.extensions["settings"].is_demo
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for step in STEPS:
        if step.demo_only and not demo:
            continue
        module, _, name = step.place.partition(":")
        with app.app_context():
            news = getattr(import_module(module), name)()
            commit()
        if news:
            say(step.thai, f"{step.english}: {news}")


@click.group()
def database() -> None:
    """ฐานข้อมูล · the database."""


@database.command()
def upgrade() -> None:
    """Bring the tables to the newest version."""
    from lms import schema

    say("ฐานข้อมูล", schema.upgrade() or "already at head")


@database.command()
@click.argument("message")
def revise(message: str) -> None:
    """For developers: write a migration to the models as they are now."""
    from lms import schema

    say("สร้างรุ่นใหม่ของฐานข้อมูล", f"new migration {schema.revise(message)}")
