"""What a reader takes away is the data, in every form, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, EditCell
from frictionless import validate
from rendering import finish_site

from districtbrief.audit import items
from districtbrief.audit.downloads import Downloads
from districtbrief.audit.items import BLOCK, json_items
from districtbrief.datapackage import DataPackage
from districtbrief.renderers.downloads import FOLDER, write_csv, write_json, write_zip

CSV, JSON, ZIP = (f"{FOLDER}/{name}" for name in ("observations.csv", "observations.json", "data-package.zip"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what a site of the real data offers."""
    site = tmp_path_factory.mktemp("downloads")
    finish_site(ROOT, site)
    return site


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """Copy it, to be broken."""
    return Path(shutil.copytree(site, tmp_path / "site"))


def audited(site: Path, root: Path = ROOT) -> list[tuple[str, str]]:
    """Audit the downloads alone: kind and place of each finding."""
    return [(found.kind, found.page) for found in Downloads(root, site).check()]


def rows_of(site: Path) -> list[dict[str, str]]:
    """Read the table as a spreadsheet does."""
    return list(csv.DictReader(io.StringIO((site / CSV).read_bytes().decode("utf-8-sig"), newline="")))


def test_all_downloads_are_proved(site: Path) -> None:
    """The audit finds nothing on what is written."""
    assert audited(site) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_has_every_observation_with_what_its_ids_stand_for(
    site: Path, package: DataPackage, lang: str
) -> None:
    """A row each, in the order of the data: exact value, printed token, place, and the words of both languages."""
    rows = rows_of(site)
    assert [row["id"] for row in rows] == list(package.observations)
    for row, item in zip(rows, package.observations.values(), strict=True):
        assert Fraction(Decimal(row["value"])) == item.value
        assert (row["as_printed"], row["paragraph"]) == (item.as_printed, str(item.paragraph))
        assert row[f"note_{lang}"] == item.notes[lang]
        assert row[f"theme_{lang}"] == package.themes[item.indicator.theme][lang]
        assert row[f"district_{lang}"] == package.districts[item.district][lang]
        assert row["headline"] == package.sources[item.district].headline


def test_the_table_opens_in_excel(site: Path) -> None:
    """A byte order mark tells Excel that the Chinese is UTF-8; lines end as RFC 4180 has it."""
    content = (site / CSV).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows_of(site)) + 1


def test_json_says_the_same_and_numbers_are_numbers(site: Path) -> None:
    """Each object has the cells of its row; value, place and review are no texts."""
    told = json.loads((site / JSON).read_text(encoding="utf-8"))
    for row, item in zip(rows_of(site), told, strict=True):
        assert list(item) == list(row)
        assert Decimal(str(item["value"])) == Decimal(row["value"])
        assert isinstance(item["paragraph"], int)
        assert item["reviewed"] is True
        same = set(row) - {"value", "paragraph", "position", "reviewed"}
        assert {key: item[key] for key in same} == {key: row[key] for key in same}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_run_as_a_formula(tmp_path: Path, sign: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe; a number, negative ones too, stays a number."""
    write_csv(tmp_path / "table.csv", [{"note": f"{sign}1+1", "value": Decimal(-5), "paragraph": -2}])
    text = (tmp_path / "table.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == [f"'{sign}1+1", "-5", "-2"]


@pytest.mark.parametrize("rows", [[], [{"a": 1, "b": "“x”"}], [{"a": Decimal("1.5"), "b": "{,}"}, {"a": 2, "b": ""}]])
def test_rows_are_written_as_json_would_indent_them(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    """However many rows there are, none of them too, the file is what `json` writes of the whole list."""
    write_json(tmp_path / "rows.json", rows)
    told = [{key: float(cell) if isinstance(cell, Decimal) else cell for key, cell in row.items()} for row in rows]
    written = (tmp_path / "rows.json").read_text(encoding="utf-8")
    assert written == json.dumps(told, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("block", [1, 2, 7, BLOCK])
@pytest.mark.parametrize("text", ["[]", " [ ] ", '[{"a": [1, 2.5]}]', '[\n {"a": "]}"},\n {}\n]\n'])
def test_a_list_is_read_item_by_item_as_json_reads_it(monkeypatch: pytest.MonkeyPatch, text: str, block: int) -> None:
    """Wherever the blocks end that are read."""
    monkeypatch.setattr(items, "BLOCK", block)
    assert list(json_items(io.StringIO(text))) == json.loads(text)


@pytest.mark.parametrize(
    "text", ["", "{}", "[", "[{}", "[{},]", "[{} {}]", "[] []", "[{}]x", "\ufeff[]", '[{"a": 1, "a": 1}]']
)
def test_what_is_no_json_list_is_refused(text: str) -> None:
    """Nothing may stand beside the list, and a name once only in each object."""
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused is enough
        list(json_items(io.StringIO(text)))


def test_formulas_in_the_data_reach_no_spreadsheet(project: Path, edit_cell: EditCell, tmp_path: Path) -> None:
    """A label that would run is guarded in the table and as it is in JSON, and the audit holds both to the data."""
    edit_cell(project / "data" / "observations" / "erqi.csv", "erqi-compounds", "note_en", '=HYPERLINK("x")')
    edit_cell(project / "data" / "themes.csv", "roads", "label_zh", "－1")
    site = tmp_path / "site"
    finish_site(project, site)
    cells = [cell for row in rows_of(site) for cell in row.values()]
    assert '\'=HYPERLINK("x")' in cells
    assert "'－1" in cells
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert '=HYPERLINK(\\"x\\")' in (site / JSON).read_text(encoding="utf-8")
    assert audited(site, project) == []


@pytest.mark.slow
def test_the_data_package_unpacks_to_the_data(site: Path, tmp_path: Path) -> None:
    """Every file is there to the byte, in order, and frictionless finds nothing wrong with the whole."""
    with zipfile.ZipFile(site / ZIP) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    files = {path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.*") if path.is_file()}
    assert names == sorted(files)
    assert all((tmp_path / name).read_bytes() == (ROOT / "data" / name).read_bytes() for name in names)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


def test_the_same_data_gives_the_same_bytes(project: Path, site: Path, tmp_path: Path) -> None:
    """Neither when nor where the files were written, nor by whom, is in the downloads."""
    for path in (project / "data").rglob("*.csv"):
        path.chmod(0o600)
        path.touch()
    finish_site(project, tmp_path / "other")
    assert all((tmp_path / "other" / name).read_bytes() == (site / name).read_bytes() for name in (CSV, JSON, ZIP))
    with zipfile.ZipFile(site / ZIP) as archive:
        members = archive.infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {stat.S_IMODE(member.external_attr >> 16) for member in members} == {0o644}


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file, which must change."""
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before, "nothing was planted"


def zipped(path: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]], folder: Path) -> None:
    """Write the ZIP file anew with other members."""
    with zipfile.ZipFile(path) as archive:
        told = change({name: archive.read(name) for name in archive.namelist()})
    files = {}
    for number, (name, content) in enumerate(told.items()):
        files[name] = folder / str(number)
        files[name].write_bytes(content)
    write_zip(path, files)


TABLES = {
    "a value": lambda content: content.replace(b",87,count,", b",88,count,"),
    "a word": lambda content: content.replace("二七区".encode(), "三七区".encode(), 1),
    "a row less": lambda content: content[: content.rindex(b"\r\n", 0, -2) + 2],
    "a row more": lambda content: content + content[content.rindex(b"\r\n", 0, -2) + 2 :],
    "a column renamed": lambda content: content.replace(b"note_en", b"notes", 1),
    "a cell more": lambda content: content[:-2] + b",x\r\n",
    "no mark": lambda content: content[3:],
    "nothing": lambda _: b"",
    "no table": lambda content: content[:4],
    "no UTF-8": lambda content: content + b"\xff",
}
OBJECTS = {
    "a value": lambda content: content.replace(b'"value": 87,', b'"value": 88,'),
    "a text for a number": lambda content: content.replace(b'"value": 87,', b'"value": "87",'),
    "a name twice": lambda content: content.replace(b'"value": 87,', b'"value": 88, "value": 87,'),
    "an object more": lambda content: content.replace(b"[\n", b"[\n {},\n", 1),
    "no JSON": lambda content: content[:-9],
}
MEMBERS = {
    "a byte": lambda told: told | {"themes.csv": told["themes.csv"] + b"\n"},
    "a member less": lambda told: {name: told[name] for name in told if name != "themes.csv"},
    "a member more": lambda told: told | {"observations/third.csv": b""},
}


@pytest.mark.parametrize("fault", TABLES)
def test_a_table_that_is_not_the_data_is_caught(copy: Path, fault: str) -> None:
    """Whatever differs in the CSV is found at its place."""
    rewritten(copy / CSV, TABLES[fault])
    assert audited(copy) == [("stale", CSV)]


@pytest.mark.parametrize("fault", OBJECTS)
def test_json_that_is_not_the_data_is_caught(copy: Path, fault: str) -> None:
    """Whatever differs in the JSON is found at its place."""
    rewritten(copy / JSON, OBJECTS[fault])
    assert audited(copy) == [("stale", JSON)]


@pytest.mark.parametrize("fault", MEMBERS)
def test_a_package_that_is_not_the_data_is_caught(copy: Path, tmp_path: Path, fault: str) -> None:
    """Whatever differs in the ZIP file is found at its place."""
    zipped(copy / ZIP, MEMBERS[fault], tmp_path)
    assert audited(copy) == [("stale", ZIP)]


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"#!/bin/sh\n" + content,
        lambda content: content[:-2] + b"\x03\x00odd",
        lambda content: content.replace(b"id,name_zh", b"id,name_en", 1),
        lambda _: b"",
    ],
    ids=["something before", "a comment", "damaged", "empty"],
)
def test_a_package_with_anything_else_in_it_is_caught(copy: Path, change: Callable[[bytes], bytes]) -> None:
    """Nothing hides before, behind or between the members."""
    rewritten(copy / ZIP, change)
    assert audited(copy) == [("stale", ZIP)]


def test_what_is_missing_or_left_over_is_caught(copy: Path) -> None:
    """Each download is there, each table too, and nothing else lies beside them."""
    (copy / CSV).unlink()
    (copy / "data" / "themes.csv").unlink()
    (copy / FOLDER / "old.csv").touch()
    assert sorted(audited(copy)) == [("missing", "data/themes.csv"), ("missing", CSV), ("stale", f"{FOLDER}/old.csv")]
