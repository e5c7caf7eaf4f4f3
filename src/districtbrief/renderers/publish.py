"""The files that pages of either renderer refer to: figures, data for download, style sheets, scripts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from districtbrief.manifest import is_hidden

DATA: Final = ("*.csv", "*.json", "*.md")
LOOKS: Final = ("*.css", "*.js", "*.svg")


def put_looks(project: Path, site: Path, charts: Iterable[str]) -> None:
    """Put style sheets, scripts and charts into a site.

    Args:
        project: the project.
        site: the folder of the site.
        charts: the files of the charts that the pages show, by their paths in the project, of which those are left
            out that are not there.
    """
    for path in _below(project / "assets", LOOKS):
        if not is_hidden(path.relative_to(project)):
            _copy(path, site / path.relative_to(project))
    # browsers ask for the icon by themselves, at the root
    _copy(project / "assets" / "favicon.ico", site / "favicon.ico")
    for name in sorted(charts):
        if os.path.isfile(source := f"{project}/{name}"):  # noqa: PTH113 - as `put`
            put(source, f"{site}/{name}")


def put_data(project: Path, site: Path, broken: Collection[str] = ()) -> list[Path]:
    """Put the data into a site, and return what was written.

    Args:
        project: the project.
        site: the folder of the site.
        broken: the districts whose tables cannot be read, and which are left out.
    """
    hidden = {project / "data" / "observations" / f"{district}.csv" for district in broken}
    return [
        _copy(path, site / path.relative_to(project))
        for path in _below(project / "data", DATA)
        if path not in hidden and not is_hidden(path.relative_to(project))
    ]


def put(path: Path | str, target: Path | str) -> None:
    """Put a finished file into a site as a hard link, or as a copy where there can be none.

    Who writes such a file anew must put a new one in its place, and never write into it: it is the published one.

    Args:
        path: the file.
        target: its place in the site; a text is quicker, and of files there may be ten a report.
    """
    try:
        os.link(path, target)  # most often nothing stands in the way
    except OSError:
        _make_way(Path(target))
        _link_or_copy(Path(path), Path(target))


def _make_way(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copy2(path, target)


def _below(folder: Path, patterns: Iterable[str]) -> Iterator[Path]:
    return (path for pattern in patterns for path in sorted(folder.rglob(pattern)))


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, target))
