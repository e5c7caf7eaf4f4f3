"""The `districtbrief` command: a step is handed to the worker where there is one, and run here where there is none."""

from __future__ import annotations

import os
import sys

from districtbrief.warm.asking import ADDRESS, Forked

STEPS = frozenset({"validate", "execute", "render", "render-site", "audit-report", "build-slice", "publish"})
"""The commands that the pipeline runs; all others begin here."""


def main() -> int:
    """Run one command, and return its exit code."""
    arguments = sys.argv[1:]
    if ADDRESS in os.environ and STEPS.intersection(arguments[:1]):
        try:
            return Forked(os.environ[ADDRESS], "step", arguments, os.getcwd(), os.environ).wait()  # noqa: PTH109
        except OSError:
            pass  # the worker has died; this process can do what it would have done
    from districtbrief.cli import main as run  # noqa: PLC0415 - a second that handing over need not take

    return run(arguments)
