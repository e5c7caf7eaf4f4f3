"""Numbers and fixed words as each language prints them."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pypandoc
import pytest
from jinja2 import Environment

from districtbrief.calculations import Calculation
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage
from districtbrief.faults import FaultError
from districtbrief.wording import escape, languages, locale

PRINTED = [
    # id of an observation, zh, en
    ("erqi-ledger-items", "511个", "511"),
    ("erqi-parking-spaces", "7957个", "7,957"),
    ("erqi-open-letters", "5封", "5"),
    ("jinshui-app-sections", "5个", "5"),
    ("erqi-party-history-audience", "8万余人次", "over 80,000"),
    ("jinshui-party-history-audience", "17万人", "170,000"),
    ("jinshui-films-shown", "100余部", "over 100"),
    ("erqi-service-cases", "122万余件", "over 1.22 million"),
    ("erqi-district-care-centre-area", "6000余平方米", "over 6,000 m²"),
    ("jinshui-compound-area-achieved", "548万平方米", "5.48 million m²"),
    ("erqi-grid-road-length", "近20公里", "nearly 20 km"),
    ("jinshui-roadworks-length", "107.2公里", "107.2 km"),
    ("erqi-flood-subsidies", "1855.19万元", "18.5519 million yuan"),
    ("erqi-key-project-investment", "433.7亿元", "43.37 billion yuan"),
    ("jinshui-funds-announced", "200亿元", "20 billion yuan"),
    ("erqi-key-project-fulfilment", "104.7%", "104.7%"),
    ("erqi-school-places", "1.86万个", "18,600"),
]

DERIVED = [
    ("total-erqi-dead-end-roads", "14条", "14"),
    ("ratio-dead-end-roads-erqi-jinshui", "2", "2"),
    ("ratio-compounds-jinshui-erqi", "6.02", "6.02"),
    ("rate-erqi-party-history-audience", "至少943", "at least 943"),
    ("rate-jinshui-party-history-audience", "1280", "1,280"),
    ("ratio-signed-projects-jinshui-erqi", "至少5", "at least 5"),
    ("rate-jinshui-inclusive-kindergartens", "0.923", "0.923"),
    ("erqi-grid-road-average", "至多3.33公里", "at most 3.33 km"),
    ("erqi-homes-repaired-share", "94.7%", "94.7%"),
    ("erqi-roads-opened-share", "22%", "22%"),
    ("erqi-key-project-plan", "414.2亿元", "41.42 billion yuan"),
    ("jinshui-compound-average-area-done", "1.57万平方米", "15,700 m²"),
]

ROUNDED = [
    # value, significant digits, printed
    (Fraction(1, 3), 3, "0.333"),
    (Fraction(2, 3), 3, "0.667"),
    (Fraction("2.125"), 3, "2.13"),
    (Fraction("2.135"), 3, "2.14"),
    (Fraction("0.0005"), 0, "0.0005"),
    (Fraction("0.05252"), 3, "0.0525"),
    (Fraction("12.25"), 3, "12.3"),
    (Fraction("12.35"), 3, "12.4"),
    (Fraction("1328.57"), 3, "1,330"),
    (Fraction("999.5"), 3, "1,000"),
    (Fraction("9.996"), 3, "10.0"),
    (Fraction("0.9996"), 3, "1.00"),
    (Fraction("0.45"), 3, "0.45"),
    (Fraction(2), 3, "2"),
    (Fraction(0), 3, "0"),
    (Fraction("107.2"), 0, "107.2"),
    (Fraction("1234567"), 0, "1,234,567"),
]

SCALED = [
    ("zh", Fraction(9_999), "9999"),
    ("zh", Fraction(10_000), "1万"),
    ("zh", Fraction(123_456), "12.3456万"),
    ("zh", Fraction(100_000_000), "1亿"),
    ("en", Fraction(999_999), "999,999"),
    ("en", Fraction(1_000_000), "1 million"),
    ("en", Fraction(1_500_000_000), "1.5 billion"),
    ("en", Fraction(1, 10), "0.1"),
]

HOSTILE = [
    "plain words",
    "中文，标点（括号）“引号”——破折号……",
    "*emphasis* and _underscores_ and **both**",
    "`code` and ~sub~ and ^sup^ and ~~struck~~",
    "[text](target) and ![image](x.png) and [@cite] and @cite",
    "<b>HTML</b> &amp; <!-- comment -->",
    "a | b | c",
    "$x^2$ and #let x = 1 and #emph[typst] and \\textbf{tex}",
    "{{ jinja }} and {% block %} and {# comment #}",
    "{{< pagebreak >}}",
    "a back\\slash and a \\* star",
    '"straight" quotes and it\'s',
    "a -- b --- c ... d",
    "footnote[^1] and inline^[note]",
    "# no heading",
    "- no bullet",
    "+ no bullet",
    "1. no list",
    "2021. a year",
    "(a) no list",
    "> no quotation",
    ": no definition",
    "::: no fence",
    "| no line block",
    "=== no heading",
    "*** no rule",
    "http://example.org/a_b",
]


@pytest.mark.parametrize(("key", "zh", "en"), PRINTED + DERIVED)
def test_a_number_is_printed_as_the_language_does(table: ComparisonTable, key: str, zh: str, en: str) -> None:
    """Scale, grouping, qualifier and measure word or unit follow the language."""
    number = table.number(key)

    assert (locale("zh").number(number), locale("en").number(number)) == (zh, en)


def test_every_number_of_the_data_can_be_printed(table: ComparisonTable) -> None:
    """No observation, denominator or calculation is without words, and every one shows digits."""
    keys = [*table.package.observations, *table.calculations, *(row.id for row in table.package.denominators.values())]

    for lang in languages():
        words = [locale(lang).number(table.number(key)) for key in keys]
        assert all(any(letter.isdigit() for letter in word) for word in words)
        assert not [word for word in words if word != word.strip() or "  " in word or "None" in word or "{" in word]


@pytest.mark.parametrize(("value", "significant", "printed"), ROUNDED)
def test_a_result_is_rounded_once_half_up(value: Fraction, significant: int, printed: str) -> None:
    """Digits are rounded half up to so many significant ones; an exact value keeps its own."""
    assert locale("en").digits(value, significant) == printed


@pytest.mark.parametrize(("lang", "value", "printed"), SCALED)
def test_a_scale_word_begins_at_its_scale(lang: str, value: Fraction, printed: str) -> None:
    """Numbers take 万, 亿, million and billion from there on, and lose nothing."""
    assert locale(lang).scaled(value) == printed


def test_rounding_up_to_the_next_scale_takes_its_word(package: DataPackage) -> None:
    """A result that rounds to 10,000 万 is 1 亿."""
    row = replace(package.observations["erqi-allowances"], value=Fraction(99_999_600))
    one = replace(package.observations["erqi-ledger-items"], value=Fraction(1))
    number = Calculation("x", "average", (row, one), row.unit, 3, {})

    assert locale("zh").number(number) in ("1亿元", "1.00亿元")


@pytest.mark.parametrize(
    ("qualifier", "zh", "en"),
    [
        ("exact", "511个", "511"),
        ("at_least", "511余个", "over 511"),
        ("nearly", "近511个", "nearly 511"),
        ("about", "约511个", "about 511"),
    ],
)
def test_a_qualifier_is_printed(package: DataPackage, qualifier: str, zh: str, en: str) -> None:
    """余, 近 and 约 have their words in each language."""
    row = replace(package.observations["erqi-ledger-items"], qualifier=qualifier)

    assert (locale("zh").number(row), locale("en").number(row)) == (zh, en)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(1, 3), "0.333333333333"),
        (Fraction(43_370_000_000), "43370000000"),
        (Fraction("107.2"), "107.2"),
        (Fraction(0), "0"),
        # what tables may hold, and its sums, digit by digit
        (Fraction(1_234_567_890_123), "1234567890123"),
        (Fraction("-9999999999999999.999999999"), "-9999999999999999.999999999"),
        (Fraction("9999999999999999.999999999") * 3, "29999999999999999.999999997"),
        (Fraction(10**40 + 1), str(10**40 + 1)),
        # what no table holds: twelve digits, or all before the point
        (Fraction(2, 3), "0.666666666667"),
        (Fraction(1_234_567_890, 7), "176366841.429"),
        (Fraction(10_000_000_000_000, 3), "3333333333333"),
        (Fraction(29_999_999_999_999, 3), "10000000000000"),
        (Fraction(1, 3 * 10**6), "0.000000333333333333"),
        (Fraction(0.1), "0.1"),
    ],
)
def test_a_csv_carries_plain_decimals(value: Fraction, plain: str) -> None:
    """CSV files have neither grouping, exponent nor scale word, and no digit less than the tables of `data/`."""
    assert locale("zh").plain(value) == locale("en").plain(value) == plain


def test_rounding_is_told_only_where_it_happens(table: ComparisonTable) -> None:
    """A result that is printed in full is not called rounded."""
    rounded = {
        key: locale("en").rounds(table.number(key)) for key in ("erqi-roads-opened-share", "erqi-key-project-plan")
    }

    assert rounded == {"erqi-roads-opened-share": False, "erqi-key-project-plan": True}


def test_dates_are_in_words() -> None:
    """An ISO date is printed as each language writes it."""
    assert (locale("zh").date("2021-12-24"), locale("en").date("2021-12-24")) == ("2021年12月24日", "24 December 2021")


def test_locales_have_the_same_keys() -> None:
    """What one language can say the other can say."""
    first, *others = [set(keys_of(locale(lang).words)) for lang in languages()]

    assert languages() == ["en", "zh"]
    assert all(other == first for other in others), [other ^ first for other in others]


def test_a_locale_has_a_pattern_for_every_qualifier_status_and_grade(table: ComparisonTable) -> None:
    """Whatever the data may hold has its words."""
    for lang in languages():
        words = locale(lang)
        assert {"exact", "at_least", "nearly", "about"} <= set(words["printed"])
        assert {"exact", "at_least", "at_most", "about"} <= set(words["derived"])
        assert set(words["status"]) == set(words["status_suffix"]) == {"achieved", "ongoing", "planned"}
        assert {item.grade for item in table.comparisons} <= set(words["grade"]) & set(words["grade_mark"])
        assert {item.formula for item in table.calculations.values()} <= set(words["formula"])


def test_an_unknown_language_is_named_with_the_nearest() -> None:
    """A misspelt language is a fault that says which there are."""
    with pytest.raises(FaultError) as caught:
        locale("eng")

    assert str(caught.value) == "parameter lang: 'eng' is unknown; did you mean en? [prose.no-language]"


@pytest.mark.parametrize("opening", ["", "before "], ids=["at the beginning", "in a sentence"])
def test_escaped_text_stands_as_the_letters_that_it_is(opening: str) -> None:
    """No text of the data is taken for Markdown, HTML, TeX or Typst, wherever it stands."""
    paragraphs = "\n\n".join(opening + escape(text) for text in HOSTILE)
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "json"]
    parsed = subprocess.run(command, input=paragraphs, capture_output=True, text=True, check=True, encoding="utf-8")

    read = [block_text(block) for block in json.loads(parsed.stdout)["blocks"]]

    assert read == [opening + text for text in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_stays_in_its_table_cell(text: str) -> None:
    """Neither a bar nor anything else lets a text out of its cell."""
    table = f"| a | b |\n|:--|:--|\n| {escape(text)} | x |\n"
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "json"]
    parsed = subprocess.run(command, input=table, capture_output=True, text=True, check=True, encoding="utf-8")

    (block,) = json.loads(parsed.stdout)["blocks"]
    cells = [cell[4] for cell in block["c"][4][0][3][0][1]]

    assert [[block_text(part) for part in cell] for cell in cells] == [[text], ["x"]]


def test_escaped_text_survives_a_template() -> None:
    """A text with template marks, put in by a template, is not evaluated."""
    text = "{{ 1 + 1 }} {% if x %} {# y #}"

    assert Environment(autoescape=False).from_string("{{ x }}").render(x=escape(text)) == escape(text)  # noqa: S701


@pytest.mark.parametrize("text", ["a\nb", " a  b ", "a\r\n\r\nb", "a\tb"])
def test_a_text_is_one_line(text: str) -> None:
    """Line ends of a cell of the data never end a paragraph or a table row."""
    assert escape(text) == "a b"


def test_locale_files_are_data(root: Path) -> None:
    """A language is one TOML file, and no code asks which language it is."""
    folder = resources.files("districtbrief") / "locales"
    files = {item.name for item in folder.iterdir()}
    code = [path.read_text(encoding="utf-8") for path in (root / "src" / "districtbrief").rglob("*.py")]

    assert files == {"en.toml", "zh.toml"}
    assert all(tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in files)
    assert not [text for text in code if re.search(r"""\blang\w* [!=]= ["']""", text)]


def keys_of(words: Mapping[str, object], prefix: str = "") -> Iterator[str]:
    """List the keys of nested tables, as paths; a list counts as one key."""
    for key, value in words.items():
        if isinstance(value, dict):
            yield from keys_of(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def block_text(block: Mapping[str, object]) -> str:
    """Read the letters of a paragraph of pandoc's; anything that is no plain text shows its type."""
    if block["t"] not in ("Para", "Plain"):
        return f"<{block['t']}>"
    parts = {"Space": " ", "SoftBreak": " "}
    return "".join(part["c"] if part["t"] == "Str" else parts.get(part["t"], f"<{part['t']}>") for part in block["c"])
