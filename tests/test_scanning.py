"""Every numeric expression of a news text: found, classed and read; measured on prose with truth tables."""

from __future__ import annotations

import csv
import re
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from cn2an import cn2an
from hypothesis import given, settings
from hypothesis import strategies as st
from spans import unaccounted

from districtbrief.articles import Article, Span, read_article
from districtbrief.csvtables import read_table
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError
from districtbrief.numerals import read_printed, read_token
from districtbrief.scanning import Expression, scan

PROSE = Path(__file__).parent / "prose"
PASSAGES = sorted(path.stem for path in PROSE.glob("*.txt"))
DISTRICTS = ("erqi", "jinshui")
RECALL, PRECISION = 0.99, 0.95

FIGURES = [
    # Arabic digits with scales and qualifiers
    ("培训8万余人次", "8万余人次", "80000", "at_least", "人次"),
    ("投资433.7亿元", "433.7亿元", "43370000000", "exact", "元"),
    ("道路近20公里", "近20公里", "20", "nearly", "公里"),
    ("大约500人", "大约500人", "500", "about", "人"),
    ("覆盖达115处", "115处", "115", "exact", "处"),
    ("营收超30亿元", "超30亿元", "3000000000", "at_least", "元"),
    ("总量2.5万亿元", "2.5万亿元", "2500000000000", "exact", "元"),
    ("补贴5千元", "5千元", "5000", "exact", "元"),
    ("线路10千伏", "10千伏", "10", "exact", "千伏"),
    ("不足300户", "不足300户", "300", "at_most", "户"),
    ("控制在3人以内", "3人以内", "3", "at_most", "人"),
    ("居民200户左右", "200户左右", "200", "about", "户"),
    # words that end like a qualifier
    ("节约300吨", "300吨", "300", "exact", "吨"),
    ("签约12个", "12个", "12", "exact", "个"),
    ("附近3家", "3家", "3", "exact", "家"),
    # percentages, decimals, separators, full width
    ("满意率99.36%", "99.36%", "99.36", "exact", "%"),
    ("提高0.6个百分点", "0.6个百分点", "0.6", "exact", "个百分点"),
    ("共1,855.19万元", "1,855.19万元", "18551900", "exact", "元"),
    ("共１，８５５户", "１，８５５户", "1855", "exact", "户"),
    ("共９．８％", "９．８％", "9.8", "exact", "%"),
    # ranges, fractions, tenths
    ("招收10—20人", "10—20人", "10", "at_least", "人"),
    ("新建3至5所", "3至5所", "3", "at_least", "所"),
    ("奖励3-5万元", "3-5万元", "30000", "at_least", "元"),
    ("奖励5000至1万元", "5000至1万元", "5000", "at_least", "元"),
    ("招收10～20人", "10～20人", "10", "at_least", "人"),
    ("占三分之一", "三分之一", "33.33", "about", "%"),
    ("占五分之二", "五分之二", "40", "exact", "%"),
    ("占2/3", "2/3", "66.67", "about", "%"),
    ("百分之三点五", "百分之三点五", "3.5", "exact", "%"),
    ("完成六成左右", "六成左右", "60", "about", "%"),
    ("气温零下5℃", "零下5℃", "-5", "exact", "℃"),
    # Chinese numerals that count
    ("公布五部热线", "五部", "5", "exact", "部"),
    ("首批两部电梯", "两部", "2", "exact", "部"),
    ("放映百余部", "百余部", "100", "at_least", "部"),
    ("带动十余个", "十余个", "10", "at_least", "个"),
    ("引来十来个", "十来个", "10", "about", "个"),
    ("引来十几个", "十几个", "10", "at_least", "个"),
    ("上千人参加", "上千人", "1000", "at_least", "人"),
    ("数百人参加", "数百人", "100", "at_least", "人"),
    ("七八个村庄", "七八个", "7", "at_least", "个"),
    ("三四百人", "三四百人", "300", "at_least", "人"),
    ("投入一亿二千万元", "一亿二千万元", "120000000", "exact", "元"),
    ("五大板块", "五大", "5", "exact", "个"),
    ("每天一个专场", "一个", "1", "exact", "个"),
    ("翻了一番", "一番", "1", "exact", "番"),
]

OTHERS = [
    (
        "date",
        [
            "2021年12月24日",
            "6月18日",
            "二〇二一年",
            "上世纪80年代",
            "2021—2025年",
            "17:30",
            "19时30分",
            "晚上8点",
            "国庆40周年",
        ],
    ),
    ("date", ["三月", "前三季度", "五一假期", "1—10月"]),
    ("duration", ["5年", "三个月", "24小时", "3分15秒", "7×24小时", "百年", "近10年"]),
    ("ordinal", ["第一批", "第十一届", "第3名", "二期", "三等奖", "七年级", "一、开头", "前三名"]),
    ("age", ["85岁", "60周岁以上", "三十多岁", "七旬老人"]),
    ("address", ["6号院", "3单元", "12号"]),
    (
        "name",
        ["5G", "二七区", "十九届六中全会", "G107", "4号线", "《一路向前》", "120急救", "90后", "PM2.5", "世界500强"],
    ),
    ("slogan", ["4+2", "1+N+X", "“万名党员进党校”", "“一网通办”", "‘三送一强’", "“30分钟”"]),
    ("idiom", ["一批", "进一步", "千方百计", "一系列", "三轮车", "十分", "百姓", "成千上万", "一个"]),
    ("rhetoric", ["万人大合唱", "两个方面", "五十年一遇"]),
]

PRINTED = [
    ("-3℃至5℃", "-3", "at_least", "℃"),
    ("1.2万—1.5万人", "12000", "at_least", "人"),
    ("过亿元", "100000000", "at_least", "元"),
    ("突破千亿元", "100000000000", "at_least", "元"),
    ("三百二十所", "320", "exact", "所"),
    ("一半", "50", "exact", "%"),
]


@dataclass(frozen=True)
class Measure:
    """How one text's expressions of class figure agree with its truth."""

    expressions: int
    figures: int
    missed: frozenset[Span]
    extra: frozenset[Span]

    @property
    def recall(self) -> float:
        """How many of the true figures were found."""
        return 1 - len(self.missed) / self.figures

    @property
    def precision(self) -> float:
        """How many of the figures found are true."""
        found = self.figures - len(self.missed) + len(self.extra)
        return (self.figures - len(self.missed)) / found

    def line(self, name: str) -> str:
        """Write the row of docs/explanation/scan.md."""
        return f"| {name} | {self.expressions} | {self.figures} | {self.recall:.1%} | {self.precision:.1%} |"


def measure(text: Article | str, truth: dict[Span, str]) -> Measure:
    """Hold a scan against a truth: a figure is found when paragraph, position and token agree."""
    found = {item.span for item in scan(text) if item.kind == "figure"}
    true = {span for span, kind in truth.items() if kind == "figure"}
    return Measure(len(truth), len(true), frozenset(true - found), frozenset(found - true))


def truth_of_passage(name: str) -> dict[Span, str]:
    """Read a passage's truth table."""
    rows = read_table(PROSE / f"{name}.csv")
    return {Span(int(row["paragraph"]), int(row["position"]), row["token"]): row["kind"] for row in rows}


def truth_of_article(root: Path, district: str) -> dict[Span, str]:
    """Read what the data say of an article."""
    figures = read_table(root / "data" / "observations" / f"{district}.csv")
    others = [row for row in read_table(root / "data" / "excluded.csv") if row["district"] == district]
    return {
        **{Span(int(row["paragraph"]), int(row["position"]), row["as_printed"]): "figure" for row in figures},
        **{Span(int(row["paragraph"]), int(row["position"]), row["token"]): row["reason"] for row in others},
    }


def text_of(name: str) -> str:
    """Read a passage."""
    return (PROSE / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("text", "token", "value", "qualifier", "unit"), FIGURES, ids=[row[0] for row in FIGURES])
def test_a_figure_is_read_with_value_qualifier_and_unit(
    text: str, token: str, value: str, qualifier: str, unit: str
) -> None:
    """Each printed form of a figure is one expression, read exactly."""
    (found,) = [item for item in scan(text) if item.kind == "figure"]

    assert (found.paragraph, found.position, found.token) == (1, text.index(token), token)
    assert (found.value, found.qualifier, found.unit) == (Decimal(value), qualifier, unit)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in OTHERS for text in texts])
def test_what_is_no_figure_is_classed_with_its_reason(kind: str, text: str) -> None:
    """Dates, ages, names, ranks, set phrases and slogans are found, and none counts."""
    assert {item.kind for item in scan(text)} == {kind}


def test_a_range_has_both_its_ends() -> None:
    """The value is the lower end; the upper end is kept beside it."""
    (found,) = scan("招收10—20人")

    assert (found.value, found.high) == (10, 20)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("建成道路22条。", "achieved"),
        ("力争年底前打通道路7条。", "planned"),
        ("全市正在新建道路9条。", "ongoing"),
        ("前期完成348个，年内再完成176个", "achieved planned"),
    ],
)
def test_status_is_guessed_from_the_words_nearby(text: str, status: str) -> None:
    """What the clause or the sentence says of doing, being done or planning decides."""
    assert " ".join(item.status for item in scan(text)) == status


def test_a_given_name_is_a_name_wherever_it_stands() -> None:
    """The caller's names, such as the district's own, never count."""
    assert [item.kind for item in scan("三门区修路3条，在三门区", names=("三门",))] == ["name", "figure", "name"]


def test_a_tabulated_token_reads_as_before(package: DataPackage) -> None:
    """What `read_token` reads, `read_printed` reads alike."""
    for row in package.observations.values():
        assert read_printed(row.as_printed) == read_token(row.as_printed)


@pytest.mark.parametrize(("token", "value", "qualifier", "unit"), PRINTED)
def test_a_token_is_read_again_by_itself(token: str, value: str, qualifier: str, unit: str) -> None:
    """The token alone gives value, qualifier and unit, as verification needs."""
    reading = read_printed(token)

    assert (reading.value, reading.qualifier, reading.measure) == (Decimal(value), qualifier, unit)


@pytest.mark.parametrize("token", ["", "余", "近", "公里", "共5个", "5个6", "0/0"])
def test_what_is_no_printed_number_is_refused(token: str) -> None:
    """A token without a number, or with words around it, is an error."""
    with pytest.raises(ValueError):  # noqa: PT011 - the token is the message
        read_printed(token)


def test_the_library_reads_digits_in_a_row_as_a_number_and_we_do_not() -> None:
    """cn2an makes 27 of 二七 and refuses 百余; here the one is a name and the other a floor."""
    assert cn2an("二七", "smart") == 27
    assert [item.kind for item in scan("二七广场")] == ["name"]
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        cn2an("百余", "smart")
    assert read_printed("百余部").value == 100


@settings(deadline=None)  # the first Chinese numeral imports cn2an
@given(
    st.text(
        alphabet="0159一二三十百万亿两第年月日个人元岁号近约余多至—-.,，。：:%“”《》+/分之点半成大AG区 \n", max_size=60
    )
)
def test_every_numeral_lies_in_exactly_one_expression(text: str) -> None:
    """Whatever the text, a scan accounts for all of it, once, and prints what the text prints."""
    article = Article("", tuple(line.strip() for line in text.splitlines() if line.strip()))
    spans = [item.span for item in scan(article)]

    assert unaccounted(article, spans) == []
    assert all(article.prints(span) for span in spans)


@pytest.mark.parametrize("name", PASSAGES)
def test_a_passage_of_prose_is_scanned_well(name: str) -> None:
    """On each passage, figures are found with the recall and the precision that are promised."""
    measured = measure(text_of(name), truth_of_passage(name))

    assert measured.recall >= RECALL, measured.missed
    assert measured.precision >= PRECISION, measured.extra


@pytest.mark.parametrize("name", PASSAGES)
def test_the_figures_of_a_passage_are_read_right(name: str) -> None:
    """Value and qualifier of every figure found are the truth's."""
    found = {item.span: item for item in scan(text_of(name))}
    rows = [row for row in read_table(PROSE / f"{name}.csv") if row["value"]]

    for row in rows:
        item = found[Span(int(row["paragraph"]), int(row["position"]), row["token"])]
        assert (item.value, item.qualifier) == (Decimal(row["value"]), row["qualifier"]), item


@pytest.mark.parametrize("name", PASSAGES)
def test_a_truth_table_accounts_for_its_passage(name: str) -> None:
    """The truth itself leaves no numeral out and none twice."""
    lines = tuple(line for line in text_of(name).splitlines() if line)

    assert unaccounted(Article("", lines), list(truth_of_passage(name))) == []


def test_the_passages_are_many_and_varied() -> None:
    """The measure rests on at least five passages and 150 expressions."""
    assert len(PASSAGES) >= 5
    assert sum(len(truth_of_passage(name)) for name in PASSAGES) >= 150


def test_the_documented_measures_of_the_passages_are_those_measured(root: Path) -> None:
    """docs/explanation/scan.md prints what this test measures."""
    page = (root / "docs" / "explanation" / "scan.md").read_text(encoding="utf-8")

    for name in PASSAGES:
        assert measure(text_of(name), truth_of_passage(name)).line(name) in page


@pytest.mark.articles
@pytest.mark.parametrize("district", DISTRICTS)
def test_an_article_is_scanned_as_it_was_tabulated(articles: Path, root: Path, district: str) -> None:
    """On each real article the measure is met, is documented, and every miss is explained."""
    measured = measure(read_article(articles / f"{district}.txt"), truth_of_article(root, district))
    page = (root / "docs" / "explanation" / "scan.md").read_text(encoding="utf-8")

    assert measured.recall >= RECALL, measured.missed
    assert measured.precision >= PRECISION, measured.extra
    assert measured.line(district) in page
    for span in measured.missed | measured.extra:
        assert re.search(rf"{district}.*paragraph {span.paragraph}, position {span.position}", page), span


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_chinese_newspapers(tmp_path: Path, codec: str) -> None:
    """UTF-8 with or without a byte order mark, and GB18030: same text, and the article says which."""
    path = tmp_path / "article.txt"
    path.write_text("全区修路3条，种树12.5万株。\n", encoding=codec)

    article = read_article(path)

    assert article.paragraphs == ("全区修路3条，种树12.5万株。",)
    assert article.encoding == codec.removesuffix("-sig")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("全区修路3条".encode("utf-16"), "it is in UTF-16"),
        ("全區修路3條，種樹十二萬株，綠化河岸".encode("big5"), "it is neither UTF-8 nor GB18030 text"),
        ("全域で道路を整備".encode("shift-jis"), "it is neither UTF-8 nor GB18030 text"),
        ("Straße, café, naïve".encode("latin-1"), "it is neither UTF-8 nor GB18030 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "it is neither UTF-8 nor GB18030 text"),
        (b" \n\n", "it holds no text"),
        (b"", "it holds no text"),
    ],
    ids=["utf-16", "big5", "shift-jis", "latin-1", "picture", "blank", "empty"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, found: str) -> None:
    """Any other encoding is a fault that says so, never a garbled article."""
    path = tmp_path / "article.txt"
    path.write_bytes(content)

    with pytest.raises(FaultError) as raised:
        read_article(path)

    assert [fault.found for fault in raised.value.faults] == [found]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path without a file, and a folder, are faults, not tracebacks."""
    for path in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(FaultError) as raised:
            read_article(path)
        assert raised.value.faults[0].place == path.name


def test_five_thousand_characters_take_a_fifth_of_a_second() -> None:
    """A long article is scanned while the hand is still on the key."""
    text = enlarged(5_000)

    assert fastest(text) < 0.2


@pytest.mark.slow
def test_time_grows_with_the_text_and_no_faster() -> None:
    """Eight times the text, in one paragraph or in many, takes about eight times as long."""
    for text in (enlarged(4_000), enlarged(4_000).replace("\n", "")):
        assert fastest(text * 8) < 20 * fastest(text)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["1", "一", "十余", "1,234", "1年", "近", "“", "《", "0-", "A", "至1"])
def test_no_text_is_a_trap(unit: str) -> None:
    """Ten thousand characters of one pattern take no longer than prose of several times that length."""
    assert fastest(unit * (10_000 // len(unit)), times=1) < 3


def enlarged(size: int) -> str:
    """Repeat the passages up to a number of characters."""
    text = "\n".join(text_of(name) for name in PASSAGES)
    return (text * (size // len(text) + 1))[:size]


def fastest(text: str, times: int = 3) -> float:
    """Time a scan, the imports done."""
    scan("两部")
    return min(timed(text) for _ in range(times))


def timed(text: str) -> float:
    """Time one scan, by the processor: others may work beside it."""
    start = time.process_time()
    scan(text)
    return time.process_time() - start


def test_expressions_are_in_the_order_of_the_text() -> None:
    """A scan reads as the article does."""
    places = [(item.paragraph, item.position) for item in scan(text_of(PASSAGES[0]))]

    assert places == sorted(places)


def test_an_expression_that_is_no_figure_carries_no_value() -> None:
    """Only figures are read."""
    assert scan("第一批") == [Expression(1, 0, "第一批", "ordinal")]


def test_the_truth_tables_are_well_formed() -> None:
    """A figure has value and qualifier; anything else has neither."""
    for name in PASSAGES:
        with (PROSE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert bool(row["value"]) == (row["kind"] == "figure") == bool(row["qualifier"]), row
