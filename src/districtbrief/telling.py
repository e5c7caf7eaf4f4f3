"""How a command answers: in lines for people or in JSON for machines; whatever is raised is made a fault."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from districtbrief.colours import coloured, painted
from districtbrief.faults import Fault, FaultError
from districtbrief.limits import as_fault

FAULTS_FILE = "DISTRICTBRIEF_FAULTS"
"""The environment variable that names the file in which the steps of a build leave their faults."""
DEBUG = "DISTRICTBRIEF_DEBUG"
"""The environment variable by which they are told to show tracebacks."""
ABSENT = (errno.ENOENT, errno.ENOTDIR)
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FILE = re.compile(r"[^ ,:]*[/.][^ ,:]*")
NUMBERED = ("row", "line", "paragraph", "position")
_PART = re.compile(r"\b(row|column|line|paragraph|position) ([^ ,]+)")


@dataclass(frozen=True)
class Answer:
    """What a command has to say.

    Attributes:
        lines: for people.
        told: the same for machines; as much as JSON knows.
        faults: what it found wrong; with any it ends with 1.
    """

    lines: Iterable[str] = ()
    told: Mapping[str, object] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    def as_json(self) -> str:
        """Write it as one JSON object, of which ``faults`` are always a part."""
        told = {**self.told, "faults": [as_record(fault) for fault in self.faults]}
        return json.dumps(told, ensure_ascii=False, indent=2)


def as_record(fault: Fault) -> dict[str, object]:
    """Give a fault with what its place names, each None where it names none: file, row, column and so on."""
    file, parts = _FILE.match(fault.place), dict(_PART.findall(fault.place))
    numbers = {name: int(parts[name]) if parts.get(name, "").isdecimal() else None for name in NUMBERED}
    return {
        "code": fault.code,
        "place": fault.place,
        "file": file[0] if file else None,
        **numbers,
        "column": parts.get("column"),
        "found": fault.found,
        "remedy": fault.remedy,
    }


def tell(faults: Sequence[Fault]) -> None:
    """Print faults, and keep them for the run that started this step; in its log they have no colours."""
    write = str if FAULTS_FILE in os.environ or not coloured(sys.stderr) else painted
    sys.stderr.writelines(f"{write(fault)}\n" for fault in faults)
    keep(faults)


def keep(faults: Sequence[Fault]) -> None:
    """Keep faults for the run that started this step, if one did."""
    if faults and (kept := os.environ.get(FAULTS_FILE)):
        with suppress(OSError), Path(kept).open("a", encoding="utf-8") as file:  # they have been printed
            file.writelines(fault.line for fault in faults)


@contextmanager
def only_faults(place: str, *, debug: bool = False) -> Iterator[None]:
    """Let nothing be raised but faults: of any other error make one, and show its traceback to who asks for it.

    An error that a reader who has gone causes is left as it is: nobody would read what is said of it.

    Args:
        place: where the error is, unless it names a file.
        debug: whether the traceback is shown; the environment may ask for it too.

    Raises:
        FaultError: whatever was raised, as faults.
        BrokenPipeError: the reader has gone.
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
