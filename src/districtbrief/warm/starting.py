"""Starts the worker for as long as a build lasts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from districtbrief.warm.asking import ADDRESS

SINGLE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""A thread that numpy starts on import would be missing in everything that is forked."""
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""Kernels import a debugger, which would say that it misses breakpoints."""
UNSAFE = ("darwin",)
"""Systems whose own libraries do not survive a fork."""


def can_fork() -> bool:
    """Whether this system has a fork that may be relied on."""
    return hasattr(os, "fork") and sys.platform not in UNSAFE


@contextmanager
def worker(root: Path) -> Iterator[dict[str, str]]:
    """Have a worker for a while, and yield what steps must find in their environment to ask it; nothing without one."""
    if not can_fork():
        yield {}
        return
    folder = Path(tempfile.mkdtemp(prefix="districtbrief-"))  # short: a socket's path has room for a hundred letters
    command = [sys.executable, "-m", "districtbrief.warm.worker", str(folder / "worker"), str(root)]
    process = subprocess.Popen(command, env=os.environ | SINGLE | QUIET, start_new_session=True)
    try:
        yield {ADDRESS: str(folder / "worker")}
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
