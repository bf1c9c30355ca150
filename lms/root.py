"""Where the package lies, and what lies beside it: templates, translations, designs, curricula."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CARRIED = PACKAGE / "carried"  # where the wheel puts what lies beside the package in the source
ROOT = CARRIED if CARRIED.is_dir() else PACKAGE.parent
