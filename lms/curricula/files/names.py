"""Names of folders and files: two digits for the order, then what stands in the address."""

import re
from pathlib import Path

from lms.curricula.files.problems import Problems

_NUMBERED = re.compile(r"(\d\d)-[a-z0-9]+(?:-[a-z0-9]+)*")


def position_in_name(path: Path, problems: Problems) -> int:
    """7 for "07-change-project"; a badly made name is noted."""
    match = _NUMBERED.fullmatch(path.stem)
    if match is None:
        problems.note(path, 1, "bad_name", value=path.name)
        return 0
    return int(match[1])
