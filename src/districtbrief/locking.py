"""The lock that a build holds: whoever comes second is told who holds it, and waits."""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

NAME = ".lock"


@contextmanager
def only_build(build: Path, say: Callable[[str], None]) -> Iterator[int]:
    """Be the only build of a project for a while; wait for another one, and say which it is.

    The system frees the lock when the last process that has inherited it ends, however it ends.

    Yields:
        Its file descriptor, for all who write to be given.
    """
    with (build / NAME).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"another build is running here ({lock.read().strip() or 'it has just begun'}); waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        since = datetime.now().astimezone()
        _write(lock, f"process {os.getpid()} on {platform.node()}, since {since:%H:%M:%S on %Y-%m-%d}\n")
        try:
            yield lock.fileno()
        finally:
            _write(lock, "")


def _write(lock: IO[str], text: str) -> None:
    with contextlib.suppress(OSError):  # on a full disk it locks without a word
        lock.truncate(0)
        lock.write(text)
        lock.flush()
