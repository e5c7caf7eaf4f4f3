"""The `districtbrief` command: help, exit codes, and faults a line each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EditCell

from districtbrief.cli import main

COMMANDS = ("report", "validate", "new-district", "execute", "render", "render-site", "audit-report", "publish")

WRONG_USAGE = [
    [],
    ["reprot"],
    ["report", "--renderer", "latex"],
    ["report", "--cores", "two"],
    ["report", "--no-such-option"],
    ["execute"],
    ["publish"],
]


@pytest.fixture
def inside(shared_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a copy that no test of this module changes."""
    monkeypatch.chdir(shared_project)
    return shared_project


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`districtbrief --help` names the commands with what they do, and ends well."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command says in a sentence what it does."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.startswith(f"usage: districtbrief {command}")
    assert any(line.endswith(".") for line in shown.splitlines())


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command, option or choice is wrong usage, explained on the error stream."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: districtbrief" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("inside")
def test_valid_data_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing wrong is said in one line."""
    assert main(["validate"]) == 0

    shown = capsys.readouterr()
    assert shown.out == "districtbrief: checked data/: all of it, and reports.yml\n"
    assert shown.err == ""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "O_DIRECT"), reason="this system's pipes do not keep apart what is written at once")
def test_progress_is_told_in_one_piece(shared_project: Path) -> None:
    """Steps write to one pipe: a line whose end comes by itself, as with PYTHONUNBUFFERED, would run into another's."""
    reading, writing = os.pipe2(os.O_DIRECT)
    command = [sys.executable, "-m", "districtbrief.cli", "validate", "shared"]
    subprocess.run(command, cwd=shared_project, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdout=writing, check=True)
    first = os.read(reading, 1000)
    for end in (reading, writing):
        os.close(end)

    assert first == b"districtbrief: checked data/: shared\n"


@pytest.mark.slow
def test_faults_end_with_1_a_line_each(
    project: Path, edit_cell: EditCell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every fault is printed on the error stream with its place, and nothing else."""
    monkeypatch.chdir(project)
    monkeypatch.delenv("DISTRICTBRIEF_FAULTS", raising=False)
    path = project / "data" / "observations" / "erqi.csv"
    rows = [edit_cell(path, key, "value", "1,855") for key in ("erqi-ledger-items", "erqi-parking-spaces")]

    assert main(["validate"]) == 1

    told = capsys.readouterr().err.splitlines()
    assert [line.partition(" [")[0] for line in told] == [
        f"data/observations/erqi.csv row {row}, column value: '1,855' is not a decimal; write 1855" for row in rows
    ]


@pytest.mark.usefixtures("inside")
def test_faults_are_kept_for_the_run_that_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A step of the pipeline leaves its faults where the pipeline will look for them, a line each, in four fields."""
    monkeypatch.setenv("DISTRICTBRIEF_FAULTS", str(tmp_path / "faults.txt"))

    assert main(["validate", "erq"]) == 1

    kept = (tmp_path / "faults.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[:3] for line in kept] == [
        ["parameter districts", "'erq' is unknown", "did you mean erqi?"]
    ]
    assert kept[0].count("\t") == 3
    assert capsys.readouterr().err.startswith("parameter districts: 'erq' is unknown; did you mean erqi?")


@pytest.mark.parametrize("path", ["reports/zh/breif.ipynb", "reports/fr/brief.ipynb", "brief"])
@pytest.mark.usefixtures("inside")
def test_a_report_that_nobody_asked_for_is_named_with_the_nearest(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt report is a fault that says which there are."""
    assert main(["execute", path]) == 1

    shown = capsys.readouterr().err
    assert shown.startswith(f"{path}: reports.yml asks for no such report; ")
    assert "reports/zh/brief.ipynb" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["render", "reports/zh/brief.ipynb"],
        ["render", "nothing.qmd"],
        ["publish", "build/pages/embedded"],
        ["publish", "nowhere"],
        ["audit-report", "build/pages/embedded", "brief"],
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_a_fault(
    project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A command for a file that does not exist says so in a line, and does not publish."""
    monkeypatch.chdir(project)

    assert main(arguments) == 1

    assert len(capsys.readouterr().err.splitlines()) >= 1
    assert not (project / "_site").exists()


@pytest.mark.parametrize("cores", ["0", "-1"])
@pytest.mark.usefixtures("inside")
def test_no_cores_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, cores: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number of cores below one is refused before anything is started."""
    monkeypatch.setattr(
        "districtbrief.pipeline.run", lambda *_: pytest.fail("the pipeline was started, and would never end")
    )

    with pytest.raises(SystemExit) as ended:
        main(["report", "--renderer", "embedded", "--cores", cores])

    assert ended.value.code == 2
    assert "cores" in capsys.readouterr().err


def test_outside_a_project_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is no project is said to be none."""
    monkeypatch.chdir(tmp_path)

    assert main(["validate"]) == 1

    assert "no project lies here" in capsys.readouterr().err


def test_the_command_is_installed(root: Path) -> None:
    """`districtbrief` on the command line is this command."""
    command = [str(Path(sys.executable).with_name("districtbrief")), "validate", "erq"]

    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("parameter districts: 'erq' is unknown; did you mean erqi?")
    assert result.stderr.count("\n") == 1


ARTICLE = "春城区全年新建公园12个。\n\n明年将再建3个，投资约1.5亿元。\n"


def test_a_scan_lists_every_numeral_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is a numeral: paragraph and position, class, token, and what a figure says."""
    (tmp_path / "spring.txt").write_text(ARTICLE, encoding="utf-8")

    assert main(["scan", str(tmp_path / "spring.txt")]) == 0

    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[:4] for line in lines] == [
        ["1:9", "figure", "12个", "12"],
        ["2:5", "figure", "3个", "3"],
        ["2:10", "figure", "约1.5亿元", "150000000"],
    ]


def test_a_scan_says_that_it_read_another_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text in GB18030 is read, and that is said apart from the rows."""
    (tmp_path / "spring.txt").write_text(ARTICLE, encoding="gb18030")

    assert main(["scan", str(tmp_path / "spring.txt"), "--csv", "--district", "spring"]) == 0

    told = capsys.readouterr()
    assert told.err.strip().lower() == "read as gb18030"
    assert len(told.out.splitlines()) == 4
    assert told.out.splitlines()[0].endswith(",note_zh,note_en,reviewed")
    assert "spring-1-9" in told.out


@pytest.mark.usefixtures("inside")
def test_a_text_that_is_no_source_is_not_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that `sources.csv` does not know ends with 1 and its name."""
    (tmp_path / "spring.txt").write_text(ARTICLE, encoding="utf-8")

    assert main(["verify", str(tmp_path / "spring.txt")]) == 1

    assert "spring.txt" in capsys.readouterr().err


@pytest.mark.articles
@pytest.mark.usefixtures("inside")
def test_the_articles_bear_the_data_out(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every figure is re-read from the two articles, and no numeral of theirs is left over."""
    assert main(["verify", str(articles)]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[-1]) for row in rows[1:]] == [("erqi", "0"), ("jinshui", "0")]
