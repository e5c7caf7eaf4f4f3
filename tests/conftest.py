"""What the tests share: the checkout, its data, and a copy of the project that a test may break."""

from __future__ import annotations

import ast
import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import launched, served
from building import Built, Run, build_whole, once
from copying import ROOT, copy_project
from killing import Editions, build_editions, copy_whole, correct, scratch_of
from playwright.sync_api import Browser
from rendered_brief import render_few
from xdist.scheduler import LoadFileScheduling, LoadScopeScheduling

from districtbrief.charts import RECIPES
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage, load
from districtbrief.narrative import Narrative
from districtbrief.report import Report
from districtbrief.wording import locale

EditCell = Callable[[Path, str, str, str], int]
Speak = Callable[[Report, str], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the pipeline, which takes longest: the other files fit beside it. Skip what lacks Quarto."""
    items.sort(key=lambda item: item.path.name != "test_pipeline.py")
    if shutil.which("quarto") is None:
        for item in items:
            if item.get_closest_marker("quarto"):
                item.add_marker(pytest.mark.skip(reason="Quarto is not on PATH"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Keep each file on one worker, in that order, so that what a file builds is built once."""
    # pytest 9 no longer lets xdist_group change a test's id, and so groups nothing
    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the checkout; nothing may be written there."""
    return ROOT


@pytest.fixture(scope="session")
def package() -> DataPackage:
    """Load the real data."""
    return load(ROOT)


@pytest.fixture(scope="session")
def table(package: DataPackage) -> ComparisonTable:
    """Compare the real data."""
    return compare(package)


@pytest.fixture(params=("zh", "en"))
def voice(request: pytest.FixtureRequest, table: ComparisonTable) -> Narrative:
    """Speak of the real data, in each language."""
    return Narrative(table, locale(request.param))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy the project for one test."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project for all tests of a module."""
    return copy_project(tmp_path_factory.mktemp("shared") / "project")


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Build a small project before and after a correction, undisturbed."""
    folder, told = once(tmp_path_factory, "editions", build_editions)
    return Editions(folder / "project", **told | {"made": frozenset(told["made"])})


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the project as it is, with the command, from nothing; whoever changes it copies it first."""
    folder, run = once(tmp_path_factory, "whole", build_whole)
    return Built(folder / "project", Run(**run))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Render the brief in both languages, and what a site has besides; whoever changes it copies it first."""
    return once(tmp_path_factory, "few", render_few)[0] / "project"


@pytest.fixture
def corrected(editions: Editions, tmp_path: Path) -> Iterator[Path]:
    """Copy the published small project, and correct a figure in it."""
    copy = copy_whole(editions.project, tmp_path / "project")
    correct(copy, 51)
    yield copy
    shutil.rmtree(scratch_of(copy), ignore_errors=True)


@pytest.fixture(scope="session")
def edit_cell() -> EditCell:
    """Give the editor of one CSV cell: ``edit_cell(path, id, column, value)`` returns the row's number in the file."""
    return _edit_cell


def _edit_cell(path: Path, key: str, column: str, value: str) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header = rows[0]
    number = next(index for index, row in enumerate(rows) if row[0] == key)
    rows[number][header.index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return number + 1


@pytest.fixture(scope="session")
def speak() -> Speak:
    """Give the reader of a whole report: every cell of its notebook in turn, charts as mere pictures."""
    return lambda report, notebook: "\n\n".join(text for text in _cells(report, notebook) if text)


def _cells(report: Report, notebook: str) -> Iterator[str]:
    for method, argument in calls_of(ROOT / "notebooks" / f"{notebook}.ipynb"):
        if method == "chart":
            drawn = any(RECIPES[argument].rows(report.voice.table, report.voice.locale))
            yield f"![chart](chart.svg){{#fig-{argument.replace('_', '-')}}}" if drawn else ""
        elif method == "text":
            yield report.plain(argument)
        else:
            shown = getattr(report, method)()
            yield str(shown.data) if shown else ""


def calls_of(notebook: Path) -> Iterator[tuple[str, str]]:
    """Yield method and first argument of every ``report.…`` call of a notebook, in order."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.args[0].value if node.args else ""


@pytest.fixture(scope="session")
def articles() -> Path:
    """Give the folder of the articles, which are not part of the project."""
    folder = os.environ.get("DISTRICTBRIEF_ARTICLES", "")
    if not folder:
        pytest.skip("the articles are not ours to keep here: DISTRICTBRIEF_ARTICLES names no folder with them")
    return Path(folder)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start a browser for the tests of a module; no longer, since it keeps an event loop running."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site that a module has built, which is its fixture ``site``."""
    with served(site) as address:
        yield address
