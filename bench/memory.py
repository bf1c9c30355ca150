"""Memory of a running system, shared pages counted once (PSS), and its processor time."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path


def family(root: int) -> dict[int, str]:
    """A process and all below it: process id to what it is for."""
    children: dict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        children[int(fields[1])].append(int(stat.parent.name))
    found = {root: "supervisor"}
    for child in children[root]:
        command = _command(child)
        found[child] = "web parent" if "gunicorn" in command else "worker"
        found |= {below: "web" for below in children[child] if "gunicorn" in command}
    return found


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def proportional(process: int) -> float:
    """Megabytes of one process, each shared page divided among those who share it."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(root: int) -> float:
    """What a process and all below it have used of the processors so far."""
    ticks = 0
    for process in family(root):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measured(root: int) -> dict[str, float]:
    """Megabytes by purpose, and their sum."""
    parts: dict[str, float] = defaultdict(float)
    for process, purpose in family(root).items():
        parts[purpose] += proportional(process)
    return {**parts, "all": sum(parts.values())}
