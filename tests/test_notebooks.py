"""The notebooks: paired, plain, and the same however they are run."""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
import yaml
from building import Built
from reading import read_page
from settings import clean_environment

from districtbrief.faults import FaultError
from districtbrief.notebooks import execute
from districtbrief.specs import ReportSpec, read_specs

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ("brief", "checked", "comparison", "directory", "home", "observations", "profile", "search")
SPECS = read_specs(ROOT)
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.With,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
)
LINES = 12
BY_HAND = 'papermill notebooks/brief.ipynb out.ipynb -p lang en -p districts \'["erqi","jinshui"]\''
BIN = Path(sys.executable).parent


def cells_of(name: str) -> list[nbformat.NotebookNode]:
    """Read a notebook's cells."""
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment in a project."""
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=project,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_notebook_is_a_pair_with_prose(root: Path) -> None:
    """Each notebook is a pair, with prose in both languages."""
    found = {path.stem: path for path in (root / "notebooks").glob("*.ipynb")}

    assert sorted(found) == sorted(NOTEBOOKS)
    assert {path.stem for path in (root / "notebooks").glob("*.py")} == set(NOTEBOOKS)
    assert {path.name for path in (root / "notebooks" / "text").iterdir()} == {
        f"{name}.{lang}.md.j2" for name in (*NOTEBOOKS, "charts") for lang in ("zh", "en")
    }


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_pair_is_in_step(root: Path, name: str) -> None:
    """The script and the notebook hold the same cells with the same tags."""
    script = jupytext.read(root / "notebooks" / f"{name}.py")

    assert [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in script.cells] == [
        (cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in cells_of(name)
    ]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_kept_without_outputs(name: str) -> None:
    """What is tracked has neither outputs, counts nor anything of the machine that wrote it."""
    code = [cell for cell in cells_of(name) if cell.cell_type == "code"]

    assert code
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert all(set(cell.metadata) <= {"tags"} for cell in cells_of(name))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_has_one_cell_of_typed_parameters(name: str) -> None:
    """One cell, tagged `parameters`, gives each parameter its type and its default, and does nothing else."""
    tagged = [cell for cell in cells_of(name) if "parameters" in cell.metadata.get("tags", [])]

    assert len(tagged) == 1
    assert all(isinstance(node, ast.AnnAssign) and node.value for node in ast.parse(tagged[0].source).body)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_cell_is_short_and_without_logic(name: str) -> None:
    """Cells load, call one function and show: no more than a dozen lines, and nothing that decides or repeats."""
    for cell in cells_of(name):
        assert len(cell.source.splitlines()) <= LINES
        if cell.cell_type == "code":
            assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOGIC)], cell.source


@pytest.mark.parametrize("name", sorted(set(NOTEBOOKS) - {"checked", "directory", "search"}))
def test_every_report_ends_with_its_sources(name: str) -> None:
    """The last cell is the appendix in which every number has its line."""
    assert cells_of(name)[-1].source == "report.appendix()"


@pytest.mark.slow
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.lang}-{spec.name}")
def test_a_report_executes_to_markdown_only(whole: Built, spec: ReportSpec) -> None:
    """Each notebook runs in each language and leaves front matter, Markdown and charts, and nothing of the machine."""
    path = whole.project / spec.path

    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    text = path.read_text(encoding="utf-8")
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    matter = yaml.safe_load(notebook.cells[0].source.strip("-\n"))
    pictures = re.findall(r"\]\(([^()\s]+)\)\{#fig-", "\n".join(output.data["text/markdown"] for output in outputs))
    assert outputs
    assert all(set(output.data) == {"text/markdown"} for output in outputs)
    assert matter["lang"] == {"zh": "zh-Hans", "en": "en-GB"}[spec.lang]
    assert str(matter["date"]) == spec.date
    assert all(matter[key] for key in ("title", "subtitle", "description"))
    assert all((path.parent / picture).is_file() for picture in pictures)
    assert all(picture.startswith(f"../../figures/{spec.lang}/") for picture in pictures)
    assert not re.search(rf"{re.escape(str(whole.project))}|papermill|execution_time|start_time|/home/|/tmp/", text)
    assert [cell.id for cell in notebook.cells] == [f"cell-{number}" for number in range(len(notebook.cells))]
    hidden = [cell for cell in notebook.cells if "remove-cell" in cell.metadata.get("tags", [])]
    assert len(hidden) == 3, "the defaults, the injected parameters and the opening are hidden"


@pytest.mark.hour
def test_executing_twice_gives_the_same_bytes(project: Path) -> None:
    """Run again, a report does not differ in a byte."""
    spec = next(spec for spec in SPECS if spec.name == "erqi" and spec.lang == "en")

    first = execute(project, spec).read_bytes()

    assert execute(project, spec).read_bytes() == first


@pytest.mark.slow
@pytest.mark.parametrize("folder", [".", "notebooks"])
def test_papermill_typed_by_hand_works(project: Path, folder: str) -> None:
    """The line of `README.md` runs a notebook from the root, and from the folder that JupyterLab opens."""
    line = BY_HAND.replace(f"{folder}/", "")

    result = run(project / folder, *shlex.split(line))

    assert result.returncode == 0, result.stderr
    assert BY_HAND in read_page(Path("README.md")).commands
    text = (project / folder / "out.ipynb").read_text(encoding="utf-8")
    assert "## Main points" in text
    assert "#obs-erqi-compounds" in text
    assert "#obs-jinshui-ledger-items" in text
    assert ("../figures/en/brief-progress.svg" in text) == (folder == "notebooks")
    assert (project / "figures" / "en" / "brief-progress.svg").is_file()


@pytest.mark.long
def test_a_misspelt_parameter_typed_by_hand_fails(project: Path) -> None:
    """Papermill only warns of an unknown parameter; the notebook refuses it and names the nearest."""
    result = run(project, "papermill", "notebooks/brief.ipynb", "out.ipynb", "-p", "distrcts", "erqi")

    assert result.returncode != 0
    assert "parameter distrcts: this notebook has no such parameter; did you mean districts?" in result.stderr


@pytest.mark.slow
def test_a_failing_notebook_is_kept_with_what_it_said(project: Path) -> None:
    """A cell that raises stops its report, keeps the notebook to look at, and leaves the last report as it was."""
    spec = next(spec for spec in SPECS if spec.name == "brief" and spec.lang == "zh")
    (project / spec.path).parent.mkdir(parents=True)
    (project / spec.path).write_text("the last one", encoding="utf-8")
    path = project / "notebooks" / "brief.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('report.text(\\"reported\\")', "1 / 0"), encoding="utf-8")

    with pytest.raises(FaultError, match=r"^notebooks/brief\.ipynb cell \d+: ZeroDivisionError: .*; see build/failed/"):
        execute(project, spec)

    kept = json.loads((project / "build" / "failed" / spec.path).read_text(encoding="utf-8"))
    assert "ZeroDivisionError" in json.dumps(kept)
    assert (project / spec.path).read_text(encoding="utf-8") == "the last one"


@pytest.mark.slow
def test_a_fault_in_a_cell_is_told_as_it_is(project: Path) -> None:
    """A misspelt block in a notebook gives its own fault, not a traceback."""
    spec = next(spec for spec in SPECS if spec.name == "brief" and spec.lang == "zh")
    path = project / "notebooks" / "brief.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("reported", "reportd"), encoding="utf-8")

    with pytest.raises(FaultError) as caught:
        execute(project, spec)

    (fault,) = caught.value.faults
    assert (fault.code, fault.remedy) == ("prose.no-block", "did you mean reported?")
    assert fault.found.endswith("'reportd'")
