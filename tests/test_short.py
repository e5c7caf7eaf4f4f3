"""A machine that runs short of disk or memory: the old site stands, one line says what to do, the next build ends."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from building import write_last_cell
from killing import (
    Editions,
    begin,
    eventually,
    finish,
    processes,
    sums,
    wait_until,
)

from districtbrief.manifest import FILE

HUNGRY = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\nlist(bytes(2**33))"
SCRIPT = Path(__file__).parent / "full_disk.py"


def stands_then_ends(project: Path, editions: Editions, *, but: Collection[str] = ()) -> None:
    """See that the old site stands, that nothing is at work, and that the next build ends as an undisturbed one.

    Args:
        project: the project.
        editions: what its site was, and what it is to be.
        but: files that are not compared then.
    """
    assert sums(project / "_site") == editions.before
    assert processes(project) == []
    code, lines = finish(begin(project))
    assert code == 0, "\n".join(lines)
    after = sums(project / "_site")
    assert {name: after.pop(name) for name in but}.keys() == set(but)
    assert after == {name: told for name, told in editions.after.items() if name not in but}


@pytest.mark.hour
def test_a_full_disk_is_named_and_the_next_build_goes_on(corrected: Path, editions: Editions, tmp_path: Path) -> None:
    """Wherever a build meets it: in a notebook, in what it draws, in the new site; each time a little further."""
    disk = tmp_path / "disk"
    disk.mkdir()
    allowed = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", disk], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip(f"this system lets nobody mount a small disk: {allowed.stderr.decode().strip()}")
    command = ["unshare", "-rm", sys.executable, str(SCRIPT), str(corrected), str(disk)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    *short, last = json.loads(result.stdout.splitlines()[-1])

    for told in short:
        assert told["code"] == 1, told
        assert told["lines"][-1].startswith(f"the disk at {disk}: there is no room left on it; make room there")
        assert not [line for line in told["lines"] if "Error" in line or "Traceback" in line]
        assert told["site"] == editions.before
        assert told["left"] == []
    assert not any(line.startswith("executed ") for line in short[0]["lines"])
    assert any(line.startswith("audited ") for told in short for line in told["lines"])
    assert last["code"] == 0, last["lines"]
    assert last["site"] == editions.after


@pytest.mark.hour
@pytest.mark.parametrize("kilobytes", [200_000, 400_000])
def test_a_build_with_too_little_memory_says_so(corrected: Path, editions: Editions, kilobytes: int) -> None:
    """Whichever of its processes gets none: one line, no traceback."""
    limited = ("bash", "-c", f'ulimit -v {kilobytes}; exec "$@"', "limited")
    code, lines = finish(begin(corrected, wrapped=limited))

    assert code == 1
    assert "memory" in lines[-1]
    assert not [line for line in lines if "Traceback" in line]
    assert len(lines) < 10
    stands_then_ends(corrected, editions)


@pytest.mark.hour
def test_a_cell_with_too_little_memory_says_so(corrected: Path, editions: Editions) -> None:
    """It names the cell, and the notebook is kept; once mended it is there no more."""
    kept = corrected / "build" / "failed" / "reports" / "en" / "erqi.ipynb"
    put_back = write_last_cell(corrected, "profile", HUNGRY)
    code, lines = finish(begin(corrected))
    put_back()

    assert code == 1
    assert lines[-1].startswith("notebooks/profile.ipynb cell ")
    assert "memory" in lines[-1]
    assert kept.exists()
    stands_then_ends(corrected, editions)
    assert not kept.exists()


@pytest.mark.hour
def test_a_step_that_the_system_ends_says_so(corrected: Path, editions: Editions) -> None:
    """As it ends what takes too much memory: the step is named, and nothing else."""
    build = begin(corrected)
    wait_until(build, "checked ")
    (worker,) = set(processes(corrected, "districtbrief.warm.worker")) & set(psutil.Process(build.pid).children())
    assert eventually(lambda: processes(corrected, "execute") != [] and worker.children() != [])
    for forked in worker.children():
        with suppress(psutil.NoSuchProcess):  # one that has ended meanwhile
            forked.kill()
    code, lines = finish(build)

    assert code == 1
    assert any("districtbrief execute" in line and "ended without a word" in line for line in lines), lines
    assert not [line for line in lines if "Traceback" in line]
    stands_then_ends(corrected, editions)


FAILURES = {
    "an exception": ("1 / 0", "ZeroDivisionError"),
    "a dead kernel": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "DeadKernelError"),
    "a cell without end": ("import time\ntime.sleep(1000)", "CellTimeoutError"),
}


@pytest.mark.hour
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_notebook_is_kept_as_far_as_it_came(corrected: Path, editions: Editions, failure: str) -> None:
    """What ran before is there, the cell that failed says how, the message names the file; success removes it."""
    source, error = FAILURES[failure]
    name = "build/failed/reports/en/erqi.ipynb"
    put_back = write_last_cell(corrected, "profile", source)
    code, lines = finish(begin(corrected, "--time-limit", "3"))
    put_back()

    assert code == 1
    assert name in lines[-1]
    assert f"failed: reports/en/erqi (see build/broken/reports/en/erqi.txt, and as far as it came {name})" in lines
    cells = [cell for cell in nbformat.read(corrected / name, as_version=4).cells if cell.cell_type == "code"]
    assert [output.ename for output in cells[-1].outputs if output.output_type == "error"] == [error]
    assert any(output.output_type != "error" for cell in cells[:-1] for output in cell.outputs)
    stands_then_ends(corrected, editions)
    assert not (corrected / name).exists()


@pytest.mark.hour
def test_what_failed_for_once_is_built_by_the_next(corrected: Path, editions: Editions) -> None:
    """A cell that took too long, and is allowed longer: nothing was written meanwhile, and yet there is work to do."""
    path = corrected / "notebooks" / "profile.ipynb"
    last = nbformat.read(path, as_version=4).cells[-1].source
    write_last_cell(corrected, "profile", f"import time\ntime.sleep(4)\n{last}")
    assert finish(begin(corrected, "--time-limit", "2"))[0] == 1

    stands_then_ends(corrected, editions, but=(FILE,))  # which lists the notebook as it is now
