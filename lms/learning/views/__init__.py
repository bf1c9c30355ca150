"""Pages of the catalogue, of learning, and of whoever looks after learners."""

from lms.learning.views import catalogue, cohorts, learners, lessons, media
from lms.learning.views.blueprint import blueprint

__all__ = ["blueprint", "catalogue", "cohorts", "learners", "lessons", "media"]
