"""Notebooks run by papermill, once for every report that `reports.yml` asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import papermill
import yaml
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from districtbrief.faults import Fault, FaultError
from districtbrief.navigation import way_of
from districtbrief.parameters import complete_parameters
from districtbrief.report import build_report
from districtbrief.specs import TIME_LIMIT, ReportSpec, read_specs
from districtbrief.warm.provisioner import kernel_name
from districtbrief.wording import locale

ENGINE = "whole"
UNPRINTED = {"format": "html", "number-sections": False}
"""What the front matter of a page without a PDF says besides."""
_CHART = re.compile(r'!\[.*\]\((\S+)\.svg\)\{.*?fig-alt="(.*?)"')
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class WholeEngine(NBClientEngine):  # type: ignore[misc] # papermill has no types
    """Writes a notebook once, when it has ended, however it ended; papermill's own does so around each cell."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 - papermill's
        """Execute a notebook that papermill manages."""
        path, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.output_path = path
            nb_man.save()


papermill_engines.register(ENGINE, WholeEngine)


def execute(root: Path, spec: ReportSpec, time_limit: int = TIME_LIMIT) -> Path:
    """Run a report's notebook and save it, normalised, where the renderers look for it.

    Args:
        root: the project.
        spec: the report.
        time_limit: seconds that each of its cells may take.

    Raises:
        FaultError: a cell failed, took too long, or ended its own kernel; the notebook is kept under `build/failed/`
            as far as it came.
    """
    source = root / "notebooks" / f"{spec.notebook}.ipynb"
    draft = root / "build" / "executing" / spec.path
    target = root / spec.path
    for folder in (draft.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True)
    given = complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    os.environ["IPYTHONDIR"] = str(
        root / "build" / "ipython"
    )  # what somebody has set up at home is for other notebooks
    try:
        papermill.execute_notebook(
            str(source),
            str(draft),
            given,
            cwd=str(target.parent),
            engine_name=ENGINE,
            kernel_name=kernel_name(),
            progress_bar=False,
            execution_timeout=time_limit,
            shutdown_kernel="immediate",  # it has nothing left to do, and would take its time over that
        )
    except PapermillExecutionError as error:
        raise _failure(root, spec, draft, error) from None
    except CellTimeoutError:
        found = f"a cell took longer than {time_limit} seconds"
        raise _unfinished(root, spec, draft, found, "shorten it, or allow more: --time-limit SECONDS") from None
    except DeadKernelError:
        raise _unfinished(root, spec, draft, "its kernel died", "see where it ends, and what memory it needs") from None
    executed = nbformat.read(draft, as_version=4)
    notebook = normalise(executed, {**front_matter(root, spec, given), **picture(executed)})
    nbformat.write(notebook, draft)
    draft.replace(target)
    return target


def front_matter(root: Path, spec: ReportSpec, parameters: Mapping[str, object]) -> dict[str, object]:
    """Give a page its title, language, date, description, what it rests on, and where it leads."""
    report = build_report(root, spec.notebook, parameters)
    texts = {key: report.plain(key) for key in ("title", "subtitle", "description")}
    sources = [
        {"name": source.headline, "creator": source.byline, "date": source.published}
        for source in report.voice.table.package.sources.values()
    ]
    told = {"lang": locale(spec.lang)["tag"], "date": date.fromisoformat(spec.date)}
    based = {"sources": sources} if sources else {}
    way = way_of(spec, read_specs(root))
    return {**texts, **told, **based, "navigation": way, **({} if spec.printed else UNPRINTED)}


def picture(notebook: NotebookNode) -> dict[str, str]:
    """Give the page of an executed notebook its picture, for those who share it: the first chart, as PNG."""
    texts = (output.data["text/markdown"] for cell in notebook.cells for output in cell.get("outputs", []))
    found = next(filter(None, map(_CHART.search, texts)), None)
    return {"image": f"{found[1]}.png", "image-alt": found[2]} if found else {}


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
    kept = _kept(root, spec, draft)
    if error.ename == "FaultError":
        return FaultError(Fault(*_split(line)) for line in _ANSI.sub("", error.evalue).splitlines())
    place = f"notebooks/{spec.notebook}.ipynb cell {error.exec_count}"
    return FaultError([Fault(place, f"{error.ename}: {error.evalue}", f"see {kept}")])


def _unfinished(root: Path, spec: ReportSpec, draft: Path, found: str, remedy: str) -> FaultError:
    return FaultError([Fault(f"notebooks/{spec.notebook}.ipynb", found, f"{remedy} ({_kept(root, spec, draft)})")])


def _kept(root: Path, spec: ReportSpec, draft: Path) -> str:
    """Keep a notebook as far as it came, and say where."""
    kept = root / "build" / "failed" / spec.path
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(kept)
    return kept.relative_to(root).as_posix()


def _split(line: str) -> tuple[str, str, str]:
    place, _, rest = line.partition(": ")
    found, _, remedy = rest.rpartition("; ")
    return place, found, remedy
