"""Single mistakes in a copy of the data, and exactly what is said of each."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from districtbrief.faults import FaultError
from districtbrief.validation import validate

ERQI, JINSHUI = "observations/erqi.csv", "observations/jinshui.csv"
LONGEST = 300

Damage = Callable[[Path], object]


@dataclass(frozen=True)
class Mistake:
    """One edit of the data, and a pattern for each fault that it must give: no more, no fewer."""

    name: str
    damage: Damage
    faults: tuple[str, ...]


def cell(table: str, key: str, column: str, value: str) -> Damage:
    """Write a value into the cell of the row that begins with ``key``."""

    def edit(data: Path) -> None:
        with (data / table).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        next(row for row in rows if row[0] == key)[rows[0].index(column)] = value
        write(data / table, rows)

    return edit


def column(table: str, change: Callable[[list[str]], list[str]]) -> Damage:
    """Change every row of a table in the same way."""

    def edit(data: Path) -> None:
        with (data / table).open(encoding="utf-8", newline="") as file:
            rows = [change(row) for row in csv.reader(file)]
        write(data / table, rows)

    return edit


def write(path: Path, rows: list[list[str]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def text(table: str, change: Callable[[str], str]) -> Damage:
    """Change the text of a file."""

    def edit(data: Path) -> None:
        path = data / table
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, encoding="utf-8")

    return edit


def encoded(table: str, encoding: str) -> Damage:
    """Save a file in another encoding."""
    return lambda data: (data / table).write_bytes((data / table).read_text("utf-8").encode(encoding))


def gone(table: str) -> Damage:
    """Remove a file."""
    return lambda data: (data / table).unlink()


def district(table: str | None, described: str) -> Damage:
    """Add a district, with a table or without; ``described`` is ``yes`` where `datapackage.json` lists it."""

    def edit(data: Path) -> None:
        text("districts.csv", lambda old: old + "east,东区,East,某市,City\n")(data)
        text("sources.csv", lambda old: old + f"east-2021,east,东区,某人,,2021,{'0' * 64},1\n")(data)
        if table:
            (data / "observations" / "east.csv").write_text(table, encoding="utf-8")
        if described == "yes":
            path = data / "datapackage.json"
            package = json.loads(path.read_text(encoding="utf-8"))
            entry = next(item for item in package["resources"] if item["name"] == "observations-erqi")
            package["resources"].append(entry | {"name": "observations-east", "path": "observations/east.csv"})
            path.write_text(json.dumps(package), encoding="utf-8")

    return edit


def unreviewed(key: str, **cells: str) -> Damage:
    """Leave a row of Erqi's to the reviewer, with some cells as they are given."""
    edits = [cell(ERQI, key, name, value) for name, value in {"reviewed": "false", **cells}.items()]
    return lambda data: [edit(data) for edit in edits]


HEADER = "id,indicator,value,qualifier,status,period,as_printed,paragraph,position,note_zh,note_en,reviewed\n"
EAST = HEADER + "east-ledger-items,ledger-items,3,exact,achieved,2021,3项,1,0,事项,items,true\n"
SPACES, INDICATOR = "erqi-parking-spaces", "parking-spaces"
ROW = "data/observations/erqi.csv row 40, column "

MISTAKES = [
    # files
    Mistake("no description", gone("datapackage.json"), (r"^data/datapackage\.json: the file is missing",)),
    Mistake(
        "no schema", gone("observations.schema.json"), (r"^data/(observations\.schema|datapackage)\.json: .*schema",)
    ),
    Mistake("description broken off", text("datapackage.json", lambda old: old[:400]), (r"^data/datapackage\.json: ",)),
    Mistake("no observations", gone(ERQI), (r"^data/observations/erqi\.csv: .*(missing|No such file).*; put",)),
    Mistake("no themes", gone("themes.csv"), (r"^data/themes\.csv: .*(missing|No such file).*; put",)),
    Mistake("no districts", gone("districts.csv"), (r"^data/districts\.csv: .*(missing|No such file).*; put",)),
    Mistake("no excluded", gone("excluded.csv"), (r"^data/excluded\.csv: .*(missing|No such file).*; put",)),
    Mistake("empty file", text(ERQI, lambda _: ""), (r"^data/observations/erqi\.csv: .*empty",)),
    Mistake("header only", text(ERQI, lambda _: HEADER), (r"^data/observations/erqi\.csv: .*no row",)),
    Mistake("GB18030", encoded(ERQI, "gb18030"), (r"^data/observations/erqi\.csv: .*; save it as .*UTF-8",)),
    Mistake("UTF-16", encoded(ERQI, "utf-16"), (r"^data/observations/erqi\.csv: .*; save it as .*UTF-8",)),
    Mistake("GB18030 elsewhere", encoded("sources.csv", "gb18030"), (r"^data/sources\.csv: .*; save it as .*UTF-8",)),
    Mistake("semicolons", text(ERQI, lambda old: old.replace(",", ";")), (r"^data/observations/erqi\.csv.*comma",)),
    Mistake("tabs", text(ERQI, lambda old: old.replace(",", "\t")), (r"^data/observations/erqi\.csv.*comma",)),
    Mistake("byte order mark", text(ERQI, lambda old: "\ufeff" + old), ()),
    Mistake("Windows line ends", text(ERQI, lambda old: old.replace("\n", "\r\n")), ()),
    # columns
    Mistake(
        "column missing",
        column(ERQI, lambda row: row[:3] + row[4:]),
        (r"^data/observations/erqi\.csv, column qualifier: .*missing",),
    ),
    Mistake(
        "column misnamed",
        text(ERQI, lambda old: old.replace(",qualifier,", ",qualifer,", 1)),
        (r"^data/observations/erqi\.csv, column qualif(i?)er: .*qualifer.*; .*qualifier",),
    ),
    Mistake(
        "column too many",
        column(ERQI, lambda row: [*row, "remark" if row[0] == "id" else "x"]),
        (r"^data/observations/erqi\.csv(, column remark)?: .*remark.*; remove the column",),
    ),
    # values
    Mistake(
        "thousands", cell(ERQI, SPACES, "value", "7,957"), (rf"^{ROW}value: '7,957' is not a decimal; write 7957$",)
    ),
    Mistake(
        "thousands in context",
        cell("context.csv", "erqi-population", "value", "848,000"),
        (r"^data/context\.csv row 2, column value: '848,000' is not a decimal; write 848000$",),
    ),
    Mistake("a word", cell(ERQI, SPACES, "value", "many"), (rf"^{ROW}value: 'many' is not a decimal; write digits",)),
    Mistake("not a number", cell(ERQI, SPACES, "value", "NaN"), (rf"^{ROW}value: 'NaN'",)),
    Mistake("infinite", cell(ERQI, SPACES, "value", "INF"), (rf"^{ROW}value: 'INF'",)),
    Mistake("no value", cell(ERQI, SPACES, "value", ""), (rf"^{ROW}value: .*required",)),
    Mistake("reviewed, or not", cell(ERQI, SPACES, "reviewed", "yes"), (rf"^{ROW}reviewed: 'yes' .*; write true or",)),
    Mistake("negative", cell(ERQI, SPACES, "value", "-5"), (rf"^{ROW}value: '-5'.*minimum",)),
    Mistake("paragraph 0", cell(ERQI, SPACES, "paragraph", "0"), (rf"^{ROW}paragraph: '0'.*minimum",)),
    Mistake("paragraph a word", cell(ERQI, SPACES, "paragraph", "x"), (rf"^{ROW}paragraph: 'x'",)),
    Mistake("period", cell(ERQI, SPACES, "period", "2021年"), (rf"^{ROW}period: '2021年'",)),
    Mistake(
        "checksum",
        cell("sources.csv", "erqi-2021", "sha256", "abc"),
        (r"^data/sources\.csv row 2, column sha256: 'abc'",),
    ),
    Mistake(
        "date",
        cell("context.csv", "erqi-population", "date", "31/12/2019"),
        (r"^data/context\.csv row 2, column date",),
    ),
    Mistake(
        "a comma that is not quoted",
        text(ERQI, lambda old: old.replace("items entered in", "items entered, in", 1)),
        (r"^data/observations/erqi\.csv row 9: .*; remove the cell, or quote",),
    ),
    Mistake(
        "a cell short",
        text(ERQI, lambda old: old.replace(",items entered in the livelihood ledger", "", 1)),
        (r"^data/observations/erqi\.csv row 9, column reviewed: .*; complete the row",),
    ),
    Mistake(
        "a blank row",
        text(ERQI, lambda old: old.replace("erqi-ledger-items,", "\nerqi-ledger-items,", 1)),
        (r"^data/observations/erqi\.csv row 9: .*blank.*; remove the row",),
    ),
    # names
    Mistake(
        "indicator",
        cell(ERQI, SPACES, "indicator", "parking-space"),
        (rf"^{ROW}indicator: 'parking-space' .*parking-spaces\?$",),
    ),
    Mistake(
        "status", cell(ERQI, SPACES, "status", "acheived"), (rf"^{ROW}status: 'acheived'.*; did you mean achieved\?$",)
    ),
    Mistake(
        "qualifier",
        cell(ERQI, SPACES, "qualifier", "atleast"),
        (rf"^{ROW}qualifier: 'atleast'.*; did you mean at_least\?$",),
    ),
    Mistake(
        "theme",
        cell("indicators.csv", INDICATOR, "theme", "parkin"),
        (r"^data/indicators\.csv row 46, column theme: 'parkin' is unknown; did you mean parking\?$",),
    ),
    Mistake(
        "unit",
        cell("indicators.csv", INDICATOR, "unit", "counts"),
        (r"^data/indicators\.csv row 46, column unit: 'counts' is unknown; did you mean count\?$",),
    ),
    Mistake(
        "grade",
        cell("indicators.csv", "ledger-items", "comparability", "like-for-like"),
        (r"^data/indicators\.csv row 12, column comparability: .*; did you mean like_for_like\?$",),
    ),
    Mistake(
        "district",
        cell("context.csv", "erqi-population", "district", "erq"),
        (r"^data/context\.csv row 2, column district: 'erq' is unknown; did you mean erqi\?$",),
    ),
    Mistake(
        "formula",
        cell("calculations.csv", "roadworks-average", "formula", "averge"),
        (r"^data/calculations\.csv row 8, column formula: 'averge'.*; did you mean average\?$",),
    ),
    Mistake(
        "an input of a formula",
        cell("calculations.csv", "roadworks-average", "inputs", "roadworks-lenght roadworks"),
        (r"^data/calculations\.csv row 8, column inputs: .*roadworks-lenght.*; did you mean roadworks-length\?$",),
    ),
    Mistake(
        "the status of an input",
        cell("calculations.csv", "compounds-done", "inputs", "compounds@acheived compounds"),
        (r"^data/calculations\.csv row 12, column inputs: .*acheived.*; did you mean .*achieved\?$",),
    ),
    Mistake(
        "an input too few",
        cell("calculations.csv", "roadworks-average", "inputs", "roadworks-length"),
        (r"^data/calculations\.csv row 8, column inputs: ",),
    ),
    Mistake(
        "reason of exclusion",
        text("excluded.csv", lambda old: old.replace(",idiom", ",idom", 1)),
        (r"^data/excluded\.csv row 4, column reason: 'idom'.*; did you mean idiom\?$",),
    ),
    # meaning
    Mistake(
        "an id twice",
        cell(ERQI, "erqi-parking-garages", "id", SPACES),
        (r"^data/observations/erqi\.csv row 41, column id: ",),
    ),
    Mistake(
        "an indicator twice",
        cell(ERQI, "erqi-parking-garages", "indicator", INDICATOR),
        (r"^data/observations/erqi\.csv.*erqi-parking-garages.*erqi-parking-spaces already gives parking-spaces",),
    ),
    Mistake(
        "value of another token", cell(ERQI, SPACES, "value", "7958"), (rf"^{ROW}value: 7957个 reads 7957, not 7958; ",)
    ),
    Mistake(
        "value in another scale",
        cell(ERQI, "erqi-allowances", "value", "3644"),
        (r" column value: 3644万元 reads 36440000, not 3644; ",),
    ),
    Mistake(
        "wrong qualifier",
        cell(ERQI, SPACES, "qualifier", "at_least"),
        (rf"^{ROW}qualifier: 7957个 is exact, not at_least; ",),
    ),
    Mistake(
        "wrong measure",
        cell(ERQI, SPACES, "as_printed", "7957公里"),
        (rf"^{ROW}as_printed: '公里' does not measure count; it is one of .* or add 公里 to data/units\.csv, column",),
    ),
    Mistake(
        "no token", cell(ERQI, SPACES, "as_printed", "车位"), (rf"^{ROW}as_printed: '车位' is no printed number; ",)
    ),
    Mistake(
        "another district's id",
        cell(ERQI, SPACES, "id", "jinshui-parking-garages"),
        (rf"^{ROW}id: 'jinshui-parking-garages' does not begin with its district; ",),
    ),
    Mistake(
        "no grade",
        cell("indicators.csv", "ledger-items", "comparability", ""),
        (r"^data/indicators\.csv row 12, column comparability: ",),
    ),
    *(
        Mistake(
            f"no reason of {key} in {lang}",
            cell("indicators.csv", key, f"reason_{lang}", ""),
            (rf"^data/indicators\.csv row {row}, column reason_{lang}: .*gives no reason",),
        )
        for key, row, lang in [("compounds", 63, "en"), ("leader-led-items", 13, "zh"), ("ledger-items", 12, "en")]
    ),
    Mistake(
        "no source",
        text("sources.csv", lambda old: "\n".join(line for line in old.splitlines() if "erqi-2021" not in line) + "\n"),
        (r"^data/sources\.csv: .*erqi",),
    ),
    # review
    *(
        Mistake(
            f"reviewed without {name}",
            cell(ERQI, SPACES, name, value),
            (rf"^{ROW}{name}: it is empty, and required once reviewed; .* false in column reviewed",),
        )
        for name, value in [("indicator", ""), ("note_zh", ""), ("note_en", " ")]
    ),
    Mistake("unreviewed", unreviewed(SPACES), ()),
    Mistake("unreviewed without an indicator", unreviewed(SPACES, indicator="", note_zh="", note_en=""), ()),
    Mistake("unreviewed without a value", unreviewed(SPACES, value=""), ()),
    Mistake(
        "unreviewed tokens that cannot be read",
        lambda data: [
            unreviewed(key, indicator="", value="", as_printed="三亿五千")(data) for key in ("erqi-hotlines", SPACES)
        ],
        (),
    ),
    Mistake(
        "unreviewed, and read wrongly",
        unreviewed(SPACES, indicator="", value="7958"),
        (rf"^{ROW}value: 7957个 reads 7957, not 7958; ",),
    ),
    Mistake(
        "an unknown measure without an indicator",
        unreviewed(SPACES, indicator="", value="7957", as_printed="7957床"),
        (),
    ),
    Mistake(
        "a token of the wider kind",
        lambda data: [
            cell(ERQI, SPACES, "as_printed", "不足7957个")(data),
            cell(ERQI, SPACES, "qualifier", "at_most")(data),
        ],
        (),
    ),
    # a district of one's own
    Mistake("a new district", district(EAST, "yes"), ()),
    Mistake(
        "a district without a table",
        district(None, "yes"),
        (r"^data/observations/east\.csv: .*(missing|No such file)",),
    ),
    Mistake(
        "a table that nothing describes", district(EAST, "no"), (r"^data/datapackage\.json: .*observations/east\.csv",)
    ),
    # together
    Mistake(
        "two mistakes in two files",
        lambda data: [cell(ERQI, SPACES, "value", "x")(data), cell(JINSHUI, "jinshui-markets", "value", "y")(data)],
        (rf"^{ROW}value: 'x'", r"^data/observations/jinshui\.csv row 26, column value: 'y'"),
    ),
    Mistake(
        "two meanings in one file",
        lambda data: [cell(ERQI, SPACES, "value", "1")(data), cell(ERQI, "erqi-hotlines", "qualifier", "nearly")(data)],
        (r"^data/observations/erqi\.csv row 3, column qualifier: ", rf"^{ROW}value: "),
    ),
]


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """Copy the data alone."""
    shutil.copytree(root / "data", tmp_path / "data")
    return tmp_path


def faults_of(project: Path, *parts: str) -> list[str]:
    """List what validation says."""
    try:
        validate(project, parts)
    except FaultError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_the_real_data_is_valid(root: Path) -> None:
    """Nothing is wrong with the data of the checkout, whole or in parts."""
    assert faults_of(root) == []
    assert faults_of(root, "shared", "erqi", "jinshui") == []


def test_the_description_stands_on_its_own(root: Path) -> None:
    """The `frictionless` command accepts the data package without any of our code."""
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "data/datapackage.json", "--json"]
    report = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout)

    assert report["valid"]
    assert report["stats"]["tasks"] == len(list((root / "data").rglob("*.csv")))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_gives_exactly_its_faults(copy: Path, mistake: Mistake) -> None:
    """Each mistake is told once, in a short line that begins with file, row and column and ends with what to do."""
    mistake.damage(copy / "data")

    faults = faults_of(copy)

    assert len(faults) == len(mistake.faults), faults
    for fault, pattern in zip(faults, mistake.faults, strict=True):
        assert re.search(pattern, fault), fault
        assert re.search(r": \S.*; \S", fault), f"it says nothing of what stands there, or of what to do: {fault}"
        assert "\n" not in fault
        assert str(copy) not in fault, "the place of the project is no business of the message"
        assert "run: districtbrief validate" not in fault, "that is what was run"


def test_a_lost_quotation_mark_does_not_print_the_table(copy: Path) -> None:
    """A quotation mark that swallows the rest of the file is told in a line that one can read."""
    text(ERQI, lambda old: old.replace("items entered in", '"items entered in', 1))(copy / "data")

    faults = faults_of(copy)

    assert faults[0].startswith("data/observations/erqi.csv row 9")
    assert max(map(len, faults)) <= LONGEST


@pytest.mark.parametrize(
    ("parts", "count"), [([], 1), (["jinshui"], 1), (["erqi"], 0), (["shared"], 0), (["shared", "jinshui"], 1)], ids=str
)
def test_a_part_is_checked_alone(copy: Path, parts: list[str], count: int) -> None:
    """A mistake in one district's table stops that district only."""
    cell(JINSHUI, "jinshui-markets", "value", "x")(copy / "data")

    assert len(faults_of(copy, *parts)) == count


@pytest.mark.parametrize("table", ["units.csv", "indicators.csv"])
def test_a_mistake_in_what_all_share_is_told_there(copy: Path, table: str) -> None:
    """A district is checked beside the shared tables, so it leaves their mistakes to them."""
    text(table, lambda old: old.replace("id,", "key,", 1).replace(",count,", ",cuont,"))(copy / "data")

    assert faults_of(copy, "shared")
    assert all("unknown" in fault or "called" in fault for fault in faults_of(copy, "erqi"))


def test_an_unknown_part_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt district is an error, not an empty check."""
    assert faults_of(root, "jinshu") == ["parameter districts: 'jinshu' is unknown; did you mean jinshui?"]
