"""Where people belong, who they are, and how they sign in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.access import Role
from lms.clock import now
from lms.db import Base, Digest, Identified, Name, Slug, Title, Word


class UnitKind(StrEnum):
    """What an organisational unit is."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    OVERSEAS = "overseas"  # the node that holds countries abroad, beside the 77
    ABROAD = "abroad"  # a country abroad
    ORGANISATION = "organisation"  # an organisation abroad or at home
    AGENCY = "agency"  # a department, centre or office of the ministry


class OrgUnit(Base):
    """A node of the organisational tree. `path` is the ids from the root: '/1/57/912/'."""

    __tablename__ = "org_units"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        Index("ix_org_units_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_units.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[UnitKind] = mapped_column(String(20))
    code: Mapped[Word]  # the Interior Ministry's for places, ISO 3166-1 for countries, else ours
    name_th: Mapped[Name]
    name_en: Mapped[Name]
    office_th: Mapped[Name | None]  # the office a volunteer calls, e.g. สำนักงาน พมจ.เชียงใหม่
    office_en: Mapped[Name | None]
    phone: Mapped[Word | None]
    hours: Mapped[Name | None]
    line_url: Mapped[Title | None]
    sort_key: Mapped[str] = mapped_column(String(400), index=True)

    parent: Mapped[OrgUnit | None] = relationship(remote_side="OrgUnit.id")


class Standing(StrEnum):
    """A volunteer's standing in the register."""

    ACTIVE = "active"
    LAPSED = "lapsed"
    REREGISTERED = "reregistered"
    LEFT = "left"
    DECEASED = "deceased"


class Person(Base, Identified):
    """Somebody in the register. The parts of the name follow the ministry's data standard."""

    __tablename__ = "persons"

    title: Mapped[Word]  # as chosen or typed; sex is never derived from it
    first_name: Mapped[Name]
    middle_name: Mapped[Name | None]
    last_name: Mapped[Name | None]
    latin_name: Mapped[Name | None]  # as in the passport
    full_name: Mapped[str] = mapped_column(String(800))  # exactly as documents print it
    name_fold: Mapped[str] = mapped_column(String(600), index=True)
    sort_key: Mapped[str] = mapped_column(String(900), index=True)
    volunteer_number: Mapped[Word | None] = mapped_column(unique=True)
    phone: Mapped[Word | None] = mapped_column(index=True)  # E.164; several may share one
    email: Mapped[str | None] = mapped_column(String(254), index=True)  # lower case
    national_id_cipher: Mapped[str | None]
    national_id_index: Mapped[Digest | None] = mapped_column(unique=True)
    nationality: Mapped[str] = mapped_column(String(2), default="TH")  # ISO 3166-1
    born_on: Mapped[date | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(5))
    text_size: Mapped[str | None] = mapped_column(String(5))
    timezone: Mapped[Word | None]

    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(back_populates="person", lazy="raise_on_sql")
    standings: Mapped[list[StandingChange]] = relationship(
        foreign_keys="StandingChange.person_id",
        order_by="StandingChange.id",
        lazy="raise_on_sql",
    )


class StandingChange(Base, Identified):
    """A change of standing; the newest row is the present one."""

    __tablename__ = "standing_changes"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    standing: Mapped[Standing] = mapped_column(String(20))
    since: Mapped[date]
    note: Mapped[Title | None]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))


class RoleGrant(Base, Identified):
    """A role, for a unit and everything below it, perhaps for one curriculum only."""

    __tablename__ = "role_grants"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[Role] = mapped_column(String(30))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"))
    curriculum: Mapped[Slug | None]  # a slug; None means all
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]

    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")


class SecretKind(StrEnum):
    """Volunteers choose a PIN of six digits, staff a password."""

    PIN = "pin"
    PASSWORD = "password"  # noqa: S105  (a kind, not a secret)


class Account(Base, Identified):
    """A person's way in; made when the first slip is used or by an administrator."""

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    secret_kind: Mapped[SecretKind] = mapped_column(String(10))
    secret_hash: Mapped[str]  # Argon2id
    secret_set_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="account", lazy="raise_on_sql")


class SignedInDevice(Base, Identified):
    """One signed-in browser. The cookie holds the token, the row its digest."""

    __tablename__ = "signed_in_devices"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_digest: Mapped[Digest] = mapped_column(unique=True)
    device_digest: Mapped[Digest]  # of the device cookie, which outlives signing out
    kept: Mapped[bool]  # "เครื่องของฉัน": 30 days; else until the browser closes, 12 hours at most
    browser: Mapped[Name | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class SignInFailure(Base):
    """Wrong tries of one device at one account; five lock that pair for 15 minutes.

    `identifier_digest` stands for whatever was typed, so that unknown names behave alike.
    """

    __tablename__ = "sign_in_failures"
    __table_args__ = (UniqueConstraint("identifier_digest", "device_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identifier_digest: Mapped[Digest] = mapped_column(index=True)
    device_digest: Mapped[Digest]
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=now)
    locked_until: Mapped[datetime | None]


class AddressCounter(Base):
    """Tries from one network address within a window; generous, for 300 may share a Wi-Fi."""

    __tablename__ = "address_counters"
    __table_args__ = (UniqueConstraint("purpose", "address_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Word]
    address_digest: Mapped[Digest]
    window_start: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=0)


class AccessSlip(Base, Identified):
    """A printed slip (ใบรหัสเข้าใช้): a QR token and eight digits, for first sign-in or reset."""

    __tablename__ = "access_slips"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    token_digest: Mapped[Digest] = mapped_column(unique=True)  # of the QR's token
    code_digest: Mapped[Digest] = mapped_column(index=True)  # keyed digest of the eight digits
    made_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class RequestState(StrEnum):
    """A request to an officer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class JoinRequest(Base, Identified):
    """ขอเข้าร่วม: somebody not in the register asks to be; an officer of the unit decides."""

    __tablename__ = "join_requests"

    title: Mapped[Word]
    first_name: Mapped[Name]
    last_name: Mapped[Name | None]
    latin_name: Mapped[Name | None]
    phone: Mapped[Word | None]
    email: Mapped[str | None] = mapped_column(String(254))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"), index=True)
    message: Mapped[str | None]
    state: Mapped[RequestState] = mapped_column(String(20), default=RequestState.OPEN, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[Title | None]

    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")


class NameRequest(Base, Identified):
    """A person asks an officer to correct the name in the register."""

    __tablename__ = "name_requests"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    title: Mapped[Word]
    first_name: Mapped[Name]
    middle_name: Mapped[Name | None]
    last_name: Mapped[Name | None]
    latin_name: Mapped[Name | None]
    message: Mapped[str | None]
    state: Mapped[RequestState] = mapped_column(String(20), default=RequestState.OPEN, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[Title | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class Setup(Base, Identified):
    """The first administrator's one-time code, while there is none."""

    __tablename__ = "setups"

    code_digest: Mapped[Digest]
    used_at: Mapped[datetime | None]
