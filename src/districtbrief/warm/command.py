"""The `districtbrief` command: a step is handed to the worker where there is one, and run here where there is none."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from districtbrief.warm.asking import ADDRESS, Forked

STEPS = frozenset(
    {"validate", "execute", "render", "render-site", "audit-report", "build-slice", "index-part", "publish"}
)
"""The commands that the pipeline runs; all others begin here."""
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What ends a command: Ctrl-C, `kill`, a terminal that is closed."""


def main() -> int:
    """Run one command, and return its exit code."""
    for stop in STOPS:
        if signal.getsignal(stop) != signal.SIG_IGN:  # as nohup has it
            signal.signal(stop, _stop)
    return _run(sys.argv[1:])


def _run(arguments: Sequence[str]) -> int:
    if ADDRESS in os.environ and STEPS.intersection(arguments[:1]):
        try:
            code = Forked(os.environ[ADDRESS], "step", arguments, os.getcwd(), os.environ).wait()  # noqa: PTH109
        except OSError:
            del os.environ[ADDRESS]  # the worker has died; this process can do what it would have done
        else:
            return _died(arguments) if code < 0 else code
    from districtbrief.cli import main as run  # noqa: PLC0415 - a second that handing over need not take

    return run(arguments)


def _stop(number: int, _: FrameType | None) -> None:
    """Say in one line that this command was stopped, and end it, with all that it has begun, as shells expect."""
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    told = f"stopped ({signal.Signals(number).name}): the next build goes on from here, and what is published stands"
    with contextlib.suppress(OSError):  # the terminal may be gone
        os.write(2, f"\n{told}\n".encode())
    sys.exit(128 + number)


def _died(arguments: Sequence[str]) -> int:
    """Say of a step that ended without a word that it did."""
    from districtbrief.faults import Fault  # noqa: PLC0415 - seldom needed
    from districtbrief.telling import tell  # noqa: PLC0415

    tell([Fault.of("command.died", shlex.join(["districtbrief", *arguments]))])
    return 1
