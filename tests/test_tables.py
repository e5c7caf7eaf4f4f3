"""Pipe tables: what stands in which cell, and a line for every number."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import Speak, copy_project
from crowd import write_districts

from districtbrief.appendix import appendix, article_lines, calculation_lines, denominator_lines, observation_lines
from districtbrief.comparing import compare
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import load
from districtbrief.narrative import Narrative
from districtbrief.report import build_report
from districtbrief.specs import read_specs
from districtbrief.tables import comparison_table, ledger_table, pipe_table, rate_table
from districtbrief.wording import locale

ROOT = Path(__file__).parent.parent
SPECS = [spec for spec in read_specs(ROOT) if spec.notebook not in {"checked", "search"}]  # these hold no figures


@pytest.fixture(params=["zh", "en"])
def voice(request: pytest.FixtureRequest, table: ComparisonTable) -> Narrative:
    """Speak of the real data, in each language."""
    return Narrative(table, locale(request.param))


def rows_of(table: str) -> list[list[str]]:
    """Read the cells of a pipe table, header first, links as their text."""
    lines = [line for line in table.splitlines() if line.startswith("|") and not re.match(r"\| :?-", line)]
    return [[read(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def read(cell: str) -> str:
    """Read what a reader sees of a cell."""
    return re.sub(r"\[([^\]]*)\](?:\([^)]*\))?(?:\{[^}]*\})?", r"\1", cell)


def test_a_pipe_table_has_header_rule_rows_and_caption() -> None:
    """Widths become dashes, a negative one a right-aligned column; the caption bears the label."""
    assert pipe_table(["a", "b"], [["1", "2"]], [3, -2], caption="Title", label="tbl-x").splitlines() == [
        "| a | b |",
        "| :--- | --: |",
        "| 1 | 2 |",
        "",
        ": Title {#tbl-x}",
    ]


def test_a_pipe_table_without_a_label_has_no_caption() -> None:
    """A table that nothing refers to is just the table."""
    assert pipe_table(["a"], [["1"]], [1]) == "| a |\n| :- |\n| 1 |"


def test_comparisons_stand_side_by_side(table: ComparisonTable) -> None:
    """A row gives both districts' figures, their ratio and their grade."""
    voice = Narrative(table, locale("en"))

    rows = rows_of(comparison_table(voice, table.comparisons, "c", "tbl-c"))
    cells = {row[0].rstrip("†×"): row[1:] for row in rows[1:]}

    assert rows[0][1:3] == ["Erqi", "Jinshui"]
    assert cells["Livelihood ledger items"] == ["511", "403", "1.27", "with caution"]
    assert re.fullmatch(r"14\b.*\(6 done, 8 planned\)", cells["Dead-end roads opened"][0])
    assert cells["Dead-end roads opened"][1:] == ["7 (planned)", "2", "like for like"]
    assert cells["Items led by officials"] == ["10", "over 900", "–", "not comparable"]
    assert cells["Party-history audience"] == ["over 80,000", "170,000", "–", "with caution"]
    assert len(cells) == len(table.comparisons)


def test_rates_stand_side_by_side(table: ComparisonTable) -> None:
    """A row gives both districts' rates; what has none is left out."""
    voice = Narrative(table, locale("zh"))

    rows = rows_of(rate_table(voice, table.comparisons, "c", "tbl-c"))

    assert rows[0] == ["指标", "二七区", "金水区"]
    assert ["民生台账项目†", "6.03", "3.02"] in rows
    assert ["党史学习受众†", "至少943", "1280"] in rows
    assert len(rows) == 1 + len(table.rated())


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> ComparisonTable:
    """Compare six districts of one city."""
    project = copy_project(tmp_path_factory.mktemp("crowd") / "project")
    return compare(load(project, write_districts(project, [6])))


def test_many_districts_stand_one_below_another(crowd: ComparisonTable) -> None:
    """More than four have a table for each indicator, the largest first, and the ratio where there is one."""
    voice = Narrative(crowd, locale("en"))
    item = next(item for item in crowd.comparisons if item.indicator.id == "ledger-items")

    told = comparison_table(voice, [item], "c", "tbl-c")

    assert rows_of(told) == [
        ["District", "Figure"],
        *([f"Jia A{number}", "511"] for number in "ACE"),
        *([f"Jia A{number}", "403"] for number in "BDF"),
        ["Larger ÷ smaller", "1.27"],
    ]
    assert ": Livelihood ledger items† {#tbl-c-ledger-items}" in told
    assert told.startswith("::: {layout-ncol=2}")
    assert told.endswith(":::")


def test_no_figure_is_lost_where_districts_stand_one_below_another(crowd: ComparisonTable) -> None:
    """Turned, the tables lead to every number that compares, and to no other."""
    voice = Narrative(crowd, locale("zh"))

    told = comparison_table(voice, crowd.comparisons, "c", "tbl-c")

    wanted = {
        number.id for item in crowd.comparisons for side in item.sides for number in [side.basis, *side.observations]
    }
    wanted |= {item.ratio.id for item in crowd.comparisons if item.ratio}
    assert set(re.findall(r"\(#(?:obs|calc)-([^)]+)\)", told)) == wanted


def test_rates_of_many_districts_are_in_tables_of_their_own(crowd: ComparisonTable) -> None:
    """Rates stay apart from reported figures, a row a district, the highest first."""
    rows = rows_of(rate_table(Narrative(crowd, locale("en")), crowd.rated()[:1], "c", "tbl-r"))

    assert rows[0] == ["District", "Per 10,000"]
    assert len(rows) == 7


def test_the_ledger_lists_every_observation(voice: Narrative) -> None:
    """Each figure has a row with its status, precision and comparability, none of them empty."""
    observations = list(voice.table.package.observations.values())

    told = ledger_table(voice, "c", "tbl-c")
    rows = rows_of(told)

    assert len(rows) == 1 + len(observations)
    assert all(len(row) == 7 and all(row) for row in rows)
    assert sorted(re.findall(r"\{#row-([a-z0-9-]+) \.entry", told)) == sorted(item.id for item in observations)


def test_a_ceiling_is_called_a_ceiling(table: ComparisonTable) -> None:
    """近 is a ceiling, 余 and 多 are floors, in the words of the ledger."""
    voice = Narrative(table, locale("zh"))
    notes = {key: item.notes["zh"] for key, item in table.package.observations.items()}

    precision = {row[2]: row[5] for row in rows_of(ledger_table(voice, "c", "t"))}

    assert precision[notes["erqi-grid-road-length"]] == "上限"
    assert precision[notes["erqi-service-cases"]] == "下限"


def test_observations_are_listed_in_reading_order(voice: Narrative) -> None:
    """The appendix lists figures as the articles print them: by district, paragraph and position."""
    for key in ("jinshui-markets", "erqi-ledger-items", "erqi-hotlines", "erqi-open-letters", "jinshui-dead-end-roads"):
        voice.number(key)

    assert re.findall(r"\{#obs-([a-z-]+)\}", observation_lines(voice)) == [
        "erqi-open-letters",
        "erqi-hotlines",
        "erqi-ledger-items",
        "jinshui-dead-end-roads",
        "jinshui-markets",
    ]


def test_an_observation_is_shown_as_printed(table: ComparisonTable) -> None:
    """Its line gives the printed token and its paragraph, beside the number as the report words it."""
    voice = Narrative(table, locale("en"))
    voice.number("erqi-service-cases")

    assert rows_of(observation_lines(voice))[1] == [
        "over 1.22 million",
        "applications for permits and public services handled",
        "122余万件",
        "Erqi article, paragraph 39",
    ]


def test_a_calculation_is_shown_with_its_formula(table: ComparisonTable) -> None:
    """Its line gives formula and inputs, and says when the result is rounded."""
    voice = Narrative(table, locale("en"))
    voice.number("erqi-key-project-plan")
    voice.number("erqi-roads-opened-share")

    formulas = [row[2] for row in rows_of(calculation_lines(voice))[1:]]

    assert formulas == ["43.37 billion yuan ÷ (104.7% ÷ 100); rounded half up", "22 ÷ 100 × 100"]


def test_nothing_used_gives_no_table(voice: Narrative) -> None:
    """A report without a number of some kind has no empty table of it."""
    assert [observation_lines(voice), calculation_lines(voice), denominator_lines(voice)] == ["", "", ""]


def test_the_appendix_names_the_articles_of_the_report(voice: Narrative) -> None:
    """Each article is listed with its headline, byline and year."""
    voice.names(voice.table.package.districts)

    lines = article_lines(voice).splitlines()

    assert len(lines) == len(voice.table.package.sources)
    for line, source in zip(lines, voice.table.package.sources.values(), strict=True):
        assert all(part in line for part in (source.headline, source.byline, source.published))


@pytest.mark.parametrize(
    "key", ["jinshui-compounds-done", "rate-jinshui-compounds", "jinshui-compound-average-area-done"]
)
def test_a_page_that_quotes_one_article_lists_that_alone(voice: Narrative, key: str) -> None:
    """Of a thousand districts a page may quote ten: the others' articles would hide theirs."""
    voice.number(key)

    assert re.findall(r"\{#article-(\w+)\}", appendix(voice)) == ["jinshui"]


@pytest.mark.parametrize("key", ["erqi-dead-end-roads-done", "rate-jinshui-compounds", "ratio-compounds-jinshui-erqi"])
def test_inputs_of_inputs_have_their_lines(voice: Narrative, key: str) -> None:
    """What a formula leads to has an anchor of its own, down to print and bulletin."""
    voice.number(key)

    text = appendix(voice)

    anchors = Counter(re.findall(r"\{#((?:obs|calc|ctx)-[a-z0-9-]+)\}", text))
    links = set(re.findall(r"\(#((?:obs|calc|ctx)-[a-z0-9-]+)\)", text))
    assert links
    assert links < set(anchors)
    assert set(anchors.values()) == {1}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.lang}-{spec.name}")
def test_every_table_of_a_report_is_rectangular(speak: Speak, spec) -> None:
    """Each row has as many cells as its header, and every table but the appendix's has caption and label."""
    parameters = {"districts": [], "themes": [], **spec.parameters, "lang": spec.lang}
    text = speak(build_report(ROOT, spec.notebook, parameters), spec.notebook)

    tables = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)

    assert tables
    assert all(len({len(row) for row in rows_of(table)}) == 1 for table in tables)
    body = text.partition("{#sec-sources}")[0]
    assert len(re.findall(r"^\| :?-", body, re.MULTILINE)) == len(
        re.findall(r"^: .+ \{#tbl-[a-z0-9-]+\}$", body, re.MULTILINE)
    )
