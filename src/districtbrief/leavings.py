"""What earlier runs left behind that would mislead the next: files half written, and times that have yet to come."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from districtbrief.swapping import restore

MADE = tuple(f"build/{name}" for name in ("noted", "validated", "audited", "slices", "search", "pages", "published"))
EXECUTED = "reports/*/*.ipynb"
WRITTEN = ("Snakefile", "reports.yml", "_quarto.yml", "index.qmd", "assets", "data", "notebooks", "src")
HALF_WRITTEN = ("build/pages", "build/audited", "build/fonts", "figures")
"""Where files appear under names of their own, and are renamed when they are whole."""
_PARTIAL = re.compile(r"\..+\.(\d+|part)")


def clear_leavings(root: Path) -> None:
    """Put right what a killed run, or a clock that was set back, has left; no other run may be at work.

    Snakemake goes by times. What was made at a time that has yet to come would look newer than all that is written
    meanwhile, so it is made anew; what was written then would be newer than all that is made of it, so it is taken as
    written now.
    """
    restore(root / "build" / "site", root / "_site")
    for path in _below(root, HALF_WRITTEN):
        if _PARTIAL.fullmatch(os.path.basename(path)):  # noqa: PTH119 - there may be twenty files a report
            Path(path).unlink(missing_ok=True)
    now = _time_of_disk(root)
    for path in [*_below(root, MADE), *map(str, root.glob(EXECUTED))]:
        if os.lstat(path).st_mtime_ns > now:
            Path(path).unlink()
    for path in _below(root, WRITTEN):
        if os.lstat(path).st_mtime_ns > now:
            os.utime(path)


def _below(root: Path, names: Iterable[str]) -> Iterator[str]:
    """List files and links by their names, or below folders, without following links; none where there is none."""
    for name in names:
        if (root / name).is_file():
            yield str(root / name)
        for folder, _, files in os.walk(root / name):
            yield from (os.path.join(folder, file) for file in files)  # noqa: PTH118


def _time_of_disk(root: Path) -> int:
    """Tell the time as the disk notes it: a file server may have a clock of its own."""
    probe = root / "build" / ".now"
    probe.parent.mkdir(exist_ok=True)
    probe.touch()
    return probe.stat().st_mtime_ns
