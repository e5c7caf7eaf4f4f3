"""What a file was read as, kept for as long as the file stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Stamp = tuple[int, int, int] | None


def stamp(path: Path) -> Stamp:
    """Tell one state of a file or folder from another: when it was changed, its size and inode; None if missing."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def kept(read: Callable[[Path], T]) -> Callable[[Path], T]:
    """Let a reader of one file read it anew only when it has changed, so that a process that goes on pays once.

    What is read is shared, and not to be changed. A file that cannot be read raises every time.
    """
    known: dict[Path, tuple[Stamp, T]] = {}

    @wraps(read)
    def again(path: Path) -> T:
        place, seen = path.absolute(), stamp(path)
        if place not in known or known[place][0] != seen:
            known[place] = seen, read(path)
        return known[place][1]

    return again
