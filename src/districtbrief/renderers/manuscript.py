"""What a notebook or a Quarto document holds: front matter and Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.renderers.project import settings_in

SHOWN: Final = frozenset({"text/markdown", "text/plain"})
RULE: Final = "---"
REQUIRED: Final = ("title", "lang")


@dataclass(frozen=True)
class Manuscript:
    """A document to render.

    Attributes:
        name: how to name it in a fault, such as ``reports/zh/brief.ipynb``.
        front: its front matter.
        cells: number, counted from 1, and Markdown of each cell that prints.
    """

    name: str
    front: dict[str, Any]
    cells: tuple[tuple[int, str], ...]

    @property
    def markdown(self) -> str:
        """All that prints, as one document."""
        return "\n\n".join(text for _, text in self.cells)

    @property
    def lang(self) -> str:
        """The language, such as ``zh-Hans``."""
        return str(self.front.get("lang", "en"))

    @property
    def printed(self) -> bool:
        """Whether there is a PDF of it too."""
        return self.front.get("format") != "html"

    def place(self, label: str) -> str:
        """Say where ``label`` stands: the document, its cell where one holds it, the label."""
        numbers = [number for number, text in self.cells if label and label in text]
        cell = f" cell {numbers[0]}" if numbers and self.name.endswith(".ipynb") else ""
        return f"{self.name}{cell}" + (f", {label}" if label else "")


def read_manuscript(path: Path, *, name: str) -> Manuscript:
    """Read a notebook's or a Quarto document's front matter and Markdown.

    Raises:
        FaultError: an output is not Markdown, or the front matter lacks title or language.
    """
    if not path.is_file():
        raise FaultError([Fault.of("page.missing", name)])
    manuscript = _read_notebook(path, name) if path.suffix == ".ipynb" else _read_document(path, name)
    refuse(Fault.of("page.no-matter", name, key=key) for key in REQUIRED if key not in manuscript.front)
    return manuscript


def _read_document(path: Path, name: str) -> Manuscript:
    before, _, rest = path.read_text(encoding="utf-8").partition(f"{RULE}\n")
    front, _, body = rest.partition(f"{RULE}\n")
    return Manuscript(name, _front(front, name), ((1, before + body),))


def _read_notebook(path: Path, name: str) -> Manuscript:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    numbered = list(enumerate(notebook.cells, start=1))
    refuse(fault for number, cell in numbered for fault in _faults(cell, f"{name} cell {number}"))
    first = notebook.cells[0].source if numbered and notebook.cells[0].cell_type == "raw" else ""
    front = _front(first, name)
    printed = ((number, "\n\n".join(_texts(cell))) for number, cell in numbered)
    return Manuscript(name, front, tuple((number, text) for number, text in printed if text))


def _front(text: str, name: str) -> dict[str, Any]:
    found = settings_in(text, name)
    return found if isinstance(found, dict) else {}


def _texts(cell: Any) -> Iterator[str]:  # noqa: ANN401 - nbformat has no types
    if cell.cell_type == "markdown":
        yield cell.source
    elif cell.cell_type == "code" and not _removed(cell):
        yield from (output.data["text/markdown"] for output in cell.outputs)


def _removed(cell: Any) -> bool:  # noqa: ANN401 - nbformat has no types
    return "remove-cell" in cell.metadata.get("tags", [])


def _faults(cell: Any, place: str) -> Iterator[Fault]:  # noqa: ANN401 - nbformat has no types
    if cell.cell_type == "markdown" and _removed(cell):
        yield Fault.of("page.hidden", place)
    if cell.cell_type != "code" or _removed(cell):
        return
    for output in cell.outputs:
        kinds = set(output.get("data", {}))
        if output.output_type not in {"display_data", "execute_result"}:
            yield Fault.of("page.output", place, output=f"what is of type {output.output_type}")
        elif "text/markdown" not in kinds or kinds - SHOWN:
            yield Fault.of("page.output", place, output=", ".join(sorted(kinds - SHOWN)) or "text/plain alone")
