"""Taking people out of every part, the highest first."""

from __future__ import annotations

from lms.assessment import erasing as assessment
from lms.certification import erasing as certification
from lms.certification.log import pinning
from lms.learning import erasing as learning
from lms.notices import services as notices
from lms.people import erasing as people
from lms.verification import erasing as verification


def erase_person(person_ids: list[int]) -> None:
    """Nothing of these people is left but the record of acts."""
    held = pinning.touched(person_ids)
    verification.erase_person(person_ids)
    certification.erase_person(person_ids)
    assessment.erase_person(person_ids)
    learning.erase_person(person_ids)
    notices.erase_person(person_ids)
    people.erase_person(person_ids)
    pinning.let_go(held)
