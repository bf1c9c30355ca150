"""A person's name: in order, folded for searching, keyed for sorting, written out."""

from __future__ import annotations

from lms.people.models import Person
from lms.thai import fold, full_name, sort_key


def display_name(person: Person) -> str:
    """The name as pages show it: one space before the surname."""
    return " ".join(printed_name(person).split())


def printed_name(person: Person) -> str:
    """The name exactly as documents print it."""
    return full_name(person.title, person.first_name, person.middle_name, person.last_name)


def refresh_name_keys(person: Person) -> None:
    """Bring the columns made from the name in step with it; call after any change."""
    person.full_name = printed_name(person)
    spoken = [person.first_name, person.middle_name, person.last_name]
    parts = [part for part in spoken if part]
    person.name_fold = fold(" ".join([*parts, person.latin_name or ""]))[:600]
    person.sort_key = sort_key(" ".join(parts))[:900]
