"""Whatever goes wrong in a command is a line a fault; a traceback is shown to who asks for one, and to nobody else."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from settings import would_run

from districtbrief import cli
from districtbrief.faults import Fault, FaultError, read_faults
from districtbrief.pipeline import stopped
from districtbrief.telling import DEBUG, FAULTS_FILE, only_faults, tell
from districtbrief.warm import command
from districtbrief.warm.asking import ADDRESS

REFUSED = [
    (errno.EACCES, "command.no-permission"),
    (errno.EROFS, "command.no-permission"),
    (errno.ENOENT, "command.no-file"),
    (errno.EMFILE, "command.system"),
]
UNFORESEEN = "districtbrief validate: this was not foreseen: KeyError: 'x'; run it again with --debug to see where"


@pytest.fixture
def inside(shared_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a copy that no test of this module changes, and have no build listen."""
    monkeypatch.chdir(shared_project)
    monkeypatch.delenv(FAULTS_FILE, raising=False)
    return shared_project


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a command come upon a mistake of ours."""

    def fail(*_: object) -> NoReturn:
        raise KeyError("x")

    monkeypatch.setattr("districtbrief.validation.validate", fail)
    monkeypatch.setattr("districtbrief.notebooks.execute", fail)


@pytest.mark.usefixtures("inside", "failing")
def test_what_nobody_foresaw_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """An analyst reads which command failed and what to do, and no traceback."""
    assert cli.main(["validate"]) == 1

    told = capsys.readouterr().err
    assert told.startswith(UNFORESEEN)
    assert told.endswith(" [command.unexpected]\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--debug", "validate"], ["validate", "--debug"]], ids=" ".join)
@pytest.mark.usefixtures("inside", "failing")
def test_a_traceback_is_shown_to_who_asks(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The option stands before the command or after it, and the line is told as well."""
    assert cli.main(arguments) == 1

    told = capsys.readouterr().err
    assert "Traceback (most recent call last)" in told
    assert told.splitlines()[-1].startswith("districtbrief ")


@pytest.mark.usefixtures("inside", "failing")
def test_a_step_is_told_by_its_environment(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A build asks its steps for tracebacks without naming the option to each."""
    monkeypatch.setenv(DEBUG, "1")

    assert cli.main(["validate"]) == 1

    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("failing")
def test_a_partial_build_goes_on_after_what_nobody_foresaw(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page stands in for the report, and its faults are noted, as with a fault of the data."""
    monkeypatch.chdir(project)
    assert cli.main(["execute", "--partial", "reports/en/brief.ipynb"]) == 0

    noted = read_faults(project / "build" / "broken" / "reports" / "en" / "brief.txt")
    assert [fault.code for fault in noted] == ["command.unexpected"]
    assert (project / "reports" / "en" / "brief.ipynb").is_file()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(("number", "code"), REFUSED, ids=str)
@pytest.mark.parametrize("file", ["data/x.csv", None])
def test_what_the_system_refuses_names_the_file(number: int, code: str, file: str | None) -> None:
    """Each is a fault of its own, at the file if the system names one, and at the command if it does not."""
    with pytest.raises(FaultError) as caught, only_faults("districtbrief publish"):
        raise OSError(number, os.strerror(number), file)

    (fault,) = caught.value.faults
    assert (fault.code, fault.place) == (code, file or "districtbrief publish")
    assert os.strerror(number) in fault.found


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    """The real thing: the system names the file that it was asked for."""
    with pytest.raises(FaultError, match=rf"^{tmp_path}/gone: .*put it back") as caught, only_faults("here"):
        (tmp_path / "gone").read_text(encoding="utf-8")

    assert caught.value.faults[0].code == "command.no-file"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_is_named(tmp_path: Path, number: int) -> None:
    """Which disk needs room is said, whatever file was being written."""
    with pytest.raises(FaultError) as caught, only_faults("districtbrief publish"):
        raise OSError(number, os.strerror(number), str(tmp_path / "page.html"))

    (fault,) = caught.value.faults
    assert fault.code == "disk.full"
    assert str(tmp_path).startswith(fault.place.removeprefix("the disk at "))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The real thing: the system names no file when the space runs out."""
    with pytest.raises(FaultError) as caught, only_faults("districtbrief report"), Path("/dev/full").open("w") as file:
        file.write("x")

    assert str(caught.value).startswith("the disk at /")
    assert "make room there" in str(caught.value)
    assert "Traceback" not in capsys.readouterr().err


def test_faults_are_left_as_they_are() -> None:
    """What says already what to do needs no more words."""
    fault = Fault.of("command.died", "here")
    with pytest.raises(FaultError) as caught, only_faults("districtbrief report", debug=True):
        raise FaultError([fault])

    assert caught.value.faults == (fault,)


def test_an_interruption_says_nothing(
    inside: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who presses Ctrl-C knows what happened."""
    assert inside

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("districtbrief.validation.validate", interrupt)
    assert cli.main(["validate"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_who_stops_reading_is_told_nothing(root: Path, tmp_path: Path) -> None:
    """`districtbrief scan x | head` ends without a word of the lines that nobody reads."""
    (tmp_path / "long.txt").write_text("新建公园12个。\n" * 9000, encoding="utf-8")
    line = f"{sys.executable} -m districtbrief.cli scan {tmp_path / 'long.txt'} | head -n 1"

    result = subprocess.run(line, shell=True, cwd=root, capture_output=True, text=True, check=False)  # noqa: S602

    assert (result.stdout, result.stderr) == ("1:4\tfigure\t12个\t12\t个\texact\tachieved\n", "")


def test_a_step_that_dies_is_a_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A step that the system ends says nothing itself; so who asked for it does."""

    class Died:
        def __init__(self, *_: object) -> None: ...

        def wait(self) -> int:
            return -1

    monkeypatch.setenv(ADDRESS, "here")
    monkeypatch.delenv(FAULTS_FILE, raising=False)
    monkeypatch.setattr(command, "Forked", Died)
    monkeypatch.setattr(sys, "argv", ["districtbrief", "execute", "reports/en/brief.ipynb"])

    assert command.main() == 1

    told = capsys.readouterr().err
    assert told.startswith("districtbrief execute reports/en/brief.ipynb: it ended without a word")
    assert told.endswith("--cores 1 [command.died]\n")


def test_faults_are_told_where_they_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a full disk the line is printed all the same."""
    monkeypatch.setenv(FAULTS_FILE, str(tmp_path / "nowhere" / "faults.txt"))

    tell([Fault.of("command.died", "here")])

    assert capsys.readouterr().err.startswith("here: ")


LOGS = [
    (
        ["Building DAG\n", "\n", "MissingInputException in rule all in file Snakefile, line 34:\n", "Missing files:\n"],
        2,
    ),
    (["Traceback (most recent call last):\n", "  raise X\n", "PermissionError: [Errno 13] .snakemake\n"], 2),
    (["Building DAG\n", "nothing more\n", "\n"], 1),
    (["[Sun]\n", "Error in rule execute:\n", "    jobid: 3\n", "WorkflowError:\n"], 1),
]


@pytest.mark.parametrize(("log", "first"), LOGS, ids=["missing", "traceback", "silent", "rule"])
def test_a_build_that_stops_by_itself_is_one_line(tmp_path: Path, log: list[str], first: int) -> None:
    """What Snakemake says first of an error is quoted, and the rest lies where the line says."""
    (tmp_path / "build").mkdir()

    fault = stopped(tmp_path, log)

    assert (fault.place, fault.code) == ("Snakefile", "build.stopped")
    assert fault.found.startswith(f"Snakemake stopped: {log[first].strip()}")
    assert fault.remedy == "see the end of build/snakemake.log"
    assert (tmp_path / "build" / "snakemake.log").read_text(encoding="utf-8") == "".join(log)


def test_make_asks_for_tracebacks() -> None:
    """`make report DEBUG=1` is `districtbrief report --debug`."""
    assert ["--debug" in would_run("report", *more) for more in ([], ["DEBUG=1"])] == [False, True]
