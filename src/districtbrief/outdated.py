"""Executed notebooks that no report wants any more, or that have lost a chart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def left_over(root: Path, known: Iterable[str], made: Iterable[str]) -> Iterator[str]:
    """Name the executed notebooks of no report any more, and of those made now the ones that lack a chart."""
    wanted, checked = set(known), set(made)
    for path in sorted((root / "reports").glob("*/*.ipynb")):
        name = path.relative_to(root).as_posix()
        if name not in wanted or (name in checked and not all((path.parent / one).exists() for one in charts_of(path))):
            yield name


def charts_of(notebook: Path) -> list[str]:
    """List the pictures that an executed notebook points at, relative to it."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = [
        "".join(output.get("data", {}).get("text/markdown", "")) for cell in cells for output in cell.get("outputs", [])
    ]
    return [chart for text in texts for chart in re.findall(r"\]\(([^()\s]+)\)\{#fig-", text)]
