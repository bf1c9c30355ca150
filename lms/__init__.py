"""Training and certification for อพม. volunteers."""
