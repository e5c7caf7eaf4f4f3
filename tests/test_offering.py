"""All figures of very many districts are offered in parts that are written and proved once, and joined."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import EditCell, copy_project
from crowd import write_districts

from districtbrief import offering
from districtbrief.audit import Downloads
from districtbrief.faults import FaultError
from districtbrief.offering import PROOF, offer, proved_parts
from districtbrief.renderers.downloads import FOLDER, TABLES, write_downloads, write_tables

SIZES = (3, 2)
"""How many districts the cities have."""


@pytest.fixture
def crowd(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put five districts into the project, of which two make a part."""
    monkeypatch.setattr("districtbrief.inspection.BATCH", 2)
    return write_districts(project, SIZES)


def site_of(project: Path) -> Path:
    """Offer the downloads of a project, which must be right."""
    assert offer(project, project / "site") == []
    return project / "site" / FOLDER


def parts_of(project: Path) -> dict[str, int]:
    """Say when each file of the parts was written."""
    kept = project / "build" / "offered"
    return {path.relative_to(kept).as_posix(): path.stat().st_mtime_ns for path in kept.rglob("*.*")}


def renewed(project: Path, before: dict[str, int]) -> set[str]:
    """List the parts of which a file is not the one that it was."""
    after = parts_of(project)
    return {name.partition("/")[0] for name in before | after if before.get(name) != after.get(name)}


def emptied(project: Path, district: str) -> None:
    """Leave a district without figures."""
    table = project / "data" / "observations" / f"{district}.csv"
    table.write_text(table.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")


@pytest.mark.parametrize("empty", [(), ("d1-1", "d1-2"), ("d1-3", "d2-1"), ("d2-2",)], ids=str)
def test_parts_joined_are_as_if_all_had_been_written_at_once(
    project: Path, crowd: list[str], tmp_path: Path, empty: tuple[str, ...]
) -> None:
    """To the byte, also where the first part, one between or the last has no figure."""
    for district in empty:
        emptied(project, district)
    folder = site_of(project)

    for path in write_tables(project, tmp_path / "whole", crowd):
        assert (folder / path.name).read_bytes() == path.read_bytes()
    assert list(Downloads(project, project / "site").check()) == []


def test_no_figure_at_all_makes_empty_tables(project: Path, crowd: list[str]) -> None:
    """They are there, and say nothing."""
    for district in crowd:
        emptied(project, district)

    folder = site_of(project)

    assert json.loads((folder / "observations.json").read_text(encoding="utf-8")) == []
    assert list(Downloads(project, project / "site").check()) == []


def test_what_has_not_changed_is_not_written_again(project: Path, crowd: list[str]) -> None:
    """All parts are kept."""
    site_of(project)
    before = parts_of(project)

    site_of(project)

    assert len({name.partition("/")[0] for name in before}) == len(crowd) // 2 + 1
    assert renewed(project, before) == set()


@pytest.mark.usefixtures("crowd")
def test_a_changed_figure_costs_its_own_part(project: Path, edit_cell: EditCell) -> None:
    """The others are neither written nor proved again."""
    site_of(project)
    before = parts_of(project)

    edit_cell(project / "data" / "observations" / "d1-3.csv", "d1-3-compounds", "as_printed", "88个")
    folder = site_of(project)

    assert renewed(project, before) == {"2"}
    assert "88个" in (folder / "observations.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(path.read_bytes().replace(b"87", b"88", 1)),
        lambda path: path.unlink(),
        lambda path: (path.parent / PROOF).unlink(),
        lambda path: (path.parent / PROOF).write_text("{}"),
    ],
    ids=["another figure", "no file", "no proof", "another proof"],
)
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.usefixtures("crowd")
def test_a_part_that_is_not_as_it_was_proved_is_made_anew(
    project: Path, name: str, change: Callable[[Path], object]
) -> None:
    """Whatever was done to it, the site offers what the data says."""
    told = (site_of(project) / name).read_bytes()
    change(project / "build" / "offered" / "1" / name)

    assert (site_of(project) / name).read_bytes() == told


@pytest.mark.usefixtures("crowd")
def test_a_part_of_no_district_goes(project: Path) -> None:
    """Where there are fewer districts than before, so are there parts; a file that strayed there harms nothing."""
    site_of(project)
    stray = project / "build" / "offered" / ".DS_Store"
    stray.touch()

    offer(project, project / "site", ["d1-3", "d2-1", "d2-2"])

    assert {path.name for path in stray.parent.iterdir()} == {"1", stray.name}


@pytest.mark.usefixtures("crowd")
def test_a_part_that_says_otherwise_is_not_published(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is found wrong, and no later build trusts the part."""

    def misprint(root: Path, folder: Path, districts: list[str]) -> list[Path]:
        written = write_tables(root, folder, districts)
        written[0].write_bytes(written[0].read_bytes().replace("87个".encode(), "78个".encode(), 1))
        return written

    with monkeypatch.context() as patched:
        patched.setattr(offering, "write_tables", misprint)
        found = {finding.page for finding in offer(project, project / "site")}
    assert found == {f"{FOLDER}/{name}" for name in TABLES}
    assert not (project / "build" / "offered" / "1" / PROOF).exists()
    site_of(project)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        (("districts", "d2-1", "name_zh"), {"1", "2", "3"}),
        (("indicators", "compounds", "label_en"), {"1", "2", "3"}),
        (("themes", "roads", "label_zh"), {"1", "2", "3"}),
        (("observations/d2-2", "d2-2-compounds", "note_en"), {"3"}),
    ],
)
@pytest.mark.usefixtures("crowd")
def test_whatever_changes_in_the_data_is_offered(
    project: Path, edit_cell: EditCell, cell: tuple[str, str, str], parts: set[str]
) -> None:
    """Every table that a part was made of is looked at; the audit that goes by no part agrees."""
    site_of(project)
    before = parts_of(project)

    table, row, column = cell
    edit_cell(project / "data" / f"{table}.csv", row, column, "something else")
    folder = site_of(project)

    assert renewed(project, before) == parts
    assert "something else" in (folder / "observations.csv").read_text(encoding="utf-8")
    assert list(Downloads(project, project / "site").check()) == []


@pytest.mark.usefixtures("crowd")
def test_other_code_makes_all_parts_anew(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What wrote or proved them may have been mended."""
    site_of(project)
    before = parts_of(project)
    code = tmp_path / "districtbrief"
    code.mkdir()
    (code / "audit.py").write_text("# another", encoding="utf-8")
    monkeypatch.setattr(offering, "PACKAGE", code)

    site_of(project)

    assert renewed(project, before) == {"1", "2", "3"}


@pytest.mark.parametrize("later", ["87个", "99个"])
@pytest.mark.usefixtures("crowd")
def test_data_that_is_written_to_meanwhile_is_never_half_offered(
    project: Path, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    """What is offered is of one moment, whatever is written while it is put together and afterwards."""
    table = project / "data" / "observations" / "d1-1.csv"
    text = table.read_text(encoding="utf-8")

    def write_while(root: Path, folder: Path, districts: list[str]) -> list[Path]:
        table.write_text(text.replace("87个", "88个"), encoding="utf-8")
        written = write_tables(root, folder, districts)
        table.write_text(text.replace("87个", later), encoding="utf-8")
        return written

    with monkeypatch.context() as patched:
        patched.setattr(offering, "write_tables", write_while)
        found = [finding.page for finding in offer(project, project / "site")]
    told = (project / "site" / FOLDER / "observations.csv").read_text(encoding="utf-8")
    assert "87个" in told
    assert "88个" not in told
    assert ("data/observations/d1-1.csv" in found) == (later != "87个")
    site_of(project)
    assert list(Downloads(project, project / "site").check()) == []


@pytest.mark.usefixtures("crowd")
def test_a_missing_table_is_a_fault(project: Path) -> None:
    """Who publishes by hand is told as who builds is."""
    (project / "data" / "observations" / "d1-2.csv").unlink()
    with pytest.raises(FaultError, match=r"data/observations/d1-2\.csv"):
        offer(project, project / "site")


def row_moved(lines: list[bytes]) -> Iterator[bytes]:
    yield from (lines[0], *lines[2:], lines[1])


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[0], *lines],
        row_moved,
        lambda lines: b"".join(lines).replace(b"87", b"88", 1).splitlines(keepends=True),
        lambda _: [],
    ],
    ids=["a row less", "a row twice", "two headers", "a row moved", "another figure", "nothing"],
)
def test_a_table_that_is_not_its_parts_joined_is_caught(
    project: Path, crowd: list[str], change: Callable[[list[bytes]], list[bytes]]
) -> None:
    """The audit joins them itself."""
    path = site_of(project) / "observations.csv"
    parts = proved_parts(project, project / "build" / "offered", crowd)
    lines = path.read_bytes().splitlines(keepends=True)
    assert list(change(lines)) != lines
    path.write_bytes(b"".join(change(lines)))

    told = [(found.kind, found.page) for found in Downloads(project, project / "site", parts=parts).check()]

    assert told == [("stale", f"{FOLDER}/observations.csv")]


@pytest.mark.parametrize("left", [[0, 1], [1, 2], [0, 2, 1]], ids=str)
def test_parts_that_are_not_of_all_districts_prove_nothing(project: Path, crowd: list[str], left: list[int]) -> None:
    """A site that offers just these is caught all the same: whoever put them together may have lost one."""
    site_of(project)
    parts = list(proved_parts(project, project / "build" / "offered", crowd).items())
    chosen = dict(parts[at] for at in left)
    write_downloads(project / "site", sorted((project / "site" / "data").rglob("*.*")), list(chosen))

    told = [found.page for found in Downloads(project, project / "site", parts=chosen).check()]

    assert told == [f"{FOLDER}/{name}" for name in TABLES]


def test_the_home_of_the_project_is_not_touched(tmp_path: Path) -> None:
    """Parts lie under `build/`, which is not published or committed."""
    project = copy_project(tmp_path / "project")
    before = {path for path in project.rglob("*") if path.is_file()}

    offer(project, project / "build" / "site")

    after = {path for path in project.rglob("*") if path.is_file()}
    assert {path.relative_to(project).parts[0] for path in after - before} == {"build"}
