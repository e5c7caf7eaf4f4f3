"""`data/` held against texts: small articles of our own, one planted fault at a time, and the real ones."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from districtbrief.accounting import Tally
from districtbrief.faults import FaultError
from districtbrief.verification import verify

TEXT = """柳湾区：把路修到家门口
今年以来，柳湾区修路3条、近20公里，种树12.5万余株。
12月1日，第一批两部电梯投用，一批住户受益。
"""
INDICATORS = {"roads": "count", "road-length": "km", "trees": "count", "lifts": "count"}
UNITS = {"count": "个 条 部 株", "km": "公里"}
OBSERVATIONS = [
    ["liuwan-roads", "roads", "3", "exact", "3条", "2", "10", "true"],
    ["liuwan-road-length", "road-length", "20", "nearly", "近20公里", "2", "13", "true"],
    ["liuwan-trees", "trees", "125000", "at_least", "12.5万余株", "2", "21", "true"],
    ["liuwan-lifts", "lifts", "2", "exact", "两部", "3", "9", "true"],
]
OBSERVED = ["id", "indicator", "value", "qualifier", "as_printed", "paragraph", "position", "reviewed"]
EXCLUDED = [
    ["liuwan", "3", "0", "12月1日", "date"],
    ["liuwan", "3", "6", "第一批", "ordinal"],
    ["liuwan", "3", "16", "一批", "idiom"],
]
ROW = "data/observations/liuwan.csv row"
OUT = "data/excluded.csv row"

Damage = Callable[[list[list[str]], list[list[str]]], object]


def table(path: Path, *rows: list[str]) -> None:
    """Write a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write the small article."""
    path = tmp_path / "liuwan.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def tabulate(root: Path, damage: Damage | None = None) -> Path:
    """Write the tables of the small article, damaged or whole."""
    observations, excluded = [row[:] for row in OBSERVATIONS], [row[:] for row in EXCLUDED]
    if damage:
        damage(observations, excluded)
    data = root / "data"
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    source = ["liuwan-2024", "liuwan", TEXT.partition("\n")[0], "本报记者 某某", "", "2024", sha256, "3"]
    heads = ["id", "district", "headline", "byline", "publication", "published", "sha256", "paragraphs"]
    table(data / "sources.csv", heads, source)
    table(data / "units.csv", ["id", "measure_words"], *([key, words] for key, words in UNITS.items()))
    table(data / "indicators.csv", ["id", "unit"], *([key, unit] for key, unit in INDICATORS.items()))
    table(data / "observations" / "liuwan.csv", OBSERVED, *observations)
    table(data / "excluded.csv", ["district", "paragraph", "position", "token", "reason"], *excluded)
    return root


def put(row: int, column: str, value: str) -> Damage:
    """Write a value into an observation."""
    return lambda observations, _: observations[row].__setitem__(OBSERVED.index(column), value)


def said(root: Path, article: Path) -> list[str]:
    """List the faults as they are printed, but for their codes."""
    return [str(replace(fault, code="")) for fault in verify(root, [article]).faults]


def test_a_true_tabulation_has_no_fault(tmp_path: Path, article: Path) -> None:
    """Every numeral is tabulated or excluded, and the closing table says how many."""
    found = verify(tabulate(tmp_path), [article])

    assert found.faults == ()
    assert found.tallies == (Tally("liuwan", 9, 5, 4, 0),)
    assert found.table().splitlines() == [
        "district  numerals  tabulated  excluded  unaccounted",
        "liuwan           9          5         4            0",
    ]


def nowhere(paragraph: int, position: int, numeral: str) -> str:
    """Say that a numeral of the small article has no row."""
    place = f"liuwan, paragraph {paragraph}, position {position}"
    return f"{place}: {numeral} is accounted for nowhere; tabulate it, or give a reason in data/excluded.csv"


PLANTED: list[tuple[str, Damage, list[str]]] = [
    (
        "wrong paragraph",
        put(0, "paragraph", "3"),
        [
            (
                f"{ROW} 2, column paragraph: 3条 does not stand in paragraph 3 at 10, where 部电 does; "
                "write paragraph 2, position 10"
            ),
            nowhere(2, 10, "3"),
        ],
    ),
    (
        "no such paragraph",
        put(3, "paragraph", "9"),
        [
            (
                f"{ROW} 5, column paragraph: 两部 does not stand in paragraph 9 at 9, "
                "where nothing does; write paragraph 3, position 9"
            ),
            nowhere(3, 9, "两"),
        ],
    ),
    (
        "wrong position",
        put(3, "position", "8"),
        [
            (
                f"{ROW} 5, column position: 两部 does not stand in paragraph 3 at 8, where 批两 does; "
                "write paragraph 3, position 9"
            ),
            nowhere(3, 9, "两"),
        ],
    ),
    (
        "token not in the text",
        put(0, "as_printed", "4条"),
        [
            (
                f"{ROW} 2, column as_printed: 4条 does not stand in paragraph 2 at 10, where 3条 does, "
                "nor anywhere else; write what the article prints, or remove the row"
            ),
            nowhere(2, 10, "3"),
        ],
    ),
    (
        "wrong value",
        put(2, "value", "12500"),
        [f"{ROW} 4, column value: 12.5万余株 reads 125000, not 12500; write 125000"],
    ),
    ("value no number", put(0, "value", "three"), [f"{ROW} 2, column value: 3条 reads 3, not three; write 3"]),
    (
        "wrong qualifier",
        put(1, "qualifier", "exact"),
        [f"{ROW} 3, column qualifier: 近20公里 reads nearly, not exact; write nearly"],
    ),
    (
        "wrong unit",
        put(1, "indicator", "roads"),
        [
            (
                f"{ROW} 3, column as_printed: '公里' does not measure roads; write one of 个 条 部 株, or add the "
                "right one to data/units.csv, column measure_words"
            )
        ],
    ),
    (
        "qualifier cut off the token",
        lambda observations, _: observations[1].__setitem__(slice(3, 7), ["exact", "20公里", "2", "14"]),
        [f"{ROW} 3, column as_printed: 20公里 leaves out 近 beside it; write the whole token"],
    ),
    (
        "scale cut off the token",
        lambda observations, _: observations[2].__setitem__(slice(2, 5), ["12.5", "exact", "12.5"]),
        [
            f"{ROW} 4, column as_printed: 12.5 leaves out 万 beside it; write the whole token",
            (
                f"{ROW} 4, column as_printed: '' does not measure trees; write one of 个 条 部 株, or add the "
                "right one to data/units.csv, column measure_words"
            ),
            nowhere(2, 25, "万"),
        ],
    ),
    (
        "token no number",
        lambda observations, _: observations[0].__setitem__(slice(4, 7), ["路3条", "2", "9"]),
        [f"{ROW} 2, column as_printed: 路3条 is no printed number; write the token alone"],
    ),
    (
        "numeral left out",
        lambda _, excluded: excluded.pop(),
        [nowhere(3, 16, "一")],
    ),
    (
        "numeral twice",
        lambda _, excluded: excluded.append(["liuwan", "3", "9", "两部", "idiom"]),
        [
            f"{OUT} 5: 两部 overlaps 两部 of {ROW} 5; keep one of the two, or mend their places",
            "liuwan, paragraph 3, position 9: 两 is accounted for 2 times; keep one row of them",
        ],
    ),
    (
        "tokens that overlap",
        lambda _, excluded: excluded[1].__setitem__(3, "第一批两"),
        [
            f"{ROW} 5: 两部 overlaps 第一批两 of {OUT} 3; keep one of the two, or mend their places",
            "liuwan, paragraph 3, position 9: 两 is accounted for 2 times; keep one row of them",
        ],
    ),
    (
        "excluded row that is not in the text",
        lambda _, excluded: excluded.append(["liuwan", "1", "0", "第三届", "ordinal"]),
        [
            (
                f"{OUT} 5, column token: 第三届 does not stand in paragraph 1 at 0, where 柳湾区 does, "
                "nor anywhere else; write what the article prints, or remove the row"
            )
        ],
    ),
    (
        "row without a place",
        put(0, "position", "x"),
        [
            (
                f"{ROW} 2: it has no place in the text (invalid literal for int() with base 10: 'x'); "
                "run: districtbrief validate"
            ),
            nowhere(2, 10, "3"),
        ],
    ),
]


@pytest.mark.parametrize(("damage", "faults"), [row[1:] for row in PLANTED], ids=[row[0] for row in PLANTED])
def test_a_planted_fault_is_named_with_its_place(
    tmp_path: Path, article: Path, damage: Damage, faults: list[str]
) -> None:
    """One edit of the tables gives exactly the faults that follow from it."""
    assert said(tabulate(tmp_path, damage), article) == faults


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"indicator": ""}, []),
        ({"indicator": "", "value": ""}, []),
        ({"value": "4"}, [f"{ROW} 2, column value: 3条 reads 3, not 4; write 3"]),
        ({"value": "", "reviewed": "true"}, [f"{ROW} 2, column value: 3条 reads 3, not nothing; write 3"]),
    ],
    ids=["no indicator", "no value", "a wrong value", "no value, and reviewed"],
)
def test_an_unreviewed_row_accounts_for_its_numerals(
    tmp_path: Path, article: Path, cells: dict[str, str], faults: list[str]
) -> None:
    """What the scan proposes counts as tabulated, and is re-read as soon as it has a value."""

    def damage(observations: list[list[str]], _: list[list[str]]) -> None:
        for column, value in ({"reviewed": "false"} | cells).items():
            observations[0][OBSERVED.index(column)] = value

    root = tabulate(tmp_path, damage)

    assert said(root, article) == faults
    assert verify(root, [article]).tallies == (Tally("liuwan", 9, 5, 4, 0),)


def test_numerals_that_are_not_accounted_for_are_counted(tmp_path: Path, article: Path) -> None:
    """Tabulated, excluded and unaccounted always add up to the numerals."""
    found = verify(tabulate(tmp_path, lambda _, excluded: excluded.clear()), [article])

    assert found.tallies == (Tally("liuwan", 9, 5, 0, 4),)


def test_every_fault_is_told_at_once(tmp_path: Path, article: Path) -> None:
    """Verification does not stop at the first fault."""

    def damage(observations: list[list[str]], _: list[list[str]]) -> None:
        observations[0][2], observations[1][3], observations[3][2] = "4", "exact", "5"

    assert len(said(tabulate(tmp_path, damage), article)) == 3


def test_a_text_with_another_sha256_is_told_apart(tmp_path: Path, article: Path) -> None:
    """The same headline with other text says which source it resembles, and in what it differs."""
    root = tabulate(tmp_path)
    article.write_text(TEXT + "又及：新增9条。\n", encoding="utf-8")

    found = verify(root, [article])

    (fault,) = found.faults
    assert fault.found.startswith("it has the headline of liuwan-2024 but another sha256")
    assert fault.found.endswith("and 4 paragraphs, not 3")
    assert found.unread == ("liuwan",)


def test_an_unknown_text_is_told_apart(tmp_path: Path, article: Path) -> None:
    """A text that resembles no source is to be added."""
    root = tabulate(tmp_path)
    article.write_text("另一篇文章\n", encoding="utf-8")

    (fault,) = verify(root, [article]).faults

    assert fault.remedy == "add its district: districtbrief new-district ID --article FILE"


def test_a_wrong_number_of_paragraphs_is_a_fault(tmp_path: Path, article: Path) -> None:
    """The source's row is verified too."""
    root = tabulate(tmp_path)
    path = root / "data" / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",3\n", ",4\n"), encoding="utf-8")

    assert said(root, article) == ["data/sources.csv, liuwan-2024, column paragraphs: the text has 3, not 4; write 3"]


def test_a_folder_stands_for_its_texts(tmp_path: Path, article: Path) -> None:
    """The folder of the articles may be given instead of their names."""
    assert verify(tabulate(tmp_path), [article.parent]).tallies == verify(tmp_path, [article]).tallies


def test_no_article_is_a_fault(tmp_path: Path) -> None:
    """Verifying nothing proves nothing, so it is refused."""
    with pytest.raises(FaultError, match="no article is given"):
        verify(tabulate(tmp_path), [])


@pytest.mark.articles
def test_the_data_are_what_the_articles_say(articles: Path, root: Path) -> None:
    """Both real articles: no fault, nothing unaccounted."""
    found = verify(root, [articles])

    assert found.faults == ()
    assert found.unread == ()
    assert all(tally.unaccounted == 0 < tally.tabulated for tally in found.tallies)
