"""Notebooks run by papermill, once for every report that `reports.yml` asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import nbformat
import papermill
import yaml
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from districtbrief.faults import Fault, FaultError
from districtbrief.parameters import complete_parameters
from districtbrief.report import build_report
from districtbrief.specs import ReportSpec
from districtbrief.wording import locale

CELL_TIMEOUT = 600
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(root: Path, spec: ReportSpec) -> Path:
    """Run a report's notebook and save it, normalised, where the renderers look for it.

    Raises:
        FaultError: a cell failed; the notebook is kept under `build/failed/` as far as it came.
    """
    source = root / "notebooks" / f"{spec.notebook}.ipynb"
    draft = root / "build" / "executing" / spec.path
    target = root / spec.path
    for folder in (draft.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True)
    given = complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    try:
        papermill.execute_notebook(
            str(source),
            str(draft),
            given,
            cwd=str(target.parent),
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT,
        )
    except PapermillExecutionError as error:
        raise _failure(root, spec, draft, error) from None
    notebook = normalise(nbformat.read(draft, as_version=4), front_matter(root, spec, given))
    nbformat.write(notebook, draft)
    draft.replace(target)
    return target


def front_matter(root: Path, spec: ReportSpec, parameters: Mapping[str, object]) -> dict[str, object]:
    """Give a page its title, language, date, description and link to the other languages."""
    report = build_report(root, spec.notebook, parameters)
    texts = {key: report.plain(key) for key in ("title", "subtitle", "description")}
    others = [
        {"text": locale(lang)["name"], "href": f"../{lang}/{spec.name}.html"}
        for lang in spec.languages
        if lang != spec.lang
    ]
    return {**texts, "lang": locale(spec.lang)["tag"], "date": date.fromisoformat(spec.date), "other-links": others}


def normalise(notebook: NotebookNode, matter: Mapping[str, object]) -> NotebookNode:
    """Keep of an executed notebook what it says, and nothing of where and when it ran."""
    opening = nbformat.v4.new_raw_cell(
        "---\n" + yaml.safe_dump(dict(matter), allow_unicode=True, sort_keys=False) + "---"
    )
    # Quarto hides tagged code cells only, so prose for the analyst is dropped here
    spoken = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" or "remove-cell" not in cell.metadata.get("tags", [])
    ]
    cells = [opening, *(_plain_cell(cell) for cell in spoken)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    normal: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    return normal


def _plain_cell(cell: NotebookNode) -> NotebookNode:
    tags = list(cell.metadata.get("tags", []))
    if {"parameters", "injected-parameters"} & set(tags):
        tags.append("remove-cell")
    cell["metadata"] = {"tags": tags} if tags else {}
    for output in cell.get("outputs", []):
        output["metadata"] = {}
        if "data" in output:
            output["data"].pop("text/plain", None)
    return cell


def _failure(root: Path, spec: ReportSpec, draft: Path, error: PapermillExecutionError) -> FaultError:
    kept = root / "build" / "failed" / spec.path
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(kept)
    if error.ename == "FaultError":
        return FaultError(Fault(*_split(line)) for line in _ANSI.sub("", error.evalue).splitlines())
    place = f"notebooks/{spec.notebook}.ipynb cell {error.exec_count}"
    return FaultError([Fault(place, f"{error.ename}: {error.evalue}", f"see {kept.relative_to(root)}")])


def _split(line: str) -> tuple[str, str, str]:
    place, _, rest = line.partition(": ")
    found, _, remedy = rest.rpartition("; ")
    return place, found, remedy
