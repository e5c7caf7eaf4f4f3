"""What commands answer to machines: one JSON object on stdout, and the same exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EditCell

from districtbrief.broken import note
from districtbrief.cli import main
from districtbrief.faults import Fault
from districtbrief.options import Options
from districtbrief.progress import Progress
from districtbrief.telling import as_record

pytestmark = pytest.mark.slow

ARTICLE = "春城区全年新建公园12个。\n\n明年将再建3个，投资约1.5亿元，占1/8。\n"
PLACES = {
    "data/observations/erqi.csv row 14, column value": {
        "file": "data/observations/erqi.csv",
        "row": 14,
        "column": "value",
    },
    "data/indicators.csv, compounds, column comparability": {"file": "data/indicators.csv", "column": "comparability"},
    "erqi, paragraph 3, position 9": {"paragraph": 3, "position": 9},
    "notebooks/text/brief.en.md.j2 line 7": {"file": "notebooks/text/brief.en.md.j2", "line": 7},
    "reports.yml report brief": {"file": "reports.yml"},
    "spring.txt": {"file": "spring.txt"},
    "parameter districts": {},
    "the disk at /": {},
    "districtbrief execute reports/en/brief.ipynb": {},
}
NAMED = ("file", "row", "line", "paragraph", "position", "column")


@pytest.fixture
def inside(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a copy of the project."""
    monkeypatch.chdir(project)
    return project


@pytest.mark.parametrize("place", PLACES)
def test_a_record_says_what_the_place_names(place: str) -> None:
    """File, row, column and so on are told apart, and null where a place names none."""
    record = as_record(Fault(place, "it is wrong", "mend it", "data.wrong"))

    assert {name: record[name] for name in NAMED} == dict.fromkeys(NAMED) | PLACES[place]
    assert [record[name] for name in ("code", "place", "found", "remedy")] == [
        "data.wrong",
        place,
        "it is wrong",
        "mend it",
    ]


def answer(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> dict:
    """Run a command, and read what it answers; nothing of it is on the error stream."""
    assert main([*arguments, "--json"]) == code
    told = capsys.readouterr()
    assert told.err == ""
    return json.loads(told.out)


@pytest.mark.usefixtures("inside")
def test_sound_data_has_no_faults(capsys: pytest.CaptureFixture[str]) -> None:
    """`validate --json` says that nothing is wrong, and ends with 0."""
    assert answer(["validate", "shared"], 0, capsys) == {"checked": ["shared"], "faults": []}


def test_faults_are_records(inside: Path, edit_cell: EditCell, capsys: pytest.CaptureFixture[str]) -> None:
    """`validate --json` names file, row and column of each fault, and ends with 1."""
    row = edit_cell(inside / "data" / "observations" / "erqi.csv", "erqi-ledger-items", "value", "1,855")

    (fault,) = answer(["validate", "erqi"], 1, capsys)["faults"]

    assert (fault["file"], fault["row"], fault["column"]) == ("data/observations/erqi.csv", row, "value")
    assert (fault["code"], fault["remedy"]) == ("data.not-decimal", "write 1855")


def test_a_scan_is_read_by_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each numeral has its place, and a figure its value as a number."""
    (tmp_path / "spring.txt").write_text(ARTICLE, encoding="utf-8")

    told = answer(["scan", str(tmp_path / "spring.txt")], 0, capsys)

    found = [(item["paragraph"], item["position"], item["token"], item["value"]) for item in told["expressions"]]
    assert found == [(1, 9, "12个", 12), (2, 5, "3个", 3), (2, 10, "约1.5亿元", 150000000), (2, 18, "1/8", 12.5)]
    assert (told["encoding"], told["faults"]) == ("utf-8", [])


def test_what_cannot_be_scanned_is_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An error that ends a command is told as faults too."""
    told = answer(["scan", str(tmp_path / "gone.txt")], 1, capsys)

    assert [(fault["code"], fault["file"]) for fault in told["faults"]] == [("article.missing", "gone.txt")]


@pytest.mark.usefixtures("inside")
def test_verifying_is_read_by_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that is no source is a fault, and the districts that no text was given for are listed."""
    (tmp_path / "spring.txt").write_text(ARTICLE, encoding="utf-8")

    told = answer(["verify", str(tmp_path / "spring.txt")], 1, capsys)

    assert (told["tallies"], told["unread"]) == ([], ["erqi", "jinshui"])
    assert [fault["code"] for fault in told["faults"]] == ["verify.no-source"]


@pytest.mark.usefixtures("inside")
def test_no_site_is_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    """`audit --json` of a folder that is none ends with 1."""
    assert [fault["code"] for fault in answer(["audit", "_site"], 1, capsys)["faults"]] == ["site.none"]


def test_a_report_that_is_refused_is_read_by_machines(
    inside: Path, edit_cell: EditCell, capsys: pytest.CaptureFixture[str]
) -> None:
    """`report --json` keeps stdout for its answer; what is told meanwhile goes to the error stream."""
    edit_cell(inside / "data" / "observations" / "erqi.csv", "erqi-ledger-items", "reviewed", "false")

    assert main(["report", "--renderer", "embedded", "--json"]) == 1

    told = capsys.readouterr()
    assert told.err.startswith("renderer: embedded (")
    assert {fault["file"] for fault in json.loads(told.out)["faults"]} == {"data/observations/erqi.csv"}


@pytest.mark.usefixtures("inside")
def test_what_a_partial_build_left_out_is_read_by_machines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site is published, and each report that failed is named with its faults."""

    def build(root: Path, _: Options, say: Progress) -> None:
        note(root, "reports/en/brief", [Fault("notebooks/brief.ipynb", "it failed", "mend it", "notebook.failed")])
        say.step("published _site/")

    monkeypatch.setattr("districtbrief.pipeline.run", build)
    assert main(["report", "--renderer", "embedded", "--partial", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["published"], told["draft"], told["faults"]) == (True, False, [])
    assert told["reports"] > 0
    assert [(what, fault["file"]) for what, faults in told["failed"].items() for fault in faults] == [
        ("reports/en/brief", "notebooks/brief.ipynb")
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("option", [[], ["--json"]], ids=["lines", "json"])
def test_an_answer_that_cannot_be_written_is_a_fault(root: Path, option: list[str]) -> None:
    """Where the disk is full the error stream says so in a line, without a traceback."""
    command = [sys.executable, "-m", "districtbrief.cli", "validate", "shared", *option]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert told.returncode != 0
    assert "[disk.full]\n" in told.stderr
    assert "Traceback" not in told.stderr
