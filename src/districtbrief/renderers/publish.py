"""The files that pages of either renderer refer to: figures, data for download, style sheets, scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from districtbrief.manifest import is_hidden
from districtbrief.renderers.downloads import write_downloads

DRAWN: Final = (".svg", ".png", ".csv")
PUBLISHED: Final = {
    "data": ("*.csv", "*.json", "*.md"),
    "assets": ("*.css", "*.js", "*.svg"),
}


def finish_site(
    project: Path, site: Path, *, charts: Iterable[str] | None = None, broken: Collection[str] = ()
) -> list[Path]:
    """Put beside the pages what they refer to, and return what was written.

    Args:
        project: the project.
        site: the folder of the site.
        charts: the files of the charts that the pages show, by their paths in the project, of which those are left
            out that are not there; where nothing is given, the pages are read for them.
        broken: the districts whose tables cannot be read, and which are left out.
    """
    hidden = {project / "data" / "observations" / f"{district}.csv" for district in broken}
    found = [
        path
        for folder, patterns in PUBLISHED.items()
        for pattern in patterns
        for path in sorted((project / folder).rglob(pattern))
        if path not in hidden and not is_hidden(path.relative_to(project))
    ]
    # Browsers ask for the icon by themselves, at the root.
    copied = [_copy(path, site / path.relative_to(project)) for path in found]
    copied.append(_copy(project / "assets" / "favicon.ico", site / "favicon.ico"))
    shown = sorted(_shown(site) if charts is None else charts)
    copied += [put(project / name, site / name) for name in shown if (project / name).is_file()]
    data = (path for path in found if path.is_relative_to(project / "data"))
    return copied + write_downloads(project, site, data, broken=broken)


def put(path: Path, target: Path) -> Path:
    """Put a finished file into a site as a hard link, or as a copy where there can be none.

    Who writes such a file anew must put a new one in its place, and never write into it: it is the published one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(path)
    except OSError:
        shutil.copy2(path, target)
    return target


def _shown(site: Path) -> set[str]:
    """Find the files of the charts that the pages show."""
    texts = (path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    stems = {stem for text in texts for stem in re.findall(r"figures/[\w-]+/[\w-]+(?=\.svg)", text)}
    return {f"{stem}{ending}" for stem in stems for ending in DRAWN}


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, target))
