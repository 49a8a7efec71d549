"""How much memory this process and those it started have used at most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
KIB_IN_MIB = 1024


def peak_memory() -> float | None:
    """The peaks of this process and of all that live below it, added, in MiB; None where the system does not tell.

    Resident memory (`VmHWM`). The peaks need not fall together, so the sum is what was used at most.
    """
    own = _peak(PROC / "self")
    if own is None:
        return None
    kib = own + sum(_peak(process) or 0 for process in _below(_number(PROC / "self")))
    return round(kib / KIB_IN_MIB, 1)


def _below(root: int) -> Iterator[Path]:
    """The processes that a process started, and those that they started."""
    children: dict[int, list[int]] = {}
    for process in PROC.iterdir():
        if process.name.isdigit() and (parent := _parent(process)) is not None:
            children.setdefault(parent, []).append(int(process.name))
    waiting = children.get(root, [])
    while waiting:
        number = waiting.pop()
        waiting += children.get(number, [])
        yield PROC / str(number)


def _number(process: Path) -> int:
    return int(process.resolve().name)


def _parent(process: Path) -> int | None:
    """The number of the process that started one; None where it has ended meanwhile."""
    stat = _read(process / "stat")
    return int(stat.rpartition(")")[2].split()[1]) if stat else None


def _peak(process: Path) -> int | None:
    """The peak of one process in KiB."""
    lines = _read(process / "status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
