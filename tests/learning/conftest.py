"""A small curriculum as learners meet it: two modules, tests, a practicum, pictures."""

from pathlib import Path

import pytest
from flask import Flask

from lms.curricula.loading import load
from lms.curricula.outline import Outline, published_of
from lms.people.models import Person
from tests.builders import a_volunteer
from tests.curricula.files.folder import write_curriculum


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> Outline:
    """first-aid: 01-listen and 02-refer (closed until 01 is finished), a lesson in each."""
    load(write_curriculum(tmp_path), publish=True)
    return published_of("first-aid")


@pytest.fixture
def learner(course: Outline) -> Person:
    """A volunteer who is not enrolled yet."""
    return a_volunteer()
