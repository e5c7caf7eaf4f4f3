"""Whatever is written in the data, the notebooks or `reports.yml`: faults, or a report that the audit passes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from conftest import copy_project
from damage import ERQI, JINSHUI, Damage, both, rows_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rendering import render_reports

from districtbrief.audited import Audited
from districtbrief.comparing import compare
from districtbrief.datapackage import load
from districtbrief.faults import Fault, FaultError, visible
from districtbrief.inspection import check
from districtbrief.specs import read_specs

pytestmark = pytest.mark.slow

TABLES = (*(f"{name}.csv" for name in ("sources", "districts", "themes", "units", "indicators")), ERQI, JINSHUI)
TABLES += ("calculations.csv", "context.csv", "excluded.csv")
JSON = ("datapackage.json", "observations.schema.json")
WRITTEN = ("data", "notebooks", "reports.yml")

# what people, other programs and those who mean harm write into cells
NASTY = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e400",
        "NaN",
        "inf",
        "1,855",
        "7 957",
        "９",
        "1_0",
        "+5",
        "0x10",
        "1e-9",
        "00",
        ".5",
        "5.",
        "½",
    ),
    *(
        "true",
        "FALSE",
        "null",
        "None",
        "[]",
        "{}",
        "erqi",
        "jinshui",
        "erqi-parking-spaces",
        "parking",
        "count",
        "percent",
    ),
    *(
        "exact",
        "at_least",
        "planned",
        "parking-spaces",
        "compounds compounds",
        "a@b",
        "@",
        "@planned",
        "2021",
        "2021-02-30",
    ),
    *(
        "8万余人次",
        "数百",
        "3至5公里",
        "近20公里",
        "三分之一",
        "1/0",
        "亿亿亿",
        "一百零",
        "零下5度",
        "十几个",
        "万",
        "%",
    ),
    *(
        "<script>alert(1)</script>",
        "**x** [y](z)",
        '#read("x") $y$',
        "{{ 1/0 }}",
        "{% raw %}",
        "\\input{x}",
        "{{< x >}}",
    ),
    *(
        "---",
        "x: y",
        "| a | b |",
        "`x`",
        "a_b_c",
        "@fig-x",
        "[^1]",
        "::: {.x}",
        "&lt;",
        "=1+1",
        "-1+1",
        "@x",
        "../../etc/passwd",
    ),
    *(
        "\0",
        "\n",
        "\r",
        "\t",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ufffe",
        "\U000e0041",
        "\x1b[2J",
        '"',
        "'",
        ";",
        ",",
        "\\",
    ),
    *("🅿", "𠀀", "ﬁ", "é", "e\u0301", "א", "١٢", "a" * 5000, "9" * 400),
)
TEXT = st.sampled_from(NASTY) | st.text(max_size=12)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NUMBER = st.integers(0, 10_000)


def _at(items: Sequence[object], number: int) -> int:
    return number % max(len(items), 1)


def _cell(table: str, row: int, column: int, text: str, *, within: bool) -> Damage:
    """Write a text into a cell, or into the text that stands there."""

    def edit(rows: list[list[str]]) -> None:
        cells = rows[_at(rows, row)]
        place = _at(cells, column)
        old = cells[place]
        cells[place] = old[: column % 7] + text + old[column % 7 :] if within else text

    return rows_of(table, edit)


def _swapped(table: str, row: int, column: int, other: int) -> Damage:
    """Write into a cell what another row has in that column."""

    def edit(rows: list[list[str]]) -> None:
        cells, source = rows[_at(rows, row)], rows[_at(rows, other)]
        place = _at(cells, column)
        cells[place] = source[place]

    return rows_of(table, edit)


def _rows(table: str, row: int, how: str) -> Damage:
    """Take a row away, or put it twice, or put a short, a long or a blank one beside it."""

    def edit(rows: list[list[str]]) -> None:
        place = _at(rows, row)
        added = {"twice": rows[place], "short": rows[place][:-1], "long": [*rows[place], "x"], "blank": []}
        rows[place : place + 1] = [] if how == "gone" else [rows[place], added[how]]

    return rows_of(table, edit)


def _column(table: str, column: int, how: str) -> Damage:
    def edit(rows: list[list[str]]) -> None:
        for cells in rows:
            place = _at(cells, column)
            cells[place : place + 1] = [] if how == "gone" else [cells[place], cells[place]]

    return rows_of(table, edit)


def _bytes(name: str, place: int, content: bytes, *, instead: bool) -> Damage:
    """Put bytes into a file, or in the place of all that follows."""

    def damage(data: Path) -> None:
        old = (data / name).read_bytes()
        at = place % (len(old) + 1)
        (data / name).write_bytes(old[:at] + content + (b"" if instead else old[at:]))

    return damage


def _gone(name: str) -> Damage:
    return lambda data: (data / name).unlink()


def _json(name: str, steps: Sequence[int], value: object) -> Damage:
    """Put a value somewhere into a JSON file."""

    def damage(data: Path) -> None:
        path = data / name
        path.write_text(json.dumps(_replaced(json.loads(path.read_text("utf-8")), steps, value)), encoding="utf-8")

    return damage


def _replaced(tree: object, steps: Sequence[int], value: object) -> object:
    if not steps or not isinstance(tree, dict | list) or not tree:
        return value
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = keys[_at(keys, steps[0])]
    new = dict(tree) if isinstance(tree, dict) else list(tree)
    new[key] = _replaced(tree[key], steps[1:], value)  # type: ignore[index,call-overload]
    return new


CELLS = st.builds(_cell, st.sampled_from(TABLES), NUMBER, NUMBER, TEXT, within=st.booleans())
SWAPS = st.builds(_swapped, st.sampled_from(TABLES), NUMBER, NUMBER, NUMBER)
OTHERS = (
    st.builds(_rows, st.sampled_from(TABLES), NUMBER, st.sampled_from(["gone", "twice", "short", "long", "blank"])),
    st.builds(_column, st.sampled_from(TABLES), NUMBER, st.sampled_from(["gone", "twice"])),
    st.builds(_bytes, st.sampled_from(TABLES + JSON), NUMBER, st.binary(max_size=6), instead=st.booleans()),
    st.builds(_gone, st.sampled_from(TABLES + JSON)),
    st.builds(_json, st.sampled_from(JSON), st.lists(NUMBER, max_size=7), VALUE),
)
REPORTS = st.builds(lambda steps, value: ("reports.yml", steps, value), st.lists(NUMBER, min_size=1, max_size=5), VALUE)

# an example takes half a second, and has few damages: it need not be made smaller
FIXED = settings(
    derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, with the fonts that rendering needs."""
    return copy_project(tmp_path_factory.mktemp("properties") / "project")


@pytest.fixture(scope="module")
def restored(root: Path, project: Path) -> Callable[[], Path]:
    """Give what puts back all that people write, and then gives the project."""

    def restore() -> Path:
        for name in WRITTEN:
            if (root / name).is_dir():
                shutil.rmtree(project / name)
                shutil.copytree(root / name, project / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
            else:
                shutil.copy(root / name, project / name)
        return project

    return restore


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project for those who write nothing in it but `reports.yml`."""
    return copy_project(tmp_path_factory.mktemp("sound") / "project")


def faults_of(project: Path) -> tuple[Fault, ...]:
    """List what is found, each a line of which everything can be seen."""
    return _told(lambda: check(project))


def _told(work: Callable[[], object]) -> tuple[Fault, ...]:
    faults: tuple[Fault, ...] = ()
    try:
        work()
    except FaultError as error:
        faults = error.faults or (Fault("", "", ""),)
    assert all(visible(str(fault)) == str(fault) and fault.place and fault.code for fault in faults)
    return faults


@pytest.mark.hour
@settings(FIXED, max_examples=60)
@given(damages=st.lists(st.one_of(CELLS, SWAPS, *OTHERS), min_size=1, max_size=3))
def test_data_is_faulty_or_can_be_read(restored: Callable[[], Path], damages: list[Damage]) -> None:
    """Whatever is done to the tables and their description, faults are told, or all can be loaded and compared."""
    project = restored()
    _do(project / "data", damages)

    if not faults_of(project):
        assert compare(load(project)).calculations


@settings(FIXED, max_examples=150)
@given(text=st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_reports_yml_of_any_text_is_told(sound: Path, text: str) -> None:
    """A `reports.yml` of whatever text is a fault, never an accident."""
    (sound / "reports.yml").write_text(text, encoding="utf-8", errors="surrogatepass")

    assert _told(lambda: read_specs(sound))


@settings(FIXED, max_examples=150)
@given(steps=st.lists(NUMBER, max_size=5), value=VALUE)
def test_reports_yml_of_any_values_is_faulty_or_sound(root: Path, sound: Path, steps: list[int], value: object) -> None:
    """Any value anywhere in `reports.yml` is a fault, or gives reports that stay within the site."""
    written = _replaced(yaml.safe_load((root / "reports.yml").read_text("utf-8")), steps, value)
    text = yaml.safe_dump(written, allow_unicode=True)
    (sound / "reports.yml").write_text(text, encoding="utf-8", errors="surrogatepass")

    if not _told(lambda: read_specs(sound)):
        paths = [(sound / spec.path).resolve() for spec in read_specs(sound)]
        assert all(path.is_relative_to(sound / "reports") for path in paths)


@pytest.mark.long
@settings(FIXED, max_examples=6)
@given(damages=st.lists(CELLS | SWAPS, min_size=1, max_size=2))
def test_a_report_of_any_data_is_faulty_or_audited(restored: Callable[[], Path], damages: list[Damage]) -> None:
    """Whatever cells say, faults are told before anything is made, or the page is made and the audit finds nothing."""
    project = restored()
    _do(project / "data", damages)

    if not faults_of(project):
        assert list(_audited(project, "erqi")) == []


def _do(data: Path, damages: Sequence[Damage]) -> None:
    """Do what can still be done after what was done before."""
    for damage in damages:
        try:
            both(damage)(data)
        except (OSError, ValueError, IndexError, KeyError):
            continue


def _audited(project: Path, name: str) -> Iterator[object]:
    """Make a report with the embedded renderer, and yield what its audit finds."""
    site = project / "build" / "pages" / "embedded"
    render_reports(project, site, (spec for spec in read_specs(project) if spec.name == name))
    part = Audited(project, site).audit(name)
    yield from part.findings
