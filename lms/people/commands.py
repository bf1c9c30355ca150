"""`lms accounts`: people and roles from the terminal."""

from __future__ import annotations

import sys

import click
from flask import current_app, url_for
from sqlalchemy import select

from lms.access import Role
from lms.config import current_settings
from lms.console import say
from lms.db import db
from lms.errors import Problem
from lms.people import accounts as people_accounts
from lms.people import register, slips, units
from lms.people.models import OrgUnit, Person, SecretKind, UnitKind
from lms.people.names import display_name
from lms.people.register import PersonFacts
from lms.people.secrets import (
    PASSWORD_LEAST,
    hash_secret,
    is_easy_password,
    is_easy_pin,
    is_pin,
)
from lms.web import show_date

_ROLES = click.Choice([role.value for role in Role])
_UNIT = "หน่วยงาน: TH, รหัสจังหวัด 50, อำเภอ 5001, ตำบล 500101 หรือประเทศ DE · unit code"


@click.group()
def accounts() -> None:
    """บัญชีผู้ใช้ · accounts."""


@accounts.command()
@click.argument("number")
@click.option("--title", default="คุณ", show_default=True, help="คำนำหน้า · title")
@click.option("--first-name", required=True, help="ชื่อ · first name")
@click.option("--last-name", help="นามสกุล · surname")
@click.option("--phone", help="เบอร์โทรศัพท์ · telephone")
@click.option("--email", help="อีเมล · e-mail")
@click.option("--role", type=_ROLES, default=Role.VOLUNTEER.value, show_default=True)
@click.option("--unit", default="TH", show_default=True, help=_UNIT)
@click.option("--curriculum", help="เฉพาะวิทยากร · slug, for trainers")
@click.option("--password-stdin", is_flag=True, help="อ่านรหัสจาก stdin · read the secret")
@click.option("--ask-password", is_flag=True, help="ถามรหัส · ask for the secret")
def create(
    number: str,
    role: str,
    unit: str,
    curriculum: str | None,
    password_stdin: bool,
    ask_password: bool,
    **facts: str | None,
) -> None:
    """Enter a person under NUMBER, who signs in with it; prints a slip code unless told."""
    chosen = Role(role)
    place = _unit(unit)
    _refuse_taken(number)
    volunteer = chosen is Role.VOLUNTEER
    entered = PersonFacts(volunteer_number=number, unit_id=place.id, **facts)  # type: ignore[arg-type]
    try:
        person = register.enter(entered, None, volunteer=volunteer)
    except Problem as fault:
        raise click.ClickException(fault.message) from None
    if not volunteer:
        register.grant(person.id, chosen, place, None, curriculum)
    if password_stdin or ask_password:
        _set_secret(person, ask=ask_password)
        say("สร้างบัญชีแล้ว", f"{display_name(person)} signs in as {person.volunteer_number}")
    else:
        _print_slip(person)


@accounts.command()
@click.argument("number")
@click.argument("role", type=_ROLES)
@click.option("--unit", default="TH", show_default=True, help=_UNIT)
@click.option("--curriculum", help="เฉพาะวิทยากร · slug, for trainers")
def grant(number: str, role: str, unit: str, curriculum: str | None) -> None:
    """Give the person with volunteer NUMBER a ROLE for a unit and all below it."""
    person = db.session.scalar(select(Person).where(register.volunteer_number_is(number)))
    if person is None:
        raise click.ClickException(f"ไม่พบ {number} · no such volunteer number")
    place = _unit(unit)
    register.grant(person.id, Role(role), place, None, curriculum)
    say("ให้บทบาทแล้ว", f"{display_name(person)}: {role} of {place.name_en}")
    account = people_accounts.account_of(person.id)
    if account is None or not account.secret_hash:
        _print_slip(person)


def _refuse_taken(number: str) -> None:
    if db.session.scalar(select(Person.id).where(register.volunteer_number_is(number))):
        raise click.ClickException(f"{number} มีผู้ใช้แล้ว · is taken; use: lms accounts grant")


def _unit(code: str) -> OrgUnit:
    kinds = {2: UnitKind.PROVINCE, 4: UnitKind.DISTRICT, 6: UnitKind.SUBDISTRICT}
    letters = UnitKind.COUNTRY if code == "TH" else UnitKind.ABROAD
    kind = kinds.get(len(code), UnitKind.AGENCY) if code.isdigit() else letters
    try:
        return units.by_code(kind, code)
    except Problem:
        raise click.ClickException(f"ไม่พบหน่วยงาน {code} · no such unit") from None


def _set_secret(person: Person, *, ask: bool) -> None:
    kind = register.secret_kind_of(person.id)
    if ask:
        secret = click.prompt("รหัส · secret", hide_input=True, confirmation_prompt=True)
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if kind == SecretKind.PIN and (not is_pin(secret) or is_easy_pin(secret)):
        raise click.ClickException("PIN 6 หลักที่เดาไม่ง่าย · a PIN of six digits, not an easy one")
    if kind == SecretKind.PASSWORD and (
        len(secret) < PASSWORD_LEAST or is_easy_password(secret, person.volunteer_number)
    ):
        raise click.ClickException(
            f"อย่างน้อย {PASSWORD_LEAST} ตัวอักษรที่เดาไม่ง่าย · at least {PASSWORD_LEAST}, not easy"
        )
    people_accounts.set_secret(person, kind, hash_secret(secret))


def _print_slip(person: Person) -> None:
    printed = slips.make(person, None)
    with current_app.test_request_context(base_url=current_settings().public_url):
        path = url_for("people.slip_scanned", token=printed.token)
        until = show_date(printed.slip.expires_at)
    say("ใบรหัสเข้าใช้", f"slip {printed.slip.id}: {printed.code[:4]} {printed.code[4:]} ({until})")
    say("เปิด", f"{current_settings().public_url}{path}")
