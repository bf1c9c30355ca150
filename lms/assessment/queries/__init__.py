"""Attempts, practicum work and the grading queue, found through the right."""
