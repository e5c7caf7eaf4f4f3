"""How a command tells its faults, a line each, and makes a fault of whatever else is raised."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from districtbrief.faults import Fault, FaultError
from districtbrief.limits import as_fault

FAULTS_FILE = "DISTRICTBRIEF_FAULTS"
"""The environment variable that names the file in which the steps of a build leave their faults."""
DEBUG = "DISTRICTBRIEF_DEBUG"
"""The environment variable by which they are told to show tracebacks."""
ABSENT = (errno.ENOENT, errno.ENOTDIR)
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


def tell(faults: Sequence[Fault]) -> None:
    """Print faults, and keep them for the run that started this step."""
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    if kept := os.environ.get(FAULTS_FILE):
        with suppress(OSError), Path(kept).open("a", encoding="utf-8") as file:  # they have been printed
            file.writelines(fault.line for fault in faults)


@contextmanager
def only_faults(place: str, *, debug: bool = False) -> Iterator[None]:
    """Let nothing be raised but faults: of any other error make one, and show its traceback to who asks for it.

    An error that a reader who has gone causes is left as it is: nobody would read what is said of it.

    Args:
        place: where the error is, unless it names a file.
        debug: whether the traceback is shown; the environment may ask for it too.
    """
    try:
        yield
    except (FaultError, BrokenPipeError):
        raise
    except Exception as error:
        if debug or os.environ.get(DEBUG):
            traceback.print_exc()
        raise FaultError([_fault(error, place)]) from error


def _fault(error: Exception, place: str) -> Fault:
    if isinstance(error, (OSError, MemoryError)) and (short := as_fault(error, place)):
        return short
    if not isinstance(error, OSError):
        return Fault.of("command.unexpected", place, error=type(error).__name__, message=error)
    file, told = place if error.filename is None else str(error.filename), error.strerror or error
    if error.errno in ABSENT:
        return Fault.of("command.no-file", file, error=told)
    if error.errno in DENIED:
        return Fault.of("command.no-permission", file, error=told)
    return Fault.of("command.system", file, error=told)
