"""Enrolment, progress, results."""
