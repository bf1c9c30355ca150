"""Demo people: invented names, random secrets per installation, gone without a trace when asked."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, update

from lms import audit
from lms.access import Role
from lms.config import current_settings
from lms.db import after_commit, db
from lms.desk.erasing import erase_person
from lms.errors import Invalid
from lms.people import accounts, register, units
from lms.people.models import OrgUnit, Person, SecretKind, UnitKind
from lms.people.names import display_name
from lms.people.register import PersonFacts
from lms.people.secrets import hash_secret, is_easy_pin

FILE = "demo-accounts.json"
REMOVED = "demo_removed"
CENTRE = "TH"
CHIANG_MAI, LAMPANG, BANGKOK, GERMANY = "50", "52", "10", "DE"

_INVENTED_HOURS = "จันทร์–ศุกร์ 08.30–16.30 น. (ข้อมูลสมมุติ)"

# Sounds without the letters and digits that look alike on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One line of the demo; `number` is the volunteer number that signs in."""

    number: str
    role: Role
    title: str
    first_name: str
    last_name: str
    place: str
    phone: str | None = None
    curriculum: str | None = None
    email: str | None = None

    @property
    def is_volunteer(self) -> bool:
        """Whether a PIN, and not a password, signs them in."""
        return self.role is Role.VOLUNTEER


# No telephone number in use begins with 010: a demo calls nobody.
_SHARED = "0100000012"
PEOPLE = (
    DemoPerson(
        "DEMO1001", Role.VOLUNTEER, "นางสาว", "กัญญ์ณัฏฐ์", "ฐิติญาณวิโรจน์", "500101", "0100000011"
    ),
    DemoPerson("DEMO1002", Role.VOLUNTEER, "นาง", "น้ำผึ้ง", "ฝั้นปี๋", "500203", _SHARED),
    DemoPerson("DEMO1003", Role.VOLUNTEER, "นาย", "บุญปลูก", "ฝั้นปี๋", "500203", _SHARED),
    DemoPerson("DEMO1004", Role.VOLUNTEER, "นาย", "ทดลอง", "ตัวอย่าง ณ สาธิต", "520101", "0100000014"),
    DemoPerson("DEMO1005", Role.VOLUNTEER, "นางสาว", "สมมุติ", "ใจอาสา", "100101", "0100000015"),
    DemoPerson("DEMO1006", Role.VOLUNTEER, "นาง", "ดวงดาว", "แดนไกล", GERMANY, "+491000000016"),
    DemoPerson(
        "DEMO2001", Role.TRAINER, "นาย", "ก้าวหน้า", "พาเปลี่ยน", CENTRE, curriculum="change-leader"
    ),
    DemoPerson(
        "DEMO2002",
        Role.TRAINER,
        "นาง",
        "อุ่นใจ",
        "ไร้พรมแดน",
        CENTRE,
        curriculum="destitute-protection",
    ),
    DemoPerson(
        "DEMO2003",
        Role.TRAINER,
        "นางสาว",
        "เอื้อเด็ก",
        "ปลอดภัย",
        CENTRE,
        curriculum="child-protection",
    ),
    DemoPerson(
        "DEMO2004", Role.TRAINER, "ดร.", "แผนดี", "มีระบบ", CENTRE, curriculum="opm-administrator"
    ),
    DemoPerson("DEMO3001", Role.PROVINCIAL_OFFICER, "นาง", "เวียงพิงค์", "รับรอง", CHIANG_MAI),
    DemoPerson("DEMO3002", Role.PROVINCIAL_OFFICER, "นาย", "เขลางค์", "ตรวจทาน", LAMPANG),
    DemoPerson("DEMO4001", Role.CENTRAL_OFFICER, "นาง", "ส่วนกลาง", "อนุมัติ", CENTRE),
    DemoPerson("DEMO4002", Role.CENTRAL_OFFICER, "นาย", "คนที่สอง", "ตัดสินใจ", CENTRE),
    DemoPerson("DEMO5001", Role.AUDITOR, "นาย", "ละเอียด", "ถี่ถ้วน", CENTRE),
    DemoPerson("DEMO6001", Role.ADMINISTRATOR, "นาย", "ดูแล", "ระบบดี", CENTRE),
)


def accounts_file() -> Path:
    """Where the demo sign-ins are written, readable by the owner alone."""
    return current_settings().data / FILE


def seed_if_empty() -> str | None:
    """Seed a register that never had anybody in it; says where the sign-ins are."""
    if not current_settings().is_demo:
        return None
    somebody = db.session.scalar(select(func.count()).select_from(Person))
    removed = select(audit.AuditEntry.id).where(audit.AuditEntry.act == REMOVED).limit(1)
    return None if somebody or db.session.scalar(removed) else seed()


def seed() -> str | None:
    """Enter the demo people who are missing; new secrets when the file of them is lost."""
    if not current_settings().is_demo:
        raise Invalid("LMS_MODE=production: ไม่เพิ่มบุคคลสาธิต · no demo people in production")
    file = accounts_file()
    present = {
        person.volunteer_number: person
        for person in db.session.scalars(select(Person).where(Person.is_demo))
    }
    written = {line["username"]: line for line in _read(file)}
    known = {number: line for number, line in written.items() if number in present}
    if len(known) == len(PEOPLE):
        return None
    _invent_contacts()
    lines = [known.get(row.number) or _seat(row, present.get(row.number)) for row in PEOPLE]
    after_commit(lambda: _write(file, lines))
    return str(file)


def remove() -> int:
    """Take every demo person away, and the file of their sign-ins; how many there were."""
    ids = list(db.session.scalars(select(Person.id).where(Person.is_demo)))
    if ids:
        erase_person(ids)
        audit.record(None, REMOVED, "person", None, count=len(ids))
    _forget_contacts()
    after_commit(lambda: accounts_file().unlink(missing_ok=True))
    return len(ids)


def _seat(row: DemoPerson, person: Person | None) -> dict[str, str]:
    place = _place(row.place)
    if person is None:
        facts = PersonFacts(
            title=row.title,
            first_name=row.first_name,
            last_name=row.last_name,
            unit_id=place.id,
            volunteer_number=row.number,
            phone=row.phone,
            is_demo=True,
        )
        person = register.enter(facts, None, volunteer=row.is_volunteer)
        if not row.is_volunteer:
            register.grant(person.id, row.role, place, None, row.curriculum)
    secret = _pin() if row.is_volunteer else _password()
    kind = SecretKind.PIN if row.is_volunteer else SecretKind.PASSWORD
    accounts.set_secret(person, kind, hash_secret(secret))
    line = {
        "role": row.role.value,
        "username": row.number,
        "password": secret,
        "name": display_name(person),
        "unit": place.name_th,
    }
    return line | ({"curriculum": row.curriculum} if row.curriculum else {})


def _place(code: str) -> OrgUnit:
    if code == CENTRE:
        return units.root()
    if code == GERMANY:
        return units.by_code(UnitKind.ABROAD, code)
    return units.by_code(UnitKind.SUBDISTRICT if len(code) == 6 else UnitKind.PROVINCE, code)


def _invent_contacts() -> None:
    """Whom to call, for the units of the demo: numbers that cannot be dialled."""
    for number, code in enumerate((CENTRE, CHIANG_MAI, LAMPANG, BANGKOK, GERMANY)):
        unit = _place(code)
        if unit.phone is None:
            unit.phone = f"010 000 000{number}"
            unit.hours = _INVENTED_HOURS
            unit.line_url = "https://line.example/opm-demo"


def _forget_contacts() -> None:
    db.session.execute(
        update(OrgUnit)
        .where(OrgUnit.hours == _INVENTED_HOURS)
        .values(phone=None, hours=None, line_url=None)
    )


def _pin() -> str:
    while is_easy_pin(pin := "".join(secrets.choice("0123456789") for _ in range(6))):
        pass
    return pin


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


def _read(file: Path) -> list[dict[str, str]]:
    try:
        lines: list[dict[str, str]] = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return lines


def _write(file: Path, lines: list[dict[str, str]]) -> None:
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(lines, out, ensure_ascii=False, indent=2)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
