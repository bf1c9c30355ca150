"""Attempts, marking, practicum work and its grading."""
