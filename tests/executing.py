"""Reports executed within the tests' own process, without a kernel or a pipeline."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat

from districtbrief.frontmatter import front_matter
from districtbrief.notebooks import normalise
from districtbrief.parameters import complete_parameters
from districtbrief.specs import ReportSpec


def run_cells(root: Path, spec: ReportSpec) -> None:
    """Execute a report's notebook in this process: what papermill does, without starting a kernel."""
    target = root / spec.path
    target.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(root / "notebooks" / f"{spec.notebook}.ipynb", as_version=4)
    parameters = complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    space: dict[str, object] = {}
    here = Path.cwd()
    os.chdir(target.parent)
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = list(outputs(cell.source, space))
                space |= parameters if "parameters" in cell.metadata.get("tags", []) else {}
    finally:
        os.chdir(here)
    nbformat.write(normalise(notebook, front_matter(root, spec, parameters, notebook)), target)


def outputs(source: str, space: dict[str, object]) -> Iterator[nbformat.NotebookNode]:
    """Run a cell, and yield what its last line shows."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), space)  # noqa: S102 - our own notebook
    shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None  # noqa: S307
    if shown is not None:
        yield nbformat.v4.new_output("execute_result", {"text/markdown": shown.data}, execution_count=1)
