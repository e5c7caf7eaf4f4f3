"""The page of all notebooks with their parameters, made of their own cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from districtbrief.parameters import Cell, read_cells
from districtbrief.reference.markup import cell, table

HEAD = """# Notebooks and their parameters

What a notebook is given in `reports.yml` ([its keys](reports-yml.md)), by papermill's `-p`, or by editing its
parameters cell. A list is written `[erqi, jinshui]` in `reports.yml` and `'["erqi","jinshui"]'` for papermill; an empty
one means all. A parameter that is unknown, missing or of another type is refused, and so is an id that the data lacks.
A notebook that takes neither `district` nor `districts` is about none: it reads no figure, and none makes it stale.

Made by `python -m districtbrief.reference` from the first cells of `notebooks/*.ipynb`.
"""
DECLARED = re.compile(r"(?P<name>\w+): (?P<type>[\w\[\]]+) = (?P<default>.+?)  # (?P<meaning>.+)")
TYPES = {"str": "a text", "list[str]": "a list of texts"}


def parameter_page(root: Path) -> str:
    """Write a section a notebook: what it makes, and a row a parameter."""
    parts = [HEAD]
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        parts += _section(path.stem, read_cells(root, path.stem))
    return "\n".join(parts)


def _section(name: str, cells: list[Cell]) -> Iterator[str]:
    yield f"## {name}\n"
    yield next(source for kind, source, _ in cells if kind == "markdown") + "\n"
    declared = next(source for _, source, tags in cells if "parameters" in tags)
    rows = [DECLARED.fullmatch(line) for line in declared.splitlines()]
    yield table(["parameter", "type", "if left out", "meaning"], (_row(found) for found in rows if found))


def _row(found: re.Match[str]) -> list[str]:
    return [f"`{found['name']}`", TYPES[found["type"]], f"`{found['default']}`", cell(found["meaning"])]
