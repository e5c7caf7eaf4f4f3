"""Snakemake, run in this process: ``python -m districtbrief.scheduler ARGUMENTS``."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

SOON = 1
"""Seconds within which Snakemake ends here, when it is told to."""
CANCELLING = 10
"""Seconds that Snakemake may take to call back the jobs that it has sent elsewhere."""


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


def _end_with_starter(*, elsewhere: bool) -> None:
    """End, with all that this process has started, as soon as the other end of its input is closed, however it is.

    Snakemake asked to end waits for its jobs, and says much; what it leaves half done the next run makes anew. But
    jobs that it has sent elsewhere it alone can call back.
    """
    line = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # no step may wait for input

    def end() -> None:
        os.read(line, 1)
        if elsewhere:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(CANCELLING)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=end, daemon=True).start()


if __name__ == "__main__":
    _end_with_starter(elsewhere="--profile" in sys.argv)
    sys.exit(schedule(sys.argv[1:]))
