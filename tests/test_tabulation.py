"""From a scan to tables: rows for review, and a district added end to end or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest

from districtbrief.articles import read_article
from districtbrief.csvtables import read_table
from districtbrief.faults import FaultError
from districtbrief.reviewrows import COLUMNS, as_csv, excluded_rows, observation_rows
from districtbrief.scanning import scan
from districtbrief.tabulation import new_district
from districtbrief.verification import verify

CHECKOUT = Path(__file__).parent.parent
PASSAGE = CHECKOUT / "tests" / "prose" / "government.txt"
WRITTEN = ["sources.csv", "districts.csv", "sangyu.csv", "excluded.csv", "datapackage.json"]

Prepare = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path, root: Path) -> Path:
    """Copy `data/`."""
    shutil.copytree(root / "data", tmp_path / "project" / "data")
    return tmp_path / "project"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Put a passage of our own where an analyst might have an article."""
    path = tmp_path / "sangyu.txt"
    shutil.copy(PASSAGE, path)
    return path


def contents(root: Path) -> dict[str, bytes]:
    """Read every file of `data/`."""
    return {str(path): path.read_bytes() for path in sorted((root / "data").rglob("*")) if path.is_file()}


def test_a_figure_becomes_a_row_for_review() -> None:
    """Everything the scan knows is filled in; the indicator and the notes are the reviewer's."""
    (row,) = observation_rows("liuwan", scan("年底前打通道路近20公里。"), "2024")

    assert row == {
        "id": "liuwan-1-7",
        "indicator": "",
        "value": "20",
        "qualifier": "nearly",
        "status": "planned",
        "period": "2024",
        "as_printed": "近20公里",
        "paragraph": "1",
        "position": "7",
        "note_zh": "",
        "note_en": "",
        "reviewed": "false",
    }


@pytest.mark.parametrize(
    "text", ["零下9度", "投资三亿五千元", "每秒3亿亿次"], ids=["below zero", "unreadable", "too large"]
)
def test_a_value_that_the_tables_do_not_hold_is_left_empty(text: str) -> None:
    """Below zero, unreadable, beyond all bounds: the row is there for its reviewer, without a value."""
    (row,) = observation_rows("liuwan", scan(text), "2024")

    assert row["value"] == ""
    assert row["as_printed"] in text


def test_what_is_no_figure_becomes_an_excluded_row() -> None:
    """The class of the expression is the reason."""
    assert excluded_rows("liuwan", scan("第一批3条")) == [
        {"district": "liuwan", "paragraph": "1", "position": "0", "token": "第一批", "reason": "ordinal"}
    ]


def test_rows_are_written_as_the_tables_are() -> None:
    """A header, commas, one line feed a row, decimals without exponents or needless zeros."""
    lines = as_csv(observation_rows("liuwan", scan("投资1.50亿元，3条"), "2024")).split("\n")

    assert lines[0] == ",".join(COLUMNS)
    schema = json.loads((CHECKOUT / "data" / "observations.schema.json").read_text(encoding="utf-8"))
    assert list(COLUMNS) == [field["name"] for field in schema["fields"]]
    assert lines[1].startswith("liuwan-1-2,,150000000,exact,")
    assert lines[3:] == [""]


def test_a_new_district_is_added_end_to_end(root: Path, article: Path) -> None:
    """Source, district, observations, excluded numerals and their description: all the files, and only these."""
    before = contents(root)

    written = new_district(root, "sangyu", article, {"name_zh": "桑榆镇", "name_en": "Sangyu", "published": "2024"})

    assert [path.name for path in written] == WRITTEN
    changed = {name for name, content in contents(root).items() if before.get(name) != content}
    assert changed == {str(path) for path in written}
    source = read_table(root / "data" / "sources.csv")[-1]
    assert (source["id"], source["sha256"]) == ("sangyu-2024", read_article(article).sha256)
    assert read_table(root / "data" / "districts.csv")[-1]["name_zh"] == "桑榆镇"
    assert {row["reviewed"] for row in read_table(root / "data" / "observations" / "sangyu.csv")} == {"false"}


def test_what_is_not_given_is_guessed_and_may_be_edited(root: Path, article: Path) -> None:
    """Without names the id stands for them; headline and byline are guessed from the text."""
    new_district(root, "sangyu", article)

    source = read_table(root / "data" / "sources.csv")[-1]
    assert source["headline"] == "桑榆镇：把实事办进群众心坎里"
    assert all(source[key] for key in ("byline", "published", "paragraphs"))
    assert set(read_table(root / "data" / "districts.csv")[-1].values()) == {"sangyu"}


def test_a_long_byline_is_not_taken_for_the_headline(root: Path, tmp_path: Path) -> None:
    """Whoever signed, the headline is the line that nobody signed."""
    path = tmp_path / "sangyu.txt"
    path.write_text("桑榆镇：路通了\n本报记者 某某某 通讯员 某某 某某某\n修路3条。\n", encoding="utf-8")

    new_district(root, "sangyu", path)

    source = read_table(root / "data" / "sources.csv")[-1]
    assert (source["headline"], source["byline"]) == ("桑榆镇：路通了", "本报记者 某某某 通讯员 某某 某某某")


def test_tables_that_a_spreadsheet_saved_stay_as_it_saved_them(root: Path, article: Path) -> None:
    """Byte order mark and line ends are kept, and the new row stands in the same columns."""
    path = root / "data" / "districts.csv"
    saved = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(saved)

    new_district(root, "sangyu", article)

    assert path.read_bytes() == saved + b"sangyu,sangyu,sangyu,sangyu,sangyu\r\n"
    assert read_table(path)[-1]["id"] == "sangyu"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("excluded.csv", "原因".encode("gb18030"), "data/excluded.csv row 1: it is not UTF-8"),
        ("excluded.csv", b"", "data/excluded.csv: the file is empty"),
        ("datapackage.json", b"{", "data/datapackage.json: it cannot be read"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_and_nothing_is_written(
    root: Path, article: Path, name: str, content: bytes, found: str
) -> None:
    """A damaged file of `data/` stops the new district before anything is written."""
    (root / "data" / name).write_bytes(content)
    before = contents(root)

    with pytest.raises(FaultError) as raised:
        new_district(root, "sangyu", article)

    assert str(raised.value).startswith(found)
    assert contents(root) == before


def test_a_report_of_the_same_name_is_in_the_way(root: Path, article: Path) -> None:
    """A district's report is called as the district is, so another report's name is taken."""
    with pytest.raises(FaultError, match="brief is the name of a report"):
        new_district(root, "brief", article, reports=["brief", "comparison"])


def test_the_new_tables_pass_their_schema(root: Path, article: Path) -> None:
    """Frictionless finds nothing wrong with an unreviewed district."""
    new_district(root, "sangyu", article)

    package = frictionless.Package(str(root / "data" / "datapackage.json"))
    for name in ("sources", "districts", "excluded", "observations-sangyu"):
        report = frictionless.validate(package.get_resource(name))
        assert report.flatten(["rowNumber", "fieldName", "note"]) == []


def test_a_new_district_verifies_at_once(root: Path, article: Path) -> None:
    """The scan accounts for every numeral, so nothing is left over."""
    new_district(root, "sangyu", article)

    found = verify(root, [article])

    assert found.faults == ()
    assert found.tallies[0].unaccounted == 0


def test_an_article_in_gb18030_is_added_too(root: Path, article: Path) -> None:
    """The encoding of the text makes no difference to the rows."""
    article.write_text(PASSAGE.read_text(encoding="utf-8"), encoding="gb18030")

    new_district(root, "sangyu", article)

    assert verify(root, [article]).faults == ()


def add_once(root: Path) -> None:
    """Add the passage as a district."""
    new_district(root, "willow", PASSAGE)


@pytest.mark.parametrize(
    ("prepare", "asked", "found"),
    [
        (None, ("erqi", {}), ["erqi exists already"]),
        (None, ("Sang Yu", {}), ["'Sang Yu' is no id"]),
        (None, ("桑榆", {}), ["'桑榆' is no id"]),
        (None, ("../x", {}), ["'../x' is no id"]),
        (None, ("shared", {}), ["shared means something else to districtbrief validate"]),
        (None, ("sangyu", {"name_fr": "x"}), ["'name_fr' is unknown"]),
        (None, ("sangyu", {"published": "May"}), ["'May' is no year or day"]),
        (add_once, ("sangyu", {}), ["it is the source willow-"]),
        (add_once, ("willow", {"name_fr": "x"}), ["willow exists already", "'name_fr' is unknown", "it is the source"]),
    ],
    ids=["taken", "blank", "Chinese", "path", "reserved", "name", "date", "known article", "all at once"],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(
    root: Path, article: Path, prepare: Prepare | None, asked: tuple[str, dict[str, str]], found: list[str]
) -> None:
    """Every reason is told at once, and `data/` stays as it was."""
    if prepare:
        prepare(root)
    before = contents(root)
    district, names = asked

    with pytest.raises(FaultError) as raised:
        new_district(root, district, article, names)

    assert len(raised.value.faults) == len(found)
    assert all(fault.found.startswith(words) for fault, words in zip(raised.value.faults, found, strict=True))
    assert contents(root) == before


def test_a_missing_article_is_refused(root: Path, tmp_path: Path) -> None:
    """A path that leads nowhere is a fault among the others."""
    with pytest.raises(FaultError) as raised:
        new_district(root, "erqi", tmp_path / "nothing.txt")

    assert [fault.found for fault in raised.value.faults] == ["erqi exists already", "the file is missing"]


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (OSError(28, "No space left on device"), "datapackage.json: it cannot be written .No space left on device"),
        (KeyboardInterrupt("stop"), "stop"),
    ],
    ids=["a full disk", "interrupted"],
)
def test_nothing_is_half_written_when_a_file_cannot_be(
    root: Path, article: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, told: str
) -> None:
    """When the last file fails, or the analyst interrupts, the first ones are put back."""
    before = contents(root)
    write_text = Path.write_text

    def fail(path: Path, *args: object, **kwargs: object) -> int:
        if "datapackage.json" in path.name:
            raise failure
        return write_text(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises((FaultError, KeyboardInterrupt), match=told):
        new_district(root, "sangyu", article)

    monkeypatch.undo()
    assert contents(root) == before
