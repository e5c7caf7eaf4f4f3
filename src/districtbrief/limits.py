"""What the machine has run out of, said as a fault: room on a disk, memory."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from districtbrief.faults import Fault

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_SIGNS = ("[disk.full]", *map(os.strerror, FULL))
"""How programs say that a disk is full, and how we do."""

_SHORT = (
    *(MemoryError.__name__, os.strerror(errno.ENOMEM)),
    *("Memory allocation", "failed to map segment", "heap exhausted"),  # OpenBLAS, the dynamic linker, pandoc
)


def as_fault(error: OSError | MemoryError, place: str) -> Fault | None:
    """Say what has run out; nothing where the error is about something else.

    Args:
        error: what was raised.
        place: what was being done.
    """
    if isinstance(error, MemoryError) or error.errno == errno.ENOMEM:
        return Fault.of("memory.short", place)
    return full_disk(error.filename) if error.errno in FULL else None


def in_notebook(name: str, message: str, place: str) -> Fault | None:
    """Say what a cell of a notebook has run out of, by the name and the words of what it raised."""
    if name == MemoryError.__name__:
        return Fault.of("memory.short", place)
    return full_disk() if name == OSError.__name__ and tells_full_disk([message]) else None


def full_disk(named: str | bytes | Path | None = None) -> Fault:
    """Say which disk is full: the one that a file lies on, or of the project's and that of scratch files the fuller."""
    places = [Path(os.fsdecode(named)).absolute().parent] if named else [Path.cwd(), Path(tempfile.gettempdir())]
    found = min((place for place in places if place.exists()), key=lambda place: shutil.disk_usage(place).free)
    return Fault.of("disk.full", f"the disk at {_mounted(found)}")


def tells_short_memory(lines: Iterable[str]) -> bool:
    """Whether one of the lines that programs have written says that there was not memory enough."""
    return any(sign in line for line in lines for sign in _SHORT)


def tells_full_disk(lines: Iterable[str]) -> bool:
    """Whether one of the lines that programs have written says that a disk is full."""
    return any(sign in line for line in lines for sign in _SIGNS)


def _mounted(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_mount())
