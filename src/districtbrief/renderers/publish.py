"""The files that pages of either renderer refer to: figures, data for download, style sheets, scripts."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from districtbrief.renderers.downloads import write_downloads

DRAWN: Final = (".svg", ".png", ".csv")
PUBLISHED: Final = {
    "data": ("*.csv", "*.json", "*.md"),
    "assets": ("*.css", "*.js", "*.svg"),
}


def finish_site(project: Path, site: Path) -> list[Path]:
    """Put beside the pages what they refer to, of the charts those that a page shows, and return what was written."""
    found = [
        path
        for folder, patterns in PUBLISHED.items()
        for pattern in patterns
        for path in sorted((project / folder).rglob(pattern))
    ]
    shown, figures = _shown(site), project / "figures"
    drawn = (path for path in sorted(figures.glob("*/*")) if path.suffix in DRAWN)
    found += [path for path in drawn if path.relative_to(figures).with_suffix("").as_posix() in shown]
    # Browsers ask for the icon by themselves, at the root.
    icon = _copy(project / "assets" / "favicon.ico", site / "favicon.ico")
    copied = [*(_copy(path, site / path.relative_to(project)) for path in found), icon]
    return copied + write_downloads(project, site, (path for path in found if path.is_relative_to(project / "data")))


def _shown(site: Path) -> set[str]:
    """Find the charts that the pages show: ``<lang>/<chart>``."""
    texts = (path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    return {stem for text in texts for stem in re.findall(r"figures/([\w-]+/[\w-]+)\.svg", text)}


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, target))
