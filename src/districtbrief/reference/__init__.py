"""The pages under `docs/reference/` that are made of what they describe: ``python -m districtbrief.reference``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from districtbrief.reference.commands import command_page
from districtbrief.reference.faultlist import fault_list
from districtbrief.reference.fields import field_page
from districtbrief.reference.names import name_page
from districtbrief.reference.parameters import parameter_page

FOLDER = Path("docs") / "reference"
PAGES: Mapping[str, Callable[[Path], str]] = {
    "commands.md": lambda _: command_page(),
    "data.md": field_page,
    "faults.md": lambda _: fault_list(),
    "notebooks.md": parameter_page,
    "python.md": lambda _: name_page(),
}
"""What writes each page, given the project's folder."""


def write_pages(root: Path) -> list[Path]:
    """Write every page that is made, and say which."""
    paths = [root / FOLDER / name for name in PAGES]
    for path in paths:
        path.write_text(PAGES[path.name](root), encoding="utf-8")
    return paths
