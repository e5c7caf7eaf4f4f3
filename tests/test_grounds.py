"""A page is held against the districts that it names, and that proves as much as holding it against all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, EditCell

from districtbrief.audit.grounds import Grounds
from districtbrief.audit.page import Page
from districtbrief.audit.record import Record
from districtbrief.comparison import ComparisonTable
from districtbrief.faults import FaultError


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    """Know the shared tables of the real data."""
    return Grounds(ROOT)


def page_of(folder: Path, body: str) -> Page:
    """Write a page with a body, and read it."""
    (folder / "page.html").write_text(f'<html lang="en"><body>{body}</body></html>', encoding="utf-8")
    return Page(folder, "page.html")


def test_every_number_is_found_as_in_all_of_the_data(tmp_path: Path, grounds: Grounds, table: ComparisonTable) -> None:
    """Observations, calculations, denominators, and what the data does not bear: the same, of the named alone."""
    whole = Record(table.package)
    anchors = [f"obs-{key}" for key in table.package.observations]
    anchors += [f"ctx-{row.id}" for row in table.package.denominators.values()]
    anchors += [f"calc-{item.id}" for item in table.calculations.values()]
    anchors += ["calc-ratio-compounds-erqi-jinshui", "calc-total-erqi-nothing", "obs-nowhere-compounds", "sec-erqi"]
    for anchor in anchors:
        record, _ = grounds.of(grounds.named(page_of(tmp_path, f'<a href="#{anchor}">1</a>'), tmp_path))
        assert record.find(anchor) == whole.find(anchor), anchor


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<p>二七区, 87</p>", set()),
        ('<a href="erqi.html">Erqi</a>', set()),
        ('<span id="obs-erqi-compounds">87</span>', {"erqi"}),
        ('<span id="calc-ratio-compounds-jinshui-erqi">6</span>', {"erqi", "jinshui"}),
        (
            '<span class="claim" data-predicate="most" data-left="count-erqi-roads count-erqi-parking">x</span>',
            {"erqi"},
        ),
        (
            '<span class="claim" data-left="obs-erqi-compounds" data-right="obs-jinshui-compounds">x</span>',
            {"erqi", "jinshui"},
        ),
        ('<a id="row-erqi-compounds" href="#row-erqi-compounds">x</a>', {"erqi"}),
        ('<span id="article-jinshui">x</span>', {"jinshui"}),
    ],
)
def test_a_page_names_a_district_by_its_anchors(tmp_path: Path, grounds: Grounds, body: str, named: set[str]) -> None:
    """Numbers, lines, claims, rows and articles do; words and links to other pages do not."""
    assert grounds.named(page_of(tmp_path, body), tmp_path) == named


def test_a_chart_names_those_that_it_draws(tmp_path: Path, grounds: Grounds) -> None:
    """A count of figures, which has no line on the page, is held against the district's own data."""
    header = "group,label,district,name,value,printed,status,qualifier,grade,number"
    (tmp_path / "x.csv").write_text(f"{header}\n,,,,0,0,,,,count-jinshui-roads\n", encoding="utf-8")
    assert grounds.named(page_of(tmp_path, '<img src="x.svg">'), tmp_path) == {"jinshui"}


def test_ids_that_hold_others_are_all_taken(project: Path, tmp_path: Path) -> None:
    """Where one district's id begins another's, either may be meant, and both are opened."""
    table = project / "data" / "districts.csv"
    table.write_text(table.read_text(encoding="utf-8") + "erqi-new,新二七区,New Erqi\n", encoding="utf-8")
    grounds = Grounds(project)
    named = grounds.named(page_of(tmp_path, '<span id="obs-erqi-new-compounds">x</span>'), tmp_path)
    assert grounds.ordered(named) == ["erqi", "erqi-new"]


@pytest.mark.parametrize(
    "said", ["<p>往前是二七区</p>", "<p>二七与金水</p>", '<a title="二七区">x</a>', "<p>二<b>七</b>区</p>"]
)
def test_a_name_is_no_numeral_on_a_page_about_others(tmp_path: Path, grounds: Grounds, said: str) -> None:
    """A page that leads on to a district whose name holds one is held as if it named it, as far as words go."""
    page = page_of(tmp_path, f'{said}<span id="obs-jinshui-compounds">x</span>')
    assert grounds.named(page, tmp_path) == {"jinshui"}
    _, structure = grounds.of(grounds.named(page, tmp_path), grounds.mentioned(page))
    assert list(structure.account(page, [], Counter())) == []


def test_dates_of_all_articles_and_denominators_are_known(tmp_path: Path, grounds: Grounds) -> None:
    """A page that names no district may say when figures were reported, and of what day a population is."""
    page = page_of(tmp_path, "<p>in 2021, and residents at 31 December 2019</p>")
    _, structure = grounds.of(grounds.named(page, tmp_path), grounds.mentioned(page))
    assert list(structure.account(page, [], Counter())) == []


def test_no_other_table_is_opened(project: Path, tmp_path: Path) -> None:
    """A page rests on nothing else, so that a table that is gone is a fault for those alone that need it."""
    (project / "data" / "observations" / "jinshui.csv").unlink()
    grounds = Grounds(project)
    assert grounds.of(frozenset())[0].find("obs-erqi-compounds") is None
    assert grounds.of(frozenset(["erqi"]))[0].find("obs-erqi-compounds")
    with pytest.raises(FaultError, match=r"data/observations/jinshui\.csv: the file is missing"):
        grounds.of(grounds.named(page_of(tmp_path, '<span id="obs-jinshui-compounds">x</span>'), tmp_path))


def test_what_is_shared_is_summed_up(project: Path, edit_cell: EditCell) -> None:
    """A district's name changes the sum of its own pages, a word of all that of all."""
    sums = {key: Grounds(project).digest([key]) for key in ("erqi", "jinshui")}
    edit_cell(project / "data" / "districts.csv", "erqi", "name_en", "Erki")
    assert [Grounds(project).digest([key]) == sums[key] for key in sums] == [False, True]
    edit_cell(project / "data" / "themes.csv", "roads", "label_en", "Streets")
    assert [Grounds(project).digest([key]) == sums[key] for key in sums] == [False, False]
