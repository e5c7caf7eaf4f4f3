"""A small project whose builds are stopped, and what must be as if they had not been."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
from building import COMMAND
from copying import copy_project
from settings import clean_environment

REPORTS = """date: 2026-11-21
languages: [en]
reports:
  index: {notebook: directory, formats: [html], label: {en: Home}}
  erqi: {notebook: profile, parameters: {district: erqi}, label: {en: Erqi}}
"""
SOON = 5.0
"""Seconds within which a process that was told to end must have ended."""
ENDED = {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
TABLE = "data/observations/erqi.csv"
FIGURE = ",50,exact,achieved,2021,50个,"
GATEWAY = """---
title: District Brief
lang: en-GB
description: What newspapers report about city districts, number by number.
format: html
toc: false
number-sections: false
refresh: reports/en/index.html
---

[English](reports/en/index.html)
"""


@dataclass(frozen=True)
class Editions:
    """A project published, and what it is published as before and after a correction.

    Attributes:
        project: the project, published before the correction.
        before: the sums of its site.
        after: the sums of the site that an undisturbed build publishes of the corrected one.
        made: the names of the files that such a build leaves.
        seconds: how long it takes.
    """

    project: Path
    before: dict[str, str]
    after: dict[str, str]
    made: frozenset[str]
    seconds: float


def small_project(folder: Path) -> Path:
    """Copy the project, with two reports in one language."""
    project = copy_project(folder, REPORTS)
    (project / "index.qmd").write_text(GATEWAY, encoding="utf-8")
    return project


def correct(project: Path, figure: int) -> None:
    """Write another figure in the place of one of Erqi's."""
    path = project / TABLE
    before = path.read_text(encoding="utf-8")
    after = before.replace(FIGURE, FIGURE.replace("50", str(figure)))
    assert after != before, "nothing was corrected"
    path.write_text(after, encoding="utf-8")


def copy_whole(project: Path, target: Path) -> Path:
    """Copy a project with all that was built, times and links as they are."""
    subprocess.run(["cp", "-a", project, target], check=True)
    return target


def begin(project: Path, *options: str, wrapped: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Begin to build a project, as from a terminal of its own."""
    scratch = scratch_of(project)
    scratch.mkdir(exist_ok=True)
    return subprocess.Popen(
        [*wrapped, COMMAND, "report", "--renderer", "embedded", "--cores", "2", *options],
        cwd=project,
        env=clean_environment(TMPDIR=str(scratch)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_the_terminal,  # noqa: PLW1509 - no other thread of the tests holds a lock that it needs
    )


def _heed_the_terminal() -> None:
    """Be as a shell in a terminal would have it: the tests themselves may run under `nohup`, or in the background."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def scratch_of(project: Path) -> Path:
    """Say where the builds of a project have their scratch files: a socket's path must be short."""
    return Path("/tmp") / f"lost-{hashlib.sha256(str(project).encode()).hexdigest()[:8]}"  # noqa: S108


def finish(build: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """Wait for a build, and give its exit code and what it said."""
    told, _ = build.communicate(timeout=240)
    return build.returncode, told.splitlines()


def wait_until(build: subprocess.Popen[str], beginning: str) -> list[str]:
    """Read what a build says until it says something that begins so."""
    lines = []
    for line in build.stdout or ():
        lines.append(line.rstrip())
        if line.startswith(beginning):
            return lines
    raise AssertionError("\n".join(lines))


def sums(folder: Path) -> dict[str, str]:
    """Sum up every file below a folder, by its name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def names(project: Path) -> set[str]:
    """Name every file that builds have made, but for what Snakemake notes of its runs."""
    folders = (project / name for name in ("build", "figures", "reports", ".snakemake/incomplete"))
    found = (path for folder in folders for path in folder.rglob("*") if not path.is_dir())
    return {path.relative_to(project).as_posix() for path in found}


def processes(project: Path, word: str = "") -> list[psutil.Process]:
    """List the processes that work in a project or below it; with a word, those whose command line has it."""
    found = []
    for process in psutil.process_iter():
        try:
            works, said, ended = process.cwd(), process.cmdline(), process.status() in ENDED
        except psutil.Error:  # it has ended meanwhile
            continue
        if not ended and Path(works).is_relative_to(project) and word in " ".join(said):
            found.append(process)
    return found


def has_ended(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked how."""
    try:
        return psutil.Process(pid).status() in ENDED
    except psutil.NoSuchProcess:
        return True


def eventually(holds: Callable[[], bool], seconds: float = SOON) -> bool:
    """Wait until something holds; say whether it came to hold."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def build_editions(folder: Path) -> dict[str, object]:
    """Build a project twice without disturbance, as it is, and corrected, from nothing; say what came of it."""
    project, corrected = small_project(folder / "project"), small_project(folder / "corrected")
    correct(corrected, 51)
    for root in (project, corrected):
        start = time.monotonic()
        code, lines = finish(begin(root))
        seconds = time.monotonic() - start
        assert code == 0, "\n".join(lines)
        shutil.rmtree(scratch_of(root))
    before, after = sums(project / "_site"), sums(corrected / "_site")
    assert before != after
    return {"before": before, "after": after, "made": sorted(names(corrected)), "seconds": seconds}
