"""Pages of the catalogue, of learning, and of whoever looks after learners."""

from lms.learning.views import catalogue, learners, lessons, media
from lms.learning.views.blueprint import blueprint

__all__ = ["blueprint", "catalogue", "learners", "lessons", "media"]
