"""Acts of assessment: attempts, practicum work, grading."""
