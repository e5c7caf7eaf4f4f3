"""Starts the worker for as long as a build lasts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from districtbrief.warm.asking import ADDRESS
from districtbrief.warm.command import STOPS

SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""A thread that numpy starts on import would be missing in everything that is forked."""
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""Kernels import a debugger, which would say that it misses breakpoints."""
SOON = 1
"""Seconds within which the worker, and all that it has forked, end when nobody asks them to work."""
UNSAFE = ("darwin",)
"""Systems whose own libraries do not survive a fork."""


def can_fork() -> bool:
    """Whether this system has a fork that may be relied on."""
    return hasattr(os, "fork") and sys.platform not in UNSAFE


@contextmanager
def worker(root: Path, *held: int) -> Iterator[dict[str, str]]:
    """Have a worker for a while, and yield what steps must find in their environment to ask it; nothing without one.

    Args:
        root: the project.
        held: open files that the worker, and all that it forks, hold as long as they live, such as a lock.
    """
    if not can_fork():
        yield {}
        return
    with (
        _scratch() as folder,
        _started([sys.executable, "-m", "districtbrief.warm.worker", f"{folder}/worker", str(root)], held),
    ):
        yield {ADDRESS: f"{folder}/worker"}


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """Make a folder that is removed at the end; a stop waits until it is known here, else nobody would remove it.

    Its path is short: a socket's has room for a hundred letters.
    """
    heeded = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        return tempfile.TemporaryDirectory(prefix="districtbrief-", ignore_cleanup_errors=True)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heeded)


@contextmanager
def _started(command: Sequence[str], held: Sequence[int]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=os.environ | SINGLE | QUIET, start_new_session=True, stdin=subprocess.PIPE, pass_fds=held
    )
    try:
        yield
    finally:
        process.terminate()  # it waits for what it has forked
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SOON)
        process.kill()
        process.communicate()
