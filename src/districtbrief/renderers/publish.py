"""The files that pages of either renderer refer to: figures, data for download, style sheets, a script."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

PUBLISHED: Final = {
    "figures": ("*.svg", "*.png", "*.csv"),
    "data": ("*.csv", "*.json", "*.md"),
    "assets": ("*.css", "*.js"),
}


def finish_site(project: Path, site: Path) -> list[Path]:
    """Copy what is published beside the pages, and return what was copied."""
    return [
        _copy(path, site / path.relative_to(project))
        for folder, patterns in PUBLISHED.items()
        for pattern in patterns
        for path in sorted((project / folder).rglob(pattern))
    ]


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, target))
