"""How a run of the pipeline is started, watched and explained."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from districtbrief.broken import BROKEN, FAILED, failures
from districtbrief.faults import Fault, FaultError, read_faults, refuse
from districtbrief.inspection import inspect, told_with_all
from districtbrief.limits import full_disk, tells_full_disk, tells_short_memory
from districtbrief.locking import only_build
from districtbrief.options import TARGETS, Options
from districtbrief.progress import Progress
from districtbrief.publishing import unreviewed
from districtbrief.scheduler import CANCELLING, SOON, schedule
from districtbrief.telling import DEBUG, FAULTS_FILE
from districtbrief.warm.asking import ADDRESS
from districtbrief.warm.starting import can_fork, worker

LOG = Path("build") / "snakemake.log"
"""What Snakemake said of a run that stopped, where no step said why."""
_DONE = re.compile(r"districtbrief: (.+)$")
"""What a step says of itself; Snakemake, which writes to the same pipe, may have left a line unfinished before it."""
_ERROR = re.compile(r"[\w.]*(?:Error|Exception)\b")
_SENT = re.compile(
    r"(?:districtbrief: | +message: (?=SLURM-job)"
    r"|(?=Job \d+ has been submitted |Finished jobid: \d+ \(Rule: slice\)))(.+)$"
)
"""What a run elsewhere tells besides: its own steps speak into the logs of its jobs."""


def run(root: Path, options: Options, say: Progress) -> None:
    """Run the pipeline, tell its progress, and raise what its steps found; a second run waits for the first.

    Raises:
        FaultError: a step failed, and the faults are those that it reported; or an observation is unreviewed, and
            the pages are not to be stamped as a draft.
    """
    if not options.draft:
        with told_with_all(root, options.cores):
            refuse(unreviewed(root))
    build = root / "build"
    build.mkdir(exist_ok=True)
    with only_build(build, say) as lock:
        faults = build / "faults.txt"
        for told in (faults, root / LOG):
            told.unlink(missing_ok=True)
        if not can_fork():
            say("kernels: started anew for each notebook, since no fork can be relied on here")
        env = {FAULTS_FILE: str(faults), **({DEBUG: "1"} if options.debug else {})}
        with worker(root, lock) as asked, _scheduler(root, options.crowded, asked | env, lock) as process:
            log = list(_watch(process, options, say))
            if code := process.wait():
                _summarise(root, say)
                raise FaultError(_reported(root, options.cores, faults, log, code))


def build_slice(root: Path, name: str, options: Options) -> int:
    """Make one slice of the reports, with a worker of its own where it has none; return Snakemake's exit code.

    Where there is a worker, the run that has started it has counted steps instead of processors already.
    """
    if ADDRESS in os.environ:
        return schedule(["all"], _arguments(options, f"slice={name}"))
    with worker(root) as asked:
        os.environ.update(asked)
        return schedule(["all"], _arguments(options.crowded, f"slice={name}"))


def _ill_written(root: Path) -> bool:
    """Whether the data was found wrong: then Snakemake may have stopped before it came to the rest of it."""
    return any(what.startswith("data/") for what in failures(root))


def _summarise(root: Path, say: Progress) -> None:
    """Name each report, and each part of the data, that failed, and where all that is wrong with it is written."""
    for what in failures(root):
        notebook = FAILED / f"{what}.ipynb"
        kept = f", and as far as it came {notebook.as_posix()}" if (root / notebook).exists() else ""
        say(f"failed: {what} (see {(BROKEN / what).as_posix()}.txt{kept})")


def _arguments(options: Options, *config: str) -> list[str]:
    # our own lock goes with the process that holds it; Snakemake's outlives a killed run
    modes = ["--nolock", "--rerun-incomplete", "--scheduler", "greedy", *["--keep-going"] * options.keep_going]
    return [*options.machines, *modes, "--config", *options.config, *config]


@contextmanager
def _scheduler(root: Path, options: Options, env: Mapping[str, str], lock: int) -> Iterator[subprocess.Popen[str]]:
    """Have Snakemake at work, in a session of its own; leave nothing of it, however this ends."""
    process = _start(root, options, env, lock)
    try:
        yield process
    finally:
        if process.stdin:
            process.stdin.close()  # it ends when it sees that
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(CANCELLING if options.profile else SOON)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _start(root: Path, options: Options, env: Mapping[str, str], lock: int) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "districtbrief.scheduler", ",".join(TARGETS), *_arguments(options)],
        cwd=root,
        env=os.environ | env | {"PATH": path},
        pass_fds=[lock],
        start_new_session=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _watch(process: subprocess.Popen[str], options: Options, say: Progress) -> Iterator[str]:
    """Tell the lines that matter to who waits, such as those that our own steps print, and yield all."""
    told, tell = (_SENT, say) if options.profile else (_DONE, say.step)
    for line in process.stdout or ():
        say.heed(line)
        if done := told.search(line):
            tell(done[1])
        elif options.debug:
            sys.stderr.write(line)
        yield line


def stopped(root: Path, log: Sequence[str]) -> Fault:
    """Say in one line why Snakemake stopped, as far as its log does, and keep the log."""
    (root / LOG).write_text("".join(log), encoding="utf-8")
    lines = [line.strip() for line in log if line.strip()]
    first = next((number for number, line in enumerate(lines) if _ERROR.match(line)), -1)
    return Fault.of("build.stopped", "Snakefile", line=" ".join(lines[first:][:2]), log=LOG.as_posix())


def _reported(root: Path, cores: int, faults: Path, log: Sequence[str], code: int) -> list[Fault]:
    """Give what the steps reported, with all else that is wrong with what people write, or why Snakemake stopped."""
    if tells_full_disk(log):
        return [full_disk(faults)]  # whatever else was said follows from it, and may be half written
    found = read_faults(faults)
    if not found and tells_short_memory(log):
        return [Fault.of("memory.short", "the build")]
    if code < 0:
        return [*found, Fault.of("command.died", "Snakemake")]
    if not found or _ill_written(root):
        found = list(dict.fromkeys([*found, *inspect(root, cores)]))
    return found or [stopped(root, log)]
