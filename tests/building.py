"""Projects built through the command, as a user would, and told how that went."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from copying import copy_project
from settings import clean_environment

COMMAND = str(Path(sys.executable).with_name("districtbrief"))


@dataclass(frozen=True)
class Run:
    """How a run of the command went: exit code, what it printed, and how long it took."""

    code: int
    lines: list[str]
    seconds: float

    def told(self, step: str) -> set[str]:
        """List what a step was told to be done for: ``executed``, ``rendered`` or ``checked``."""
        return {line.removeprefix(f"{step} ") for line in self.lines if line.startswith(f"{step} ")}


@dataclass(frozen=True)
class Built:
    """A project that a run has built, all of it, and how that went; nothing may be written there."""

    project: Path
    run: Run


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> tuple[Path, Any]:
    """Make a folder once for all who test at a time: who comes first makes it, the others wait.

    Args:
        factory: where the folders of this run of the tests lie.
        name: the name of the folder.
        make: what is called with the folder, and gives what can be said of it as JSON.

    Returns:
        The folder, and what was said of it.
    """
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    said = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of one who failed: the next says why, too
            folder.mkdir()
            said.write_text(json.dumps(make(folder)), encoding="utf-8")
    return folder, json.loads(said.read_text(encoding="utf-8"))


def build_whole(folder: Path) -> dict[str, object]:
    """Build the project as it is, and say how that went."""
    return asdict(report(copy_project(folder / "project")))


def report(project: Path, *options: str) -> Run:
    """Build and publish a project with the embedded renderer."""
    started = time.monotonic()
    command = [COMMAND, "report", "--renderer", "embedded", "--cores", "2"]
    command += options
    result = subprocess.run(
        command,
        cwd=project,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=240,
    )
    return Run(result.returncode, result.stdout.splitlines(), time.monotonic() - started)


def write_last_cell(project: Path, notebook: str, source: str) -> Callable[[], None]:
    """Have the last cell of a notebook do something else, and let it have no pair that would say otherwise.

    Returns:
        What puts both back.
    """
    path = project / "notebooks" / f"{notebook}.ipynb"
    before = {one: one.read_bytes() for one in (path, path.with_suffix(".py")) if one.exists()}
    written = nbformat.read(path, as_version=4)
    written.cells[-1].source = source
    nbformat.write(written, path)
    path.with_suffix(".py").unlink(missing_ok=True)

    def put_back() -> None:
        for one, content in before.items():
            one.write_bytes(content)

    return put_back
