"""The items of `docs/standards.md` that a machine can check, one test each, and the table that names them."""

from __future__ import annotations

import ast
import csv
import inspect
import json
import os
import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from copying import ROOT, WRITTEN
from frictionless import Package
from reading import pages, read_page
from settings import pyproject, runs, steps, workflow, would_run

import districtbrief
from districtbrief.broken import failures, note
from districtbrief.datapackage import DataPackage
from districtbrief.faults import Fault

TABLE = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(?:(tests/\w+\.py)::((?:Test\w+::)?))?(test_\w+)`")
SPDX = {
    "Apache-2.0",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "GPL-3.0-or-later",
    "MIT",
    "ODbL-1.0",
}
"""Names of open licences in the list of SPDX, as far as they are usual for code and data."""


def test_each_test_stands_in_the_tables_and_each_named_there_is_one() -> None:
    """The tables name every other test of this file, and no test that there is not."""
    named = set(NAMED.findall(TABLE))
    here = {name for name, value in globals().items() if name.startswith("test_") and inspect.isfunction(value)}

    assert {name for file, _, name in named if not file} == here - {inspect.currentframe().f_code.co_name}
    for file, owner, name in named:
        if file:
            nodes = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
            names = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
            assert {name, *filter(None, [owner.strip(":")])} <= names, f"{file} has no {owner}{name}"


def test_every_step_is_our_command() -> None:
    """Each rule of the `Snakefile` that makes something runs `districtbrief`, or sums up what is there."""
    found = re.split(r"^rule (\w+):", (ROOT / "Snakefile").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    rules = {name: body.partition("shell:")[2].strip() for name, body in zip(found[::2], found[1::2], strict=True)}
    steps = [
        step.split()[0] for shell in rules.values() if shell for step in ast.literal_eval(f"({shell})").split("&&")
    ]

    assert {name for name, shell in rules.items() if not shell} == {"all", "sound"}
    assert set(steps) == {"districtbrief", "cksum"}


def test_what_is_written_is_tracked_and_what_is_made_is_not() -> None:
    """Git has every file that a build reads, and ignores every folder that it writes."""
    tracked = set(_git("ls-files").splitlines())
    read = [
        path for name in WRITTEN for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
    ]
    ignored = _git("check-ignore", "_site/index.html", "build/x", "reports/en/x.ipynb", "figures/en/x.png").splitlines()

    assert {_name(path) for path in read if path.is_file() and not _is_kept_by_a_program(path)} <= tracked
    assert len(ignored) == 4


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _is_kept_by_a_program(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def test_the_readme_begins_with_the_command_that_makes_the_site() -> None:
    """The first command of `README.md` is `make report`."""
    assert next(read_page(Path("README.md")).commands).split("#")[0].strip() == "make report"


def test_one_command_makes_everything() -> None:
    """`make report` comes down to one `districtbrief report`, once the environment is there."""
    assert [line.split()[:2] for line in would_run("report").splitlines()] == [[".venv/bin/districtbrief", "report"]]


def test_every_document_is_in_the_index() -> None:
    """`docs/README.md` leads to each page below `docs/`, but for those that a folder's own index leads to."""
    led = {os.path.normpath(Path("docs") / link) for link in read_page(Path("docs/README.md")).links}
    indexed = {str(Path(name).parent) for name in pages() if name.endswith("/README.md") and name != "docs/README.md"}
    own = {name for name in pages() if name.startswith("docs/") and name != "docs/README.md"}

    assert {name for name in own if str(Path(name).parent) not in indexed or name.endswith("/README.md")} <= led


def test_everything_public_has_a_docstring() -> None:
    """Each module of the package says what it is, and so does each of its public classes and functions."""
    without = [
        f"{_name(path)}: {getattr(node, 'name', 'module')}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for node in _public(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(node)
    ]

    assert without == []


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def test_the_folders_are_those_that_people_know() -> None:
    """Code, tests, documents, data and notebooks lie where they are looked for."""
    for name in ("src/districtbrief/__init__.py", "tests", "docs/README.md", "data/datapackage.json", "notebooks"):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.py")), ids=lambda path: path.stem)
def test_notebooks_only_call(path: Path) -> None:
    """A notebook has its parameters, one import, one report, and a call a cell: no logic."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        calls = isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call)
        assert calls or isinstance(node, ast.AnnAssign | ast.ImportFrom), ast.unparse(node)


def test_style_and_types_are_checked_in_full() -> None:
    """Ruff checks all rules and mypy all types, and `make lint` runs both."""
    tools = pyproject()["tool"]
    told = would_run("lint")

    assert tools["ruff"]["lint"]["select"] == ["ALL"]
    assert tools["mypy"]["strict"]
    assert all(tool in told for tool in ("ruff check", "ruff format --check", "mypy"))


def test_each_kind_of_test_is_there() -> None:
    """What `make test` leaves out `make test-long` runs; there are results that are kept, and a second reading."""
    assert '"not long and not quarto and not hour"' in would_run("test")
    assert '"(long or quarto) and not hour"' in would_run("test-long")
    assert list((ROOT / "figures").glob("*/*.csv"))
    assert list((ROOT / "tests/ground_truth").glob("*.csv"))


def test_what_failed_is_kept(tmp_path: Path) -> None:
    """Why a report failed is written down under `build/broken/`, and can be read again."""
    fault = Fault.of("data.missing", "data/observations/erqi.csv")

    note(tmp_path, "reports/en/erqi", [fault])

    assert list(failures(tmp_path).values()) == [[fault]]
    assert list((tmp_path / "build" / "broken").rglob("*erqi*"))


def test_the_data_package_is_valid() -> None:
    """Frictionless finds nothing wrong with `data/datapackage.json` and what it describes."""
    found = Package(str(ROOT / "data" / "datapackage.json")).validate()

    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_of_charts_are_tidy(lang: str) -> None:
    """The table of a chart has one header, a cell for each column in each row, and no two rows that are the same."""
    tables = sorted((ROOT / "figures" / lang).glob("*.csv"))

    assert tables
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert rows, path
        assert len(set(header)) == len(header)
        assert {len(row) for row in rows} == {len(header)}
        assert len(set(map(tuple, rows))) == len(rows)


def test_the_package_gives_its_command() -> None:
    """What is installed has the `districtbrief` command, and it can be loaded."""
    (command,) = entry_points(group="console_scripts", name="districtbrief")

    assert command.value == pyproject()["project"]["scripts"]["districtbrief"]
    assert callable(command.load())


def test_what_has_to_pass_runs_lint_and_tests() -> None:
    """`.ci/run` can be run, is sound, and runs them all."""
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()

    subprocess.run(["bash", "-n", str(script)], check=True)
    assert os.access(script, os.X_OK)
    assert {"make lint", "make test", "make test-long"} <= set(lines)


def test_every_change_is_tested() -> None:
    """A push and a pull request each start lint and all tests."""
    assert {"push", "pull_request"} <= set(workflow("test")[True])
    assert {"make lint", "make test", "make test-long"} <= set(runs("test"))


def test_a_push_is_published() -> None:
    """A push starts the build of the site, and its pages go out in the same workflow."""
    uses = [step.get("uses", "") for step in steps("publish")]

    assert "push" in workflow("publish")[True]
    assert any(run.startswith("make report") for run in runs("publish"))
    assert any(name.startswith("actions/deploy-pages@") for name in uses)


def test_changes_are_announced() -> None:
    """The changelog begins with what is not released yet, or with the version that the package has."""
    first = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert first
    assert first[1] == "Unreleased" or districtbrief.__version__ in first[1]


def described() -> dict:
    """Read what describes the data."""
    return json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))


def test_the_identifier_says_that_it_is_a_placeholder() -> None:
    """Nobody can take it for one that is registered: it has a prefix for tests, and says what it is."""
    assert re.fullmatch(r"doi:10\.5072/placeholder-.+", described()["id"])


def test_licences_have_their_spdx_names() -> None:
    """The data names its licence as SPDX does, with its address; so does the code."""
    licences = described()["licenses"]

    assert {licence["name"] for licence in licences} <= SPDX
    assert all(licence["path"].startswith("https://") for licence in licences)
    assert pyproject()["project"]["license"] in SPDX


def test_each_figure_says_where_it_is_from(package: DataPackage) -> None:
    """Every figure has its article, a paragraph that the article has, and the token that was printed there."""
    assert package.observations
    for row in package.observations.values():
        article = package.sources[row.district]
        assert 1 <= row.paragraph <= article.paragraphs
        assert row.position >= 0
        assert row.as_printed
