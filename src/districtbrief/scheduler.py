"""Snakemake, run in this process: ``python -m districtbrief.scheduler TARGET,TARGET ARGUMENTS``."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from districtbrief.options import PROFILE
from districtbrief.warm.asking import ADDRESS

SOON = 1
"""Seconds within which Snakemake ends here, when it is told to."""
UNUSED = ("pandas", "requests")
"""What Snakemake imports for parameters and inputs of kinds that there are none of here."""
CANCELLING = 10
"""Seconds that Snakemake may take to call back the jobs that it has sent elsewhere."""


def schedule(targets: Sequence[str], arguments: Sequence[str]) -> int:
    """Run Snakemake for one target after the other, until one fails; return its exit code."""
    return next((code for target in targets if (code := _run(target, arguments))), 0)


def _run(target: str, arguments: Sequence[str]) -> int:
    from snakemake.cli import args_to_api, parse_args  # noqa: PLC0415 - a second that others never need
    from snakemake.exceptions import print_exception  # noqa: PLC0415

    try:
        parser, told = parse_args([target, *arguments])  # whatever plugins are installed are imported by then
        if PROFILE not in arguments:
            _spare(UNUSED)
        # with a limit, and by default it has one, Snakemake begins with each job to look for work every second anew:
        # after a thousand jobs it does so a thousand times a second, and it ends a second late
        told.max_jobs_per_timespan = None
        return int(not args_to_api(told, parser))
    except Exception as error:  # noqa: BLE001 - as Snakemake's own command does
        print_exception(error)
        return 1


def _spare(names: Iterable[str]) -> None:
    """Have packages that are not imported yet be taken for missing, which whoever asks for them can do without."""
    for name in names:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


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


def _leave_nothing() -> None:
    """Have scratch files lie where the worker, which outlives this process, removes them."""
    if ADDRESS in os.environ:
        tempfile.tempdir = str(Path(os.environ[ADDRESS]).parent)


def _end(code: int) -> None:
    """End, at once where nothing is left to do: of a thousand districts it takes a while to forget all, bit by bit."""
    if ADDRESS in os.environ and PROFILE not in sys.argv:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    _leave_nothing()
    _end_with_starter(elsewhere=PROFILE in sys.argv)
    _end(schedule(sys.argv[1].split(","), sys.argv[2:]))
