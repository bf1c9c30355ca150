"""Deciding requests for a corrected name, and telling the person who asked."""

from __future__ import annotations

from lms.access import Actor
from lms.notices.services import tell
from lms.people import name_requests
from lms.people.models import NameRequest

PROFILE = "/profile"
REQUEST = "/profile/name"


def accept_name(actor: Actor, asked: NameRequest) -> None:
    """The register takes the new name; whoever asked is told."""
    name = name_requests.accept(actor, asked)
    tell(asked.person_id, "name_accepted", f"name_request:{asked.id}", PROFILE, name=name)


def decline_name(actor: Actor, asked: NameRequest, reason: str) -> None:
    """The name stays; whoever asked is told why."""
    name_requests.decline(actor, asked, reason)
    tell(asked.person_id, "name_declined", f"name_request:{asked.id}", REQUEST, reason=reason)
