"""Settings of a test's application: all defaults, none of the machine's own environment."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lms.config import Settings

_MEMORY = Path("/dev/shm")


def memory() -> Path | None:
    """Where files lie in memory, if there is room."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2**30
    return _MEMORY if roomy else None


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of one's own, in memory where there is room: a commit need not wait for a disk."""
    folder = Path(tempfile.mkdtemp(prefix="lms-test-", dir=memory()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settings_for(data: Path, **environment: str) -> Settings:
    """What Settings.from_env makes of a data folder and nothing else."""
    return Settings.from_env({"LMS_DATA": str(data), **environment})
