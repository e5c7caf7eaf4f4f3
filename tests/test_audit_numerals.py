"""Every numeral of a page's text is known for what it is, or is untraced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from districtbrief.audit.claims import check_claims
from districtbrief.audit.page import Page
from districtbrief.audit.prose import Structure
from districtbrief.audit.record import Record
from districtbrief.datapackage import DataPackage

pytestmark = pytest.mark.slow


def text_page(tmp_path: Path, body: str, lang: str = "en") -> Page:
    """Write a page with a body, and read it."""
    path = tmp_path / "page.html"
    path.write_text(f'<html lang="{lang}"><head></head><body>{body}</body></html>', encoding="utf-8")
    return Page(tmp_path, path.name)


MOST = '<p>It gives <span class="claim" data-predicate="most" data-left="{0}">{1}</span> on {2}</p>'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("count-jinshui-learning", "the most figures", "learning"), ""),
        (("count-erqi-flood-recovery count-erqi-investment", "the most figures", "investment and flood recovery"), ""),
        (("count-erqi-investment", "the most figures", "investment"), "other themes have as many figures, or more"),
        (("count-jinshui-roads", "the most figures", "roads"), "other themes have as many figures, or more"),
        (("count-jinshui-learning", "the most figures", "roads"), "its themes are not those of its sentence"),
        (("count-jinshui-learning", "most of all", "learning"), "the words do not say most"),
        (("", "the most figures", "learning"), "other themes have as many figures, or more"),
        (("obs-erqi-compounds", "the most figures", "learning"), "other themes have as many figures, or more"),
    ],
)
def test_what_an_article_writes_most_about_is_counted(
    tmp_path: Path, package: DataPackage, said: tuple[str, str, str], found: str
) -> None:
    """The themes said to have the most figures are all those that have, and are named beside the claim."""
    page = text_page(tmp_path, MOST.format(*said))
    assert [item.found for item in check_claims(page, Record(package))] == ([found] if found else [])


@pytest.fixture(scope="module")
def structure(package: DataPackage) -> Structure:
    """Know the structural numerals of the real data."""
    return Structure(Record(package))


@pytest.mark.parametrize(
    ("lang", "body", "kind"),
    [
        ("en", "<p>in 2021</p>", "date of the data"),
        ("zh", "<p>二七区2021年的数字</p>", "date of the data"),
        ("en", "<p>invested as of 24 December</p>", "date of the data"),
        ("zh", "<p>截至12月24日</p>", "date of the data"),
        ("en", "<p>Published 21 November 2026</p>", "date"),
        ("zh", "<p>2026年11月21日</p>", "date"),
        ("en", "<h2>Per 10,000 residents</h2>", "unit of a rate"),
        ("zh", "<h2>折合每万常住人口</h2>", "unit of a rate"),
        ("en", "<figcaption>Figure 1: Roads</figcaption>", "figure or table number"),
        ("zh", "<table><caption>表 12：道路</caption></table>", "figure or table number"),
        ("en", "<p>planned in a five-year support plan for firms</p>", "word"),
        ("zh", "<p>五年期企业支持计划金额</p>", "word"),
        ("zh", "<p>二七区和金水区</p>", "word"),
        ("zh", "<p>每一个数字</p>", "word"),
    ],
)
def test_structural_numerals_are_known_by_kind(
    tmp_path: Path, structure: Structure, lang: str, body: str, kind: str
) -> None:
    """Dates of the data, units, captions and words that count nothing are counted as what they are."""
    kinds: Counter[str] = Counter()
    found = list(structure.account(text_page(tmp_path, body, lang), ["2026-11-21"], kinds))
    assert found == []
    assert kinds[kind] > 0


@pytest.mark.parametrize(
    ("lang", "body", "token"),
    [
        ("en", "<p>87 compounds</p>", "87"),
        ("en", "<p>in 2022</p>", "2022"),
        ("en", "<p>2021 homes</p>", "2021"),
        ("en", "<p>as of 25 December</p>", "25"),
        ("en", "<p>22 November</p>", "22"),
        ("en", "<p>per 100,000 residents</p>", "100,000"),
        ("en", "<p>a three-year plan</p>", "three"),
        ("en", "<p>twice as many</p>", "twice"),
        ("en", "<p>four <em>homes</em></p>", "four"),
        ("en", "<p>tw&shy;elve homes</p>", "twelve"),
        ("en", "<p>they doubled</p>", "doubled"),
        ("en", "<p>contain 2021 homes</p>", "2021"),
        ("en", "<p>a five-year plan</p>", "five"),
        ("en", "<p>87² homes</p>", "87²"),
        ("zh", "<p>twelve homes</p>", "twelve"),
        ("zh", "<p>八十七户</p>", "八十七户"),
        ("zh", "<p>“八十七个老旧小区”</p>", "八十七个老旧小区"),
        ("zh", "<p>增长二百五十</p>", "二百五十"),
        ("zh", "<p>半数居民</p>", "半数"),
        ("zh", "<p>又翻番</p>", "翻番"),
        ("en", "<p>8<em>7</em> compounds</p>", "87"),
        ("en", "<p>½ of them</p>", "½"),
        ("en", '<a href="#obs-erqi-compounds">87</a>', "87"),
        ("en", "<p hidden>87</p>", "87"),
        ("en", "<figcaption>Figure 1: 87 roads</figcaption>", "87"),
        ("en", "<p>Figure 1: roads</p>", "1"),
        ("zh", "<p>两部电梯</p>", "两部"),
        ("zh", "<p>百余部电梯</p>", "百余部"),
        ("zh", "<p>十余个项目</p>", "十余个"),
        ("zh", "<p>三分之一的居民</p>", "三分之一"),
        ("zh", "<p>三年计划</p>", "三年"),
        ("zh", "<p>共2021个</p>", "2021"),
    ],
)
def test_other_numerals_are_untraced(tmp_path: Path, structure: Structure, lang: str, body: str, token: str) -> None:
    """Whatever counts and leads nowhere is named."""
    found = list(structure.account(text_page(tmp_path, body, lang), ["2026-11-21"], Counter()))
    assert [item.found.partition(" leads")[0] for item in found] == [token]


def test_a_citys_name_counts_nothing(tmp_path: Path, package: DataPackage) -> None:
    """七台河 is a city; seven platforms are a count."""
    structure = Structure(Record(package), frozenset(["七台河市"]))
    page = text_page(tmp_path, "<p>七台河市的七台电梯</p>", "zh")

    assert [item.found.partition(" leads")[0] for item in structure.account(page, [], Counter())] == ["七台"]


def test_scripts_and_styles_are_not_text(tmp_path: Path, structure: Structure) -> None:
    """What no reader sees is not read, and what stands beside it is."""
    body = "<script>var a = 1;</script><style>p { margin: 2px }</style><p>9</p><template>3</template>"
    found = list(structure.account(text_page(tmp_path, body), [], Counter()))
    assert [item.found[0] for item in found] == ["9"]
