"""What the pipeline is measured against: each report by commands of its own, and the bare work without a notebook."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from districtbrief.specs import ReportSpec, read_specs

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def profiles(project: Path, count: int) -> list[ReportSpec]:
    """List the first printed reports of single districts."""
    return [spec for spec in read_specs(project) if "district" in spec.parameters][:count]


def plain_way(project: Path, count: int, workers: int) -> float:
    """Make some reports by commands, some at a time, and say how many there were a minute.

    A report is the `papermill` command, then `quarto render` for HTML and again for PDF; where there is no Quarto,
    `districtbrief render`, which starts anew each time, is both. Each worker has a copy of the project, which has been
    built, to itself, since renders in one folder get into each other's way.
    """
    specs = profiles(project, count)
    with tempfile.TemporaryDirectory(prefix="plain-") as folder:
        copies = [Path(folder) / str(number) for number in range(workers)]
        for copy in copies:
            shutil.copytree(project, copy, ignore=shutil.ignore_patterns("build", "_site", ".snakemake", "articles"))
            subprocess.run([BIN / "districtbrief", "render", "index.qmd"], cwd=copy, check=True, **QUIET)  # the fonts
        started = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            shares = [specs[number::workers] for number in range(workers)]
            list(pool.map(_make_all, copies, shares))
        return len(specs) / (time.perf_counter() - started) * 60


def _make_all(project: Path, specs: Sequence[ReportSpec]) -> None:
    for spec in specs:
        _make(project, spec)


def _make(project: Path, spec: ReportSpec) -> None:
    """Run a notebook aside; render the one that the pipeline has executed, which bears title, date and language."""
    target = project / spec.path
    given = {**spec.parameters, "lang": spec.lang}
    told = [word for key, value in given.items() for word in ("-p", key, str(value))]
    notebook, aside = f"notebooks/{spec.notebook}.ipynb", target.with_suffix(".aside")
    _run(project, BIN / "papermill", notebook, str(aside), *told, "--cwd", target.parent.as_posix())
    if shutil.which("quarto"):
        for form in ("html", "typst"):
            _run(project, "quarto", "render", spec.path, "--to", form)
    else:
        _run(project, BIN / "districtbrief", "render", spec.path)


def _run(project: Path, *command: str | Path) -> None:
    result = subprocess.run(list(map(str, command)), cwd=project, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout[-2000:]}{result.stderr[-2000:]}")


def floor(project: Path, count: int) -> float:
    """Say how many processor seconds a report takes without notebook, kernel or pipeline, in a process of its own."""
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT / "benchmarks")])
    command = [sys.executable, str(Path(__file__)), str(project), str(count)]
    result = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    return float(json.loads(result.stdout.splitlines()[-1]))


def _floor(project: Path, count: int) -> float:
    """Run the cells of some reports in this process and render them; the first, which warms all, is not counted."""
    from executing import run_cells  # noqa: PLC0415 - the tests', on the path that `floor` gives

    from districtbrief.renderers.embedded import render_page  # noqa: PLC0415
    from districtbrief.renderers.fonts import provide_fonts  # noqa: PLC0415

    provide_fonts(project)
    specs = profiles(project, count + 1)
    for number, spec in enumerate(specs):
        if number == 1:
            begun = _processor_seconds()
        run_cells(project, spec)
        render_page(project / spec.path, project=project, site=project / "build" / "floor")
    return (_processor_seconds() - begun) / (len(specs) - 1)


def _processor_seconds() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in spent)


if __name__ == "__main__":
    print(json.dumps(_floor(Path(sys.argv[1]), int(sys.argv[2]))))
