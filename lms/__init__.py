"""Training and certification for อพม. volunteers."""

__version__ = "0.1.0"
