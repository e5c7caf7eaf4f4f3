"""A chart is drawn and saved whole or not at all, to the same bytes, whatever else is drawn beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pytest

from districtbrief.charts import RECIPES, make_chart, save_chart
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage, load
from districtbrief.faults import FaultError
from districtbrief.wording import locale

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")


def test_a_chart_without_data_is_none(root: Path) -> None:
    """Where there is nothing to draw there is no empty picture."""
    table = compare(load(root, ["erqi"], ["culture"]))

    assert [make_chart(name, table, locale("en")) for name in RECIPES] == [None] * len(RECIPES)


@pytest.mark.parametrize("letter", ["\N{GRINNING FACE}", "\N{DEVANAGARI LETTER A}", "\U00030000"])
def test_a_missing_glyph_is_a_fault_and_saves_nothing(package: DataPackage, tmp_path: Path, letter: str) -> None:
    """A character that the font lacks is an error that names the chart, never a box."""
    indicator = package.indicators["ledger-items"]
    odd = replace(indicator, labels={"zh": f"台账{letter}", "en": f"Ledger {letter}"})
    rows = {
        key: replace(row, indicator=odd) if row.indicator.id == odd.id else row
        for key, row in package.observations.items()
    }
    table = compare(replace(package, indicators={**package.indicators, odd.id: odd}, observations=rows))
    chart = make_chart("side_by_side", table, locale("zh"))

    with pytest.raises(
        FaultError, match=r"^chart brief-side-by-side: the font lacks a letter: Glyph .*; write the label"
    ):
        save_chart(chart, tmp_path, "brief-side-by-side")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RECIPES)
def test_a_chart_is_the_same_bytes_twice(table: ComparisonTable, tmp_path: Path, name: str, lang: str) -> None:
    """Drawn again, a chart does not differ in a byte, and bears neither date nor path nor font of the machine."""
    for folder in ("one", "two"):
        chart = make_chart(name, table, locale(lang))
        assert chart is not None
        save_chart(chart, tmp_path / folder, "x")

    for kind in ("svg", "png", "csv"):
        assert (tmp_path / "one" / f"x.{kind}").read_bytes() == (tmp_path / "two" / f"x.{kind}").read_bytes()
    svg = (tmp_path / "one" / "x.svg").read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "dc:date" not in svg
    assert str(tmp_path) not in svg


def test_drawing_leaves_the_settings_as_they_were(table: ComparisonTable) -> None:
    """An analyst's own charts in the same notebook keep their look."""
    before = dict(mpl.rcParams)

    assert make_chart("side_by_side", table, locale("zh"))

    assert dict(mpl.rcParams) == before


def test_settings_of_ones_own_change_no_picture(table: ComparisonTable, tmp_path: Path) -> None:
    """What a `matplotlibrc` at home says, or a notebook before it draws, is for other charts."""
    for folder, own in (
        ("plain", {}),
        ("own", {"savefig.bbox": "tight", "patch.antialiased": False, "path.snap": False}),
    ):
        with mpl.rc_context(own):
            chart = make_chart("side_by_side", table, locale("zh"))
            assert chart is not None
            save_chart(chart, tmp_path / folder, "x")

    plain, own = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("plain", "own"))
    assert own == plain
