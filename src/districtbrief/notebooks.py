"""Notebooks run by papermill, once for every report that `reports.yml` asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from districtbrief.broken import FAILED
from districtbrief.faults import Fault, FaultError
from districtbrief.frontmatter import front_matter, written
from districtbrief.limits import in_notebook
from districtbrief.options import TIME_LIMIT
from districtbrief.parameters import complete_parameters
from districtbrief.specs import ReportSpec
from districtbrief.warm.provisioner import kernel_name

ENGINE = "whole"
LARGEST = 50_000_000
"""Bytes that an executed notebook may have."""
FLOOD = "Timeout waiting for IOPub output"
"""What nbclient says of a cell that has ended seconds ago, and whose output still comes."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class WholeEngine(NBClientEngine):  # type: ignore[misc] # papermill has no types
    """Writes a notebook once, when it has ended, however it ended; papermill's own does so around each cell."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:  # noqa: ANN401 - papermill's
        """Execute a notebook that papermill manages."""
        path, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **options)
        except (CellTimeoutError, DeadKernelError) as error:
            _show(error, nb_man.nb)
            raise
        finally:
            nb_man.output_path = path
            nb_man.save()


def _show(error: Exception, notebook: NotebookNode) -> None:
    """Let the cell that was at work say what ended it, as a cell says what it raises."""
    begun = [cell for cell in notebook.cells if cell.metadata.get("papermill", {}).get("start_time")]
    name, told = type(error).__name__, str(error)
    for cell in begun[-1:]:
        cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=told, traceback=[f"{name}: {told}"]))


papermill_engines.register(ENGINE, WholeEngine)


def execute(root: Path, spec: ReportSpec, time_limit: int = TIME_LIMIT) -> Path:
    """Run a report's notebook and save it, normalised, where the renderers look for it.

    Args:
        root: the project.
        spec: the report.
        time_limit: seconds that each of its cells may take.

    Raises:
        FaultError: a cell failed, took too long, printed too much, or ended its own kernel; the notebook is kept under
            `build/failed/` as far as it came.
    """
    draft = root / "build" / "executing" / spec.path
    target = root / spec.path
    for folder in (draft.parent, target.parent):
        folder.mkdir(parents=True, exist_ok=True)
    given = complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    try:
        _run(root, spec, given, draft, time_limit)
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise _failed(error, spec, time_limit, _kept(root, spec, draft)) from None
    if draft.stat().st_size > LARGEST:
        raise FaultError([Fault.of("notebook.output", _named(spec), kept=_kept(root, spec, draft))])
    executed = nbformat.read(draft, as_version=4)
    notebook = normalise(executed, front_matter(root, spec, given, executed))
    nbformat.write(notebook, draft)
    draft.replace(target)
    (root / FAILED / spec.path).unlink(missing_ok=True)
    return target


def _run(root: Path, spec: ReportSpec, given: Mapping[str, object], draft: Path, time_limit: int) -> None:
    """Have papermill run a report's notebook, in the folder that the executed one is for."""
    # what somebody has set up at home is for other notebooks
    os.environ["IPYTHONDIR"] = str(root / "build" / "ipython")
    papermill.execute_notebook(
        str(root / _named(spec)),
        str(draft),
        given,
        cwd=str((root / spec.path).parent),
        engine_name=ENGINE,
        kernel_name=kernel_name(),
        progress_bar=False,
        execution_timeout=time_limit,
        shutdown_kernel="immediate",  # it has nothing left to do, and would take its time over that
    )


def _named(spec: ReportSpec) -> str:
    return f"notebooks/{spec.notebook}.ipynb"


def _failed(error: Exception, spec: ReportSpec, time_limit: int, kept: str) -> FaultError:
    """Say why a notebook did not come to its end."""
    if isinstance(error, PapermillExecutionError):
        return _raised(error, _named(spec), kept)
    if isinstance(error, DeadKernelError):
        return FaultError([Fault.of("notebook.kernel", _named(spec), kept=kept)])
    if FLOOD in str(error):
        return FaultError([Fault.of("notebook.output", _named(spec), kept=kept)])
    return FaultError([Fault.of("notebook.slow", _named(spec), limit=time_limit, kept=kept)])


def normalise(notebook: NotebookNode, matter: Mapping[str, object]) -> NotebookNode:
    """Keep of an executed notebook what it says, and nothing of where and when it ran."""
    opening = nbformat.v4.new_raw_cell(written(matter))
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
        if "data" in output:
            output["metadata"] = {}
            output["data"].pop("text/plain", None)
    return cell


def _raised(error: PapermillExecutionError, named: str, kept: str) -> FaultError:
    message, place = _ANSI.sub("", error.evalue), f"{named} cell {error.exec_count}"
    if error.ename == FaultError.__name__:
        return FaultError(map(Fault.read, message.split("\n")))
    failed = Fault.of("notebook.failed", place, error=error.ename, message=message, kept=kept)
    return FaultError([in_notebook(error.ename, message, place) or failed])


def _kept(root: Path, spec: ReportSpec, draft: Path) -> str:
    """Keep a notebook as far as it came, and say where."""
    kept = root / FAILED / spec.path
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(kept)
    return kept.relative_to(root).as_posix()
