"""A district added by the command, reviewed, and kept from being published until it is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import EditCell, Speak
from copying import contents

from districtbrief.cli import main
from districtbrief.csvtables import read_table
from districtbrief.datapackage import load
from districtbrief.faults import FaultError
from districtbrief.options import Options
from districtbrief.publishing import publish, unreviewed
from districtbrief.report import build_report
from districtbrief.resting import pages_folder

pytestmark = pytest.mark.slow

ARTICLE = """柳湾区：把路修到家门口
本报记者 某某某

今年以来，柳湾区打通断头路5条，新建停车位2600余个，投资不超过3.5亿元。
第一批两部电梯投用，年底前气温降到零下9度。
"""
NAMES = [
    "--name-zh",
    "柳湾区",
    "--name-en",
    "Liuwan",
    "--city-zh",
    "某市",
    "--city-en",
    "A City",
    "--published",
    "2024",
]
TABLE = "data/observations/liuwan.csv"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Write an article of our own where an analyst might keep it."""
    path = tmp_path / "the article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def inside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a copy of the project."""
    monkeypatch.chdir(project)
    monkeypatch.delenv("DISTRICTBRIEF_FAULTS", raising=False)
    return project


@pytest.fixture
def added(inside: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Add the district."""
    assert main(["new-district", "liuwan", "--article", str(article), *NAMES]) == 0
    capsys.readouterr()
    return inside


def test_the_command_says_what_it_wrote_and_what_to_do(
    inside: Path, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file, how much was found, and the three next steps, with paths that can be copied."""
    before = contents(inside)

    assert main(["new-district", "liuwan", "--article", str(article), *NAMES]) == 0

    lines = capsys.readouterr().out.splitlines()
    wrote = [line.removeprefix("wrote ") for line in lines if line.startswith("wrote ")]
    assert set(wrote) == {name for name, content in contents(inside).items() if before.get(name) != content}
    assert lines[len(wrote)] == "observations: 5, all unreviewed; numerals excluded: 1"
    told = "\n".join(lines)
    assert TABLE in told
    assert f"districtbrief verify '{article}'" in told
    assert "districtbrief report --draft" in told


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        (["erqi", "--article", "{article}"], (1, "erqi exists already")),
        (["Liu Wan", "--article", "{article}"], (1, "is no id")),
        (["observations", "--article", "{article}"], (1, "observations is the name of a report")),
        (["liuwan", "--article", "nowhere.txt"], (1, "nowhere.txt: the file is missing")),
        (["liuwan", "--article", "{article}", "--published", "May"], (1, "'May' is no year or day")),
        (["liuwan"], (2, "--article")),
        (["--article", "{article}"], (2, "ID")),
    ],
    ids=["taken", "no id", "a report's name", "no article", "no date", "article not given", "id not given"],
)
def test_what_cannot_be_added_changes_nothing(
    inside: Path, article: Path, arguments: list[str], ending: tuple[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault ends with 1 and wrong usage with 2, and `data/` is as it was."""
    before = contents(inside)
    code, found = ending

    assert ended_with(["new-district", *(word.format(article=article) for word in arguments)]) == code

    assert found in capsys.readouterr().err
    assert contents(inside) == before


def ended_with(arguments: Sequence[str]) -> int:
    """Run the command, and give its exit code."""
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(str(ended.code))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_new_district_is_valid_and_accounts_for_every_numeral(
    inside: Path, article: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At once, before anybody has reviewed a row, and whatever the text's encoding."""
    article.write_text(ARTICLE, encoding=encoding)

    codes = [
        main(arguments)
        for arguments in (
            ["new-district", "liuwan", "--article", str(article)],
            ["validate"],
            ["validate", "shared", "liuwan"],
            ["verify", str(article)],
        )
    ]

    assert codes == [0, 0, 0, 0]
    told = capsys.readouterr()
    assert ("read as gb18030" in told.err) == (encoding == "gb18030")
    assert [line.split() for line in told.out.splitlines() if line.startswith("liuwan")] == [
        ["liuwan", "8", "7", "1", "0"]
    ]
    assert read_table(inside / TABLE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("notebook", ["profile", "brief", "comparison", "observations"])
def test_a_district_without_a_reviewed_figure_can_be_reported(
    added: Path, speak: Speak, notebook: str, lang: str
) -> None:
    """It has no figure and no denominator yet: its profile says so, and the other reports speak of the others."""
    parameters = {"district": "liuwan"} if notebook == "profile" else {"districts": []}
    report = build_report(added, notebook, {**parameters, "themes": [], "lang": lang})

    said = speak(report, notebook)

    assert load(added, ["liuwan"]).observations == {}
    assert said
    if notebook == "profile":
        assert {"zh": "没有给出数字", "en": "gives no figures"}[lang] in said


def test_unreviewed_rows_are_refused_before_anything_runs(
    added: Path, edit_cell: EditCell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every table that has any is named, with how many, where they begin, and the way out."""
    edit_cell(added / "data" / "observations" / "erqi.csv", "erqi-parking-spaces", "reviewed", "FALSE")
    monkeypatch.setattr("districtbrief.pipeline._start", lambda *_: pytest.fail("the pipeline was started"))

    assert main(["report", "--renderer", "embedded"]) == 1

    remedy = "review them, or build with --draft [site.unreviewed]"
    assert capsys.readouterr().err.splitlines() == [
        f"data/observations/erqi.csv: 1 of 61 rows are unreviewed, the first is row 40; {remedy}",
        f"data/observations/liuwan.csv: 5 of 5 rows are unreviewed, the first is row 2; {remedy}",
    ]
    assert not (added / "build").exists()


def test_a_draft_is_built_all_the_same(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--draft` the pipeline is started, and told so."""
    asked = []

    def start(_: Path, options: Options, *__: object) -> None:
        asked.extend(options.config)
        raise FaultError([])

    monkeypatch.setattr("districtbrief.pipeline._start", start)
    main(["report", "--renderer", "embedded", "--draft"])

    assert asked == ["renderer=embedded", "draft=true"]
    assert list(unreviewed(added))


@pytest.mark.parametrize("draft", [False, True])
def test_unstamped_pages_are_not_published_by_hand_either(added: Path, *, draft: bool) -> None:
    """`districtbrief publish` looks as well; stamped pages lie in a folder of their own, and may be published."""
    pages = pages_folder(added, "embedded", draft=draft)

    with pytest.raises(FaultError) as raised:
        publish(added, pages)

    assert ("unreviewed" in str(raised.value)) is not draft
    assert ("the page is missing" in str(raised.value)) is draft


def test_a_table_without_the_column_is_left_to_validation(inside: Path) -> None:
    """A table that lacks `reviewed` is told so by validation, not counted as unreviewed."""
    path = inside / "data" / "observations" / "erqi.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",reviewed\n", "\n").replace(",true\n", "\n"), "utf-8")

    assert list(unreviewed(inside)) == []
    assert main(["validate", "erqi"]) == 1


def test_a_reviewed_district_is_reported_with_the_others(added: Path, article: Path, speak: Speak) -> None:
    """Two rows reviewed, the others excluded: nothing is refused any more, and the figures are printed."""
    rows = read_table(added / TABLE)
    kept = [review(row, *REVIEW[row["as_printed"]]) for row in rows if row["as_printed"] in REVIEW]
    write(added / TABLE, kept)
    excluded = read_table(added / "data" / "excluded.csv")
    out = [
        {"district": "liuwan", "token": row["as_printed"], "reason": "rhetoric"} | place(row)
        for row in rows
        if row["as_printed"] not in REVIEW
    ]
    write(added / "data" / "excluded.csv", [*excluded, *out])

    assert main(["validate"]) == 0
    assert main(["verify", str(article)]) == 0
    assert list(unreviewed(added)) == []
    report = build_report(added, "profile", {"district": "liuwan", "themes": [], "lang": "en"})
    said = speak(report, "profile")
    assert "[5](#obs-liuwan-3-13)" in said
    assert "at most 350 million yuan" in said


REVIEW = {
    "5条": ("dead-end-roads", "断头路", "dead-end roads"),
    "不超过3.5亿元": ("funds-announced", "投资", "invested"),
}


def review(row: dict[str, str], indicator: str, zh: str, en: str) -> dict[str, str]:
    """Say what a row counts, as a reviewer does."""
    return row | {"indicator": indicator, "note_zh": zh, "note_en": en, "reviewed": "true"}


def place(row: dict[str, str]) -> dict[str, str]:
    """Give a row's place in the article."""
    return {key: row[key] for key in ("paragraph", "position")}


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
