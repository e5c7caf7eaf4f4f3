"""Stopping a build: at once, in one line, with no process and no lock left; and two builds, one after the other."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import write_last_cell
from killing import begin, eventually, finish, processes, scratch_of, small_project, wait_until

AT_ONCE = 2.0
FIRST = "renderer: "
"""What a build says first."""
ENDLESS = "import time\nwhile True:\n    time.sleep(1)"
STOPPED = "stopped ({}): the next build goes on from here, and what is published stands"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """Write a small project, with a site that is published."""
    root = small_project(tmp_path / "project")
    (root / "_site").mkdir()
    (root / "_site" / "index.html").write_text("as it was", encoding="utf-8")
    yield root
    shutil.rmtree(scratch_of(root), ignore_errors=True)


def is_free(project: Path) -> bool:
    """Whether nobody holds the lock of a project's builds."""
    (project / "build").mkdir(exist_ok=True)
    with (project / "build" / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


STEPS = {"checked", "executed", "rendered", "audited"}
WHEN = {
    "at the beginning": (FIRST, 0.0),
    "while it gets ready": (FIRST, 1.5),
    "in a notebook": ("rendered index", 4.0),
}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def tier(number: signal.Signals, moment: str) -> Any:
    """Say when one is tried: Ctrl-C in a notebook, which is done most, each time; where both differ from it, last."""
    unlike = (number != signal.SIGINT) + (moment != "in a notebook")
    marks = ((), pytest.mark.long, pytest.mark.hour)[unlike]
    return pytest.param(number, moment, marks=marks, id=f"{number.name}-{moment}")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "moment"), [tier(number, moment) for number in SIGNALS for moment in WHEN])
def test_a_build_stops_at_once_and_leaves_nothing(project: Path, number: signal.Signals, moment: str) -> None:
    """Ctrl-C, `kill` and a closed terminal: within two seconds, one line, no process, no lock, no scratch file."""
    said, seconds = WHEN[moment]
    write_last_cell(project, "profile", ENDLESS)
    build = begin(project)
    begun = wait_until(build, said)
    time.sleep(seconds)
    start = time.monotonic()
    os.killpg(build.pid, number)
    code, lines = finish(build)

    assert time.monotonic() - start < AT_ONCE
    assert code == 128 + number
    other = [line for line in lines if line and line.split()[0] not in STEPS]
    assert other == [STOPPED.format(number.name)], "\n".join([*begun, *lines])
    assert processes(project) == []
    assert is_free(project)
    assert list(scratch_of(project).iterdir()) == []
    assert (project / "_site" / "index.html").read_text(encoding="utf-8") == "as it was"


@pytest.mark.hour
def test_ctrl_c_for_the_command_alone_ends_all_of_it(project: Path) -> None:
    """What it has begun ends with it; once what was in the way is mended the build goes on from there."""
    before = (project / "notebooks" / "profile.ipynb").read_text(encoding="utf-8")
    write_last_cell(project, "profile", ENDLESS)
    build = begin(project)
    wait_until(build, "audited index")
    build.send_signal(signal.SIGINT)
    code, _ = finish(build)
    assert code == 128 + signal.SIGINT
    assert processes(project) == []

    (project / "notebooks" / "profile.ipynb").write_text(before, encoding="utf-8")
    code, lines = finish(begin(project))
    assert code == 0, "\n".join(lines)
    assert "executed reports/en/index.ipynb" not in lines


@pytest.mark.hour
def test_a_second_build_says_who_holds_the_lock_and_waits(project: Path) -> None:
    """It names the process and since when; when the first one has ended it finds nothing left to do."""
    first = begin(project)
    wait_until(first, "checked ")
    second = begin(project)
    told = wait_until(second, "another build")[-1]
    ends = finish(first), finish(second)

    assert f"(process {first.pid} on " in told
    assert re.search(r", since \d\d:\d\d:\d\d on \d{4}-\d\d-\d\d\)", told)
    assert told.endswith("); waiting for it")
    assert [code for code, _ in ends] == [0, 0], ends
    assert ends[1][1] == ["nothing to do: _site/ is up to date"]
    assert (project / "build" / ".lock").read_text(encoding="utf-8") == ""


@pytest.mark.hour
def test_a_build_that_waits_can_be_stopped_and_the_other_goes_on(project: Path) -> None:
    """Ctrl-C ends who waits, and nobody else."""
    first = begin(project)
    wait_until(first, FIRST)
    time.sleep(1)
    second = begin(project)
    wait_until(second, "another build")
    second.send_signal(signal.SIGINT)
    assert finish(second)[0] == 128 + signal.SIGINT

    code, lines = finish(first)
    assert code == 0, "\n".join(lines)


@pytest.mark.hour
def test_a_build_that_is_told_to_survive_its_terminal_does(project: Path) -> None:
    """Under `nohup` the end of the terminal is no reason to stop."""
    build = begin(project, wrapped=("nohup",))
    wait_until(build, FIRST)
    time.sleep(1)
    os.killpg(build.pid, signal.SIGHUP)
    code, lines = finish(build)

    assert code == 0, "\n".join(lines)


@pytest.mark.hour
@pytest.mark.parametrize("role", ["warm.worker", "scheduler"])
def test_a_part_that_the_system_ends_is_told_or_done_without(project: Path, role: str) -> None:
    """Without its worker a build goes on; without Snakemake it says in one line that this was ended."""
    build = begin(project)
    wait_until(build, FIRST)
    time.sleep(1)
    assert eventually(lambda: bool(named(project, role)))
    for process in named(project, role)[:1]:
        process.kill()
    code, lines = finish(build)

    if role == "scheduler":
        assert code == 1
        assert lines[-1].startswith("Snakemake: it ended without a word")
        assert processes(project) == []
    else:
        assert code == 0, "\n".join(lines)


def named(project: Path, role: str) -> list:
    """Find the processes of a project's build that have a role; the oldest first."""
    return sorted(processes(project, role), key=lambda one: one.pid)
