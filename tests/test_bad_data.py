"""Wrong data, case by case: exactly which faults each gives, and at which places; and what is no fault."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import bad_cells
import bad_files
import bad_meaning
import bad_places
import bad_texts
import pytest
from building import report
from conftest import copy_project
from damage import ERQI, JINSHUI, SPACES, Bad, cell, text
from tiers import first_of_each

from districtbrief.faults import Fault, FaultError
from districtbrief.validation import validate

pytestmark = pytest.mark.slow

CASES = [case for table in (bad_files, bad_cells, bad_texts, bad_meaning, bad_places) for case in table.CASES]


@pytest.fixture(scope="module")
def copied(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the data once."""
    project = tmp_path_factory.mktemp("bad") / "project"
    shutil.copytree(root / "data", project / "data")
    return project


@pytest.fixture
def project(root: Path, copied: Path) -> Iterator[Path]:
    """Give a copy of the data, and put back what has been done to it."""
    yield copied
    shutil.rmtree(copied / "data")
    shutil.copytree(root / "data", copied / "data")


def touched(root: Path, project: Path) -> list[str]:
    """Name the districts whose tables alone were damaged: then nothing else needs validating."""
    files = (path for path in (root / "data").rglob("*") if path.is_file())
    pairs = [(path, project / path.relative_to(root)) for path in files]
    changed = {new for old, new in pairs if not new.is_file() or old.read_bytes() != new.read_bytes()}
    changed |= {path for path in (project / "data").rglob("*") if not (root / path.relative_to(project)).exists()}
    alone = all(path.parent.name == "observations" for path in changed)
    return [path.stem for path in changed] if alone else []


def faults_of(project: Path, *parts: str) -> tuple[Fault, ...]:
    """List what validation finds."""
    try:
        validate(project, parts)
    except FaultError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("case", first_of_each(CASES, lambda case: case.kind), ids=lambda case: case.name)
def test_wrong_data_is_told_exactly(root: Path, project: Path, case: Bad) -> None:
    """Each case gives its faults and no other, each on one short line: where, what stands there, what to do."""
    case.damage(project / "data")

    faults = faults_of(project, *touched(root, project))

    case.is_told_by(faults)
    for fault in faults:
        assert str(project) not in str(fault), "the place of the project is no business of the message"


@pytest.mark.slow
@pytest.mark.parametrize(
    "unsound", ["reports.yml", pytest.param("the data alone", marks=pytest.mark.long), "one table"]
)
def test_a_run_tells_all_at_once_and_leaves_the_site_as_it_was(tmp_path: Path, unsound: str) -> None:
    """`districtbrief report` tells the faults of every file, makes nothing, and touches no byte of `_site`."""
    project = copy_project(tmp_path / "project")
    for name, content in {"index.html": b"<p>\r\n", "reports/zh/brief.pdf": bytes(range(256))}.items():
        (project / "_site" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "_site" / name).write_bytes(content)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(project / "_site")}
    cell(ERQI, SPACES, "value", "-5")(project / "data")
    expected = ["data.too-small"]
    if unsound != "one table":
        cell(JINSHUI, "jinshui-markets", "note_zh", "\0")(project / "data")
        cell("themes.csv", "parking", "label_en", "=1+1")(project / "data")
        expected = ["data.formula", "data.hidden-character", *expected]
    if unsound == "reports.yml":
        text("../reports.yml", lambda old: old.replace("notebook: brief", "notebook: breif"))(project / "data")
        expected.append("reports.unknown-notebook")

    run = report(project)

    faults = [fault.code for line in run.lines if (fault := Fault.read(line)).code]
    assert run.code == 1
    assert sorted(faults) == expected
    assert not [line for line in run.lines if line.startswith(("executed", "rendered", "Traceback"))]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(project / "_site")} == before


def files_of(folder: Path) -> list[Path]:
    """List the files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_there_are_no_two_cases_of_one_name() -> None:
    """Each case is told apart by its name."""
    assert len({case.name for case in CASES}) == len(CASES)
