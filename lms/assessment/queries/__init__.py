"""Attempts, practicum work and the grading queue, found through the right."""

from lms.assessment.queries.attempts import attempts_left
from lms.assessment.queries.grading import waiting_count

__all__ = ["attempts_left", "waiting_count"]
