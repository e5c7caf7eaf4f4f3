"""Faults are coloured on a terminal, and nowhere else unless the environment says so."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from districtbrief.colours import coloured, painted
from districtbrief.faults import Fault
from districtbrief.telling import FAULTS_FILE, tell

SET = ("NO_COLOR", "FORCE_COLOR", "TERM", FAULTS_FILE)
CASES = [
    ({}, True, True),
    ({}, False, False),
    ({"TERM": "dumb"}, True, False),
    ({"NO_COLOR": "1"}, True, False),
    ({"NO_COLOR": ""}, True, True),
    ({"FORCE_COLOR": "1"}, False, True),
    ({"FORCE_COLOR": ""}, False, False),
    ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
]
FAULT = Fault("data/x.csv row 2", "'1,855' is not a decimal", "write 1855", "data.not-decimal")
PAINTED = "\x1b[1mdata/x.csv row 2\x1b[0m: '1,855' is not a decimal; write 1855\x1b[2m [data.not-decimal]\x1b[0m"


class Stream(io.StringIO):
    """A stream that is a terminal or none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        """Say which it is."""
        return self.terminal


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what the environment of the tests says."""
    for name in SET:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("said", "terminal", "expected"), CASES, ids=str)
def test_the_environment_decides(
    *, said: dict[str, str], terminal: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR forbids, FORCE_COLOR demands, empty ones say nothing, and else it is the terminal that counts."""
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert coloured(Stream(terminal=terminal)) is expected


def test_the_place_is_bold_and_the_code_dim() -> None:
    """What is between them stays plain, and without the colours it is the same line."""
    assert painted(FAULT) == PAINTED
    assert painted(Fault("here", "it died", "try again")) == "\x1b[1mhere\x1b[0m: it died; try again\x1b[2m\x1b[0m"


def test_a_step_of_a_build_has_no_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words go into a log that is searched, and its faults into a file, whatever is demanded."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(FAULTS_FILE, str(tmp_path / "faults.txt"))
    monkeypatch.setattr(sys, "stderr", told := Stream(terminal=True))

    tell([FAULT])

    assert told.getvalue() == f"{FAULT}\n"
    assert (tmp_path / "faults.txt").read_text(encoding="utf-8") == FAULT.line


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no terminals that a program can open")
@pytest.mark.parametrize(("said", "expected"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["plain", "NO_COLOR"])
def test_a_real_terminal_sees_colours(root: Path, *, said: dict[str, str], expected: bool) -> None:
    """The command is run with a terminal as its error stream."""
    reading, writing = os.openpty()
    command = [sys.executable, "-m", "districtbrief.cli", "scan", "gone.txt"]
    environment = {name: value for name, value in os.environ.items() if name not in SET} | {"TERM": "xterm"} | said
    subprocess.run(command, cwd=root, env=environment, stderr=writing, check=False)
    os.close(writing)
    told = os.read(reading, 4096).decode()
    os.close(reading)

    assert told.startswith("\x1b[1mgone.txt\x1b[0m: " if expected else "gone.txt: ")
    assert ("\x1b" in told) is expected
