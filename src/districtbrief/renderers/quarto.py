"""Runs Quarto, which ends well on most of what it warns of, and makes every warning a fault."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import psutil

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.manuscript import read_manuscript
from districtbrief.renderers.project import Project

COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
PROGRESS: Final = re.compile(r"^\[\s*\d+/\d+\] (\S+)")
WARNING: Final = re.compile(r"\bwarn(ing)?\b|\berror\b|unable to|unknown|not found|could not|failed", re.IGNORECASE)
PATIENCE, A_PAGE = 120, 60
"""Seconds that Quarto may take to start, and for each page; it takes two or three for one."""
HARMLESS: Final = re.compile(
    r"PDF standard validation requested but verapdf is not installed"  # Typst has refused what breaks the standard
)


def render_site_with_quarto(project: Path, site: Path, *, draft: bool = False) -> None:
    """Render all pages with Quarto in ``build/quarto-site``, check them, and copy them to ``site``; drafts are stamped.

    Raises:
        FaultError: Quarto failed or warned, or a page it wrote has an unresolved reference.
    """
    provide_fonts(project)
    settings = Project.read(project, draft=draft)
    output = settings.root / settings.settings["project"]["output-dir"]
    shutil.rmtree(output, ignore_errors=True)
    log = _run(settings)
    refuse([*_complaints(log), *_unresolved(output)])
    # published pages are links to the old files; charts are taken from the project, for Quarto copies but some
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(output, site, ignore=shutil.ignore_patterns("figures"))


def _run(project: Project) -> str:
    stamp = ["--metadata", f"stamp:{project.stamp}"] if project.stamp else []
    result = _started(project, ["quarto", "render", "--no-clean", *stamp])
    ending = f"\nerror: quarto stopped with code {result.returncode}" if result.returncode else ""
    return COLOUR.sub("", result.stdout) + ending


def _started(project: Project, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"SOURCE_DATE_EPOCH": str(_epoch(project)), "NO_COLOR": "1"}
    limit = PATIENCE + A_PAGE * len(project.inputs())
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        try:
            code = _ended(command, limit, cwd=project.root, env=env, stdout=told, stderr=subprocess.STDOUT)
        except OSError as error:
            raise _failed(f"cannot be run: {error}") from None
        except subprocess.TimeoutExpired:
            raise _failed(f"has not come to an end in {limit} seconds, and was stopped") from None
        told.seek(0)
        return subprocess.CompletedProcess(command, code, told.read())


def _ended(command: Sequence[str], limit: int, **options: Any) -> int:  # noqa: ANN401 - as subprocess has them
    """Run a program to its end, and return its exit code; where it takes too long, end all that it has started."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, **options) as process:
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            for started in [*psutil.Process(process.pid).children(recursive=True), process]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    started.kill()
            raise


def _failed(failure: str) -> FaultError:
    return FaultError([Fault.of("renderer.failed", "_quarto.yml", program="quarto", failure=failure)])


def _epoch(project: Project) -> int:
    """Take the newest date of the reports for the time of rendering."""
    fronts = [read_manuscript(path, name=project.named(path)).front for path in project.inputs()]
    days = [date.fromisoformat(str(front["date"])) for front in fronts if "date" in front]
    newest = max(days, default=date(1970, 1, 1))
    return int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp())


def _complaints(log: str) -> Iterator[Fault]:
    """Find the warnings in Quarto's log; its lines of progress say which document each is about."""
    place, seen = "_quarto.yml", set()
    for line in log.splitlines():
        if progress := PROGRESS.match(line):
            place = progress[1]
        elif WARNING.search(line) and not HARMLESS.search(line) and (place, line) not in seen:
            seen.add((place, line))
            yield Fault.of("renderer.says", place, program="Quarto", message=line.strip(), hint="")


def _unresolved(output: Path) -> Iterator[Fault]:
    for page in sorted(output.rglob("*.html")):
        for label in sorted(set(re.findall(r"\?@([\w-]+)", page.read_text(encoding="utf-8")))):
            yield Fault.of("page.unresolved", f"{page.relative_to(output)}, {label}", id=label)
