"""Pages of tests, of practicum work, and of grading it."""

from lms.assessment.views import attempts, grading, practicum, quiz
from lms.assessment.views.blueprint import blueprint

__all__ = ["attempts", "blueprint", "grading", "practicum", "quiz"]
