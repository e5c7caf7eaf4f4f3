"""What files were read as, kept for as long as they stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def kept(
    read: Callable[[Path], T], rests_on: Callable[[Path], Iterable[Path]] = lambda path: (path,)
) -> Callable[[Path], T]:
    """Let a reader read anew only when a file has changed, so that a process that goes on pays once.

    What is read is shared, and not to be changed. What cannot be read raises every time.

    Args:
        read: reads a file or folder.
        rests_on: lists the files that it reads, where these are others.
    """
    known: dict[Path, tuple[dict[Path, Stamp], T]] = {}

    @wraps(read)
    def again(path: Path) -> T:
        place, seen = path.absolute(), {item: stamp(item) for item in rests_on(path)}
        if place not in known or known[place][0] != seen:
            known[place] = seen, read(path)
        return known[place][1]

    return again
