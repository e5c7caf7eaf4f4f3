"""What the Snakefile asks: which files each report is made of, and how a run is started, watched and explained."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.publishing import DRAFTS, unreviewed
from districtbrief.specs import HOME, ReportSpec

FAULTS_FILE = "DISTRICTBRIEF_FAULTS"
LATER = ("renderers", "audit")
_DONE = re.compile(r"^districtbrief: (.+)$")


def source_files(root: Path, *folders: str) -> list[str]:
    """List the files of our own under some folders, without caches and what comes after notebooks in the package."""
    found = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]
    skipped = {"__pycache__", *(LATER if folders == ("src/districtbrief",) else ())}
    return sorted(path.relative_to(root).as_posix() for path in found if not skipped & set(path.parts))


def prose_of(root: Path, spec: ReportSpec) -> list[str]:
    """List the templates that a report is worded by: its own and the charts', or for the home page those of all."""
    ending = f".{spec.lang}.md.j2"
    if spec.name != HOME:
        return [f"notebooks/text/{name}{ending}" for name in ("charts", spec.notebook)]
    found = (root / "notebooks" / "text").glob(f"*{ending}")
    return sorted(path.relative_to(root).as_posix() for path in found)


def observation_tables(root: Path, spec: ReportSpec | None = None) -> list[str]:
    """List the observation tables that a report reads: its own districts', or all."""
    chosen = _districts_of(spec) if spec else []
    if chosen:
        return [f"data/observations/{district}.csv" for district in chosen]
    return sorted(path.relative_to(root).as_posix() for path in (root / "data" / "observations").glob("*.csv"))


def tables_of(root: Path, part: str) -> list[str]:
    """List what a part of `data/` holds besides the tables that every report reads."""
    path = f"data/observations/{part}.csv"
    return [path] if (root / path).exists() else ["data/excluded.csv"]


def pages_folder(root: Path, renderer: str, *, draft: bool) -> Path:
    """Give the folder that a renderer writes to, or that for its stamped pages."""
    return root / "build" / "pages" / (renderer + DRAFTS * draft)


def left_over(root: Path, reports: Iterable[str]) -> Iterator[str]:
    """Name the executed notebooks of no report any more, and those that point at a chart which is no longer there."""
    wanted = set(reports)
    for path in sorted((root / "reports").glob("*/*.ipynb")):
        name = path.relative_to(root).as_posix()
        if name not in wanted or not all((path.parent / chart).exists() for chart in charts_of(path)):
            yield name


def charts_of(notebook: Path) -> list[str]:
    """List the pictures that an executed notebook points at, relative to it."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = [
        "".join(output.get("data", {}).get("text/markdown", "")) for cell in cells for output in cell.get("outputs", [])
    ]
    return [chart for text in texts for chart in re.findall(r"\]\(([^()\s]+)\)\{#fig-", text)]


def run(root: Path, renderer: str, cores: int, say: Callable[[str], None], *, draft: bool = False) -> None:
    """Run the pipeline, tell its progress, and raise what its steps found; a second run waits for the first.

    Raises:
        FaultError: a step failed, and the faults are those that it reported; or an observation is unreviewed, and
            the pages are not to be stamped as a draft.
    """
    if not draft:
        refuse(unreviewed(root))
    build = root / "build"
    build.mkdir(exist_ok=True)
    with (build / ".lock").open("w") as lock:
        _wait_for(lock, say)
        faults = build / "faults.txt"
        faults.unlink(missing_ok=True)
        process = _start(root, [f"renderer={renderer}", *["draft=true"] * draft], cores, faults)
        log = list(_watch(process, say))
        if process.wait():
            raise FaultError(_reported(faults, log))


def _start(root: Path, config: Iterable[str], cores: int, faults: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "snakemake", "--cores", str(cores), "--config", *config]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.Popen(
        # our own lock goes with the process that holds it; Snakemake's outlives a killed run
        [*command, "--nolock", "--rerun-incomplete"],
        cwd=root,
        env=os.environ | {FAULTS_FILE: str(faults), "PATH": path},
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


def _districts_of(spec: ReportSpec) -> list[str]:
    chosen = [spec.parameters["district"]] if "district" in spec.parameters else spec.parameters.get("districts", [])
    return [str(item) for item in chosen]  # type: ignore[attr-defined]
