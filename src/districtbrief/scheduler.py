"""Snakemake, run in this process: ``python -m districtbrief.scheduler ARGUMENTS``."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence


def schedule(arguments: Sequence[str]) -> int:
    """Run Snakemake and return its exit code, as soon as it has done its work."""
    from snakemake.cli import main  # noqa: PLC0415 - a second that others who ask for the module never need

    try:
        main(list(arguments))
    except SystemExit as end:
        return int(bool(end.code))
    finally:
        _end_timers()
    return 0


def _end_timers() -> None:
    """End the timers that limit how many jobs start in a second: they run on for more than one after the last job."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()


if __name__ == "__main__":
    sys.exit(schedule(sys.argv[1:]))
