"""The `districtbrief` command: a step is handed to the worker where there is one, and run here where there is none."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence

from districtbrief.warm.asking import ADDRESS, Forked

STEPS = frozenset({"validate", "execute", "render", "render-site", "audit-report", "build-slice", "publish"})
"""The commands that the pipeline runs; all others begin here."""


def main() -> int:
    """Run one command, and return its exit code."""
    try:
        return _run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _run(arguments: Sequence[str]) -> int:
    if ADDRESS in os.environ and STEPS.intersection(arguments[:1]):
        try:
            code = Forked(os.environ[ADDRESS], "step", arguments, os.getcwd(), os.environ).wait()  # noqa: PTH109
        except OSError:
            pass  # the worker has died; this process can do what it would have done
        else:
            return _died(arguments) if code < 0 else code
    from districtbrief.cli import main as run  # noqa: PLC0415 - a second that handing over need not take

    return run(arguments)


def _died(arguments: Sequence[str]) -> int:
    """Say of a step that ended without a word that it did."""
    from districtbrief.faults import Fault  # noqa: PLC0415 - seldom needed
    from districtbrief.telling import tell  # noqa: PLC0415

    tell([Fault.of("command.died", shlex.join(["districtbrief", *arguments]))])
    return 1
