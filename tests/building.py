"""Projects built through the command, as a user would, and told how that went."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

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


def report(project: Path, *options: str) -> Run:
    """Build and publish a project with the embedded renderer."""
    started = time.monotonic()
    command = [COMMAND, "report", "--renderer", "embedded", "--cores", "2"]
    command += options
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DISTRICTBRIEF_")}
    result = subprocess.run(
        command,
        cwd=project,
        env=environment,
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
