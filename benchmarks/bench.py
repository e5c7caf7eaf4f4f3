"""Measure the pipeline, and write what was measured: ``python benchmarks/bench.py [--quick]``."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Thread

import psutil
from make_districts import ROOT, write_project
from plain import floor, plain_way

COMMAND = Path(sys.executable).with_name("districtbrief")
CORES = 2
"""What every figure here is measured with; more would only make the plain way's share of a machine harder to tell."""
RESULTS = ROOT / "benchmarks" / "results.md"


@dataclass(frozen=True)
class Sizes:
    """How much is measured: districts, repeats, and how many reports the plain way makes."""

    batch: int
    growth: tuple[int, ...]
    repeats: int
    plain: int


FULL = Sizes(batch=20, growth=(10, 100, 1000), repeats=3, plain=12)
QUICK = Sizes(batch=6, growth=(), repeats=1, plain=2)


@dataclass(frozen=True)
class Measured:
    """A build: wall seconds, how many reports were made and in how many seconds, the largest process in MB.

    ``making`` counts from the end of the first notebook to the end of the last page, and so for one report less.
    """

    seconds: float
    reports: int
    making: float
    largest: float

    @property
    def rate(self) -> float:
        """Reports a minute, while they are made."""
        return (self.reports - 1) / self.making * 60


def build(project: Path) -> Measured:
    """Build a project with the embedded renderer, and watch the memory of every process of it."""
    command = [str(COMMAND), "report", "--renderer", "embedded", "--cores", str(CORES)]
    started = time.perf_counter()
    process = psutil.Popen(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    sizes: list[float] = []
    watch = Thread(target=lambda: sizes.extend(_memory(process)))
    watch.start()
    lines = [(time.perf_counter(), line) for line in process.stdout]
    watch.join()
    if process.wait():
        sys.exit("".join(line for _, line in lines[-20:]))
    made = [when for when, line in lines if line.startswith("rendered reports/")]
    begun = next((when for when, line in lines if line.startswith("executed ")), started)
    return Measured(time.perf_counter() - started, len(made), max([0.0, *(when - begun for when in made)]), max(sizes))


def _memory(process: psutil.Popen) -> Iterator[float]:
    """Yield the resident size of the largest process of a build, in MB, several times a second until it ends."""
    yield 0.0
    while process.poll() is None:
        yield max(filter(None, map(_size, [process, *process.children(recursive=True)])), default=0.0)
        time.sleep(0.25)


def _size(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0


def repeated(measure: Callable[[], float], count: int) -> list[float]:
    """Measure something several times."""
    return [measure() for _ in range(count)]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Write a median, and the least and greatest beside it where there are several."""
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f} to {max(values):.{digits}f})"


@contextmanager
def synthetic(count: int, *, cities: bool = False) -> Iterator[Path]:
    """Have a project of some districts that do not exist, for a while."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        write_project(ROOT, Path(folder) / "project", count, cities=cities)
        yield Path(folder) / "project"


def throughput(sizes: Sizes) -> Iterator[str]:
    """Set the pipeline and the plain way side by side, in turns, on the same reports; and both beside the floor."""
    yield from ("## Reports a minute", "")
    ours, whole, plain, lowest = [], [], [], []
    for turn in range(sizes.repeats):
        with synthetic(sizes.batch) as project:
            made = build(project)
            whole.append(made.reports / made.seconds * 60)
            ours.append(made.rate)
            lowest.append(floor(project, sizes.plain))
            plain.append(plain_way(project, sizes.plain, CORES))
        print(f"turn {turn + 1}: {ours[-1]:.0f} a minute, the plain way {plain[-1]:.1f}", flush=True)
    per_core = [CORES * 60 / rate for rate in ours]
    yield from ("| what | reports a minute |", "|:--|--:|")
    yield f"| `districtbrief report`, from the first notebook to the last page | {spread(ours, 0)} |"
    yield f"| the same, all of the run: start, validation, audit, search, swap | {spread(whole, 0)} |"
    yield f"| the plain way | {spread(plain, 1)} |"
    yield f"| ratio | {spread([mine / other for mine, other in zip(ours, plain, strict=True)], 1)} |"
    yield from ("", "| processor seconds a report | |", "|:--|--:|")
    yield f"| `districtbrief report` | {spread(per_core)} |"
    yield f"| the floor: the same charts, prose, pandoc, Typst in one process, no notebook | {spread(lowest)} |"
    yield f"| ratio | {spread([mine / least for mine, least in zip(per_core, lowest, strict=True)])} |"


def daily(sizes: Sizes) -> Iterator[str]:
    """Measure what an editor waits for: the real project, again after one template has changed, and unchanged."""
    yield from ("## The two real districts", "", "| what | seconds |", "|:--|--:|")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = copy_of_this(Path(folder) / "project")
        yield f"| everything, from nothing | {spread([build(project).seconds])} |"
        prose = project / "notebooks" / "text" / "profile.en.md.j2"
        changed = []
        for turn in range(sizes.repeats):
            text = prose.read_text(encoding="utf-8")
            prose.write_text(text.replace("points", f"points and {'more ' * turn}figures", 1), encoding="utf-8")
            changed.append(build(project).seconds)
        yield f"| one template changed | {spread(changed)} |"
        yield f"| nothing changed | {spread(repeated(lambda: build(project).seconds, sizes.repeats))} |"


def growth(sizes: Sizes) -> Iterator[str]:
    """Measure how a batch grows, and what one changed observation costs in the largest."""
    yield from (
        "## Growth",
        "",
        "Profiles in two languages, each one page and its PDF; seconds are of the whole build, search and all.",
        "",
    )
    yield "| districts | reports | seconds | a report | largest process, MB | unchanged, s | one figure changed, s |"
    yield "|--:|--:|--:|--:|--:|--:|--:|"
    for count in sizes.growth:
        with synthetic(count) as project:
            first, again = build(project), build(project)
            changed = [corrected(project, turn) for turn in range(sizes.repeats)]
            share = first.seconds / first.reports
            largest = max(run.largest for run in (first, again, *changed))
            corrections = spread([run.seconds for run in changed], 1)
            times = f"{first.seconds:.0f} | {share:.2f} | {largest:.0f} | {again.seconds:.1f} | {corrections}"
            yield f"| {count} | {first.reports} | {times} |"
            print(f"{count} districts: {times}; then {changed[0].reports} reports made", flush=True)


def corrected(project: Path, turn: int) -> Measured:
    """Build a project again whose one observation has another note, as a reviewer would have it."""
    table = min((project / "data" / "observations").glob("*.csv"))
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[1].rstrip("\n").split(",")
    cells[-2] = f"a note that has been corrected {turn}"
    lines[1] = ",".join(cells) + "\n"
    table.write_text("".join(lines), encoding="utf-8")
    return build(project)


def copy_of_this(target: Path) -> Path:
    """Copy what people wrote of this project."""
    write_project(ROOT, target, 1)
    shutil.rmtree(target / "data")
    shutil.copytree(ROOT / "data", target / "data")
    shutil.copy(ROOT / "reports.yml", target)
    return target


def machine() -> str:
    """Say what was measured on, and what with."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
        name = next((line.partition(": ")[2].strip() for line in file if line.startswith("model name")), "unknown")
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{date.today().isoformat()}, {name}, {os.cpu_count()} processors, {memory:.0f} GiB, "  # noqa: DTZ011
        f"Python {platform.python_version()}; load before: {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Measure, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything; nothing is written")
    parser.add_argument(
        "--growth", type=int, nargs="*", default=FULL.growth, metavar="N", help="districts of each batch"
    )
    parser.add_argument("--repeats", type=int, default=FULL.repeats, metavar="N")
    given = parser.parse_args()
    sizes = QUICK if given.quick else replace(FULL, growth=tuple(given.growth), repeats=given.repeats)
    lines = [
        "# Results",
        "",
        f"Measured by `{' '.join(['bench.py', *sys.argv[1:]])}`: {machine()}. Median (least to greatest).",
        "",
    ]
    for part in (throughput, daily, growth):
        for line in part(sizes):
            lines.append(line)
            print(line, flush=True)
        lines.append("")
    if not given.quick:
        RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
