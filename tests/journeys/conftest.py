"""What one journey does to the demo people is nothing that another may depend on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.live import Server, demo_server


@pytest.fixture(scope="module")
def live_server(demo_folder: Path) -> Iterator[Server]:
    """The demo system, as new for the journeys of one file."""
    with demo_server(demo_folder) as server:
        yield server
