"""How a run of the pipeline is started, watched and explained, and how what it made is published."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from districtbrief.broken import BROKEN, noted
from districtbrief.datapackage import is_true, read_table
from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.planning import DRAFTS, observation_tables
from districtbrief.renderers import finish_site
from districtbrief.specs import TIME_LIMIT, read_specs
from districtbrief.warm.asking import ADDRESS
from districtbrief.warm.starting import worker

FAULTS_FILE = "DISTRICTBRIEF_FAULTS"
_DONE = re.compile(r"^districtbrief: (.+)$")


def unreviewed(root: Path) -> Iterator[Fault]:
    """Name the observation tables that hold rows which nobody has reviewed."""
    for name in observation_tables(root):
        told = [row.get("reviewed", "true") or "" for row in read_table(root / name)]
        rows = [number for number, cell in enumerate(told, start=2) if not is_true(cell)]
        if rows:
            found = f"{len(rows)} of {len(told)} rows are unreviewed, the first is row {rows[0]}"
            yield Fault(name, found, "review them, or build with --draft")


def publish(root: Path, pages: Path) -> None:
    """Put all pages, their charts and the data together, audit them, and swap them in as `_site/`.

    Raises:
        FaultError: a page is missing, or the pages are no draft and an observation is unreviewed, or the audit found
            something; what it found is in `build/site/audit.json` then.
    """
    from districtbrief.audit import audit, write_results  # noqa: PLC0415 - half a second that other steps never need

    if not pages.name.endswith(DRAFTS):
        refuse(unreviewed(root))
    missing = [name for name in _page_files(root) if not (pages / name).is_file()]
    refuse(Fault(f"{pages.name}/{name}", "the page is missing", "render it first") for name in missing)
    staged = root / "build" / "site"
    shutil.rmtree(staged, ignore_errors=True)
    for name in _page_files(root):
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pages / name, target)
    finish_site(root, staged)
    found = audit(root, staged)
    write_results(staged, found)
    refuse(found.faults)
    _list_pages(staged)
    _swap(staged, root / "_site", root / "build" / "replaced")


@dataclass(frozen=True)
class Options:
    """How a build is run.

    Attributes:
        renderer: ``quarto`` or ``embedded``.
        cores: how many steps run at once.
        draft: stamp every page, and publish unreviewed figures too.
        keep_going: build all else when a report fails.
        partial: let a page stand in for each report that fails, and publish.
        time_limit: seconds that a cell of a notebook may take.
    """

    renderer: str
    cores: int
    draft: bool = False
    keep_going: bool = False
    partial: bool = False
    time_limit: int = TIME_LIMIT

    @property
    def config(self) -> list[str]:
        """What the Snakefile is told."""
        told = {"draft": self.draft, "keep_going": self.keep_going, "partial": self.partial}
        limit = [] if self.time_limit == TIME_LIMIT else [f"time_limit={self.time_limit}"]
        return [f"renderer={self.renderer}", *(f"{key}=true" for key, value in told.items() if value), *limit]


def run(root: Path, options: Options, say: Callable[[str], None]) -> None:
    """Run the pipeline, tell its progress, and raise what its steps found; a second run waits for the first.

    Raises:
        FaultError: a step failed, and the faults are those that it reported; or an observation is unreviewed, and
            the pages are not to be stamped as a draft.
    """
    if not options.draft:
        refuse(unreviewed(root))
    build = root / "build"
    build.mkdir(exist_ok=True)
    with (build / ".lock").open("w") as lock:
        _wait_for(lock, say)
        faults = build / "faults.txt"
        faults.unlink(missing_ok=True)
        with worker(root) as asked:
            process = _start(root, options, asked | {FAULTS_FILE: str(faults)})
            log = list(_watch(process, say))
            if process.wait():
                _summarise(root, say)
                raise FaultError(_reported(faults, log))


def build_slice(root: Path, name: str, options: Options) -> int:
    """Make one slice of the reports, with a worker of its own where it has none; return Snakemake's exit code."""
    if ADDRESS in os.environ:
        return _snakemake(_arguments(options, f"slice={name}"))
    with worker(root) as asked:
        os.environ.update(asked)
        return _snakemake(_arguments(options, f"slice={name}"))


def _snakemake(arguments: list[str]) -> int:
    """Run Snakemake in this process."""
    from snakemake.cli import main  # noqa: PLC0415 - a second that other steps never need

    try:
        main(arguments)
    except SystemExit as end:
        return int(bool(end.code))
    return 0


def _summarise(root: Path, say: Callable[[str], None]) -> None:
    """Name each report, and each part of the data, that failed, and where all that is wrong with it is written."""
    for what in noted(root):
        say(f"failed: {what} (see {(BROKEN / what).as_posix()}.txt)")


def _arguments(options: Options, *config: str) -> list[str]:
    # our own lock goes with the process that holds it; Snakemake's outlives a killed run
    modes = ["--nolock", "--rerun-incomplete", "--scheduler", "greedy", *["--keep-going"] * options.keep_going]
    return ["--cores", str(options.cores), *modes, "--config", *options.config, *config]


def _start(root: Path, options: Options, env: Mapping[str, str]) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.Popen(
        [sys.executable, "-m", "snakemake", *_arguments(options)],
        cwd=root,
        env=os.environ | env | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_for(lock: IO[str], say: Callable[[str], None]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("another build is running here; waiting for it")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _watch(process: subprocess.Popen[str], say: Callable[[str], None]) -> Iterator[str]:
    """Tell the lines that our own steps print, and yield all."""
    for line in process.stdout or ():
        if done := _DONE.match(line):
            say(done[1])
        yield line


def _reported(faults: Path, log: list[str]) -> list[Fault]:
    if faults.exists():
        lines = dict.fromkeys(faults.read_text(encoding="utf-8").splitlines())
        return [Fault(*line.split("\t")) for line in lines]
    return [Fault("Snakefile", "".join(log[-25:]).strip(), "see the lines above")]


def _page_files(root: Path) -> list[str]:
    return ["index.html", *(name for spec in read_specs(root) for name in spec.pages)]


def _list_pages(site: Path) -> None:
    """Index the pages for search, and list them for machines; what reads them is imported here alone."""
    from districtbrief.renderers.finished import finished_pages  # noqa: PLC0415 - only publishing needs it
    from districtbrief.renderers.listings import write_llms, write_sitemap  # noqa: PLC0415
    from districtbrief.renderers.search import index_site  # noqa: PLC0415

    pages = list(finished_pages(site))
    for write in (index_site, write_llms, write_sitemap):
        write(site, pages)


def _swap(staged: Path, published: Path, replaced: Path) -> None:
    shutil.rmtree(replaced, ignore_errors=True)
    if published.exists():
        published.rename(replaced)
    staged.rename(published)
    shutil.rmtree(replaced, ignore_errors=True)
