"""Snakemake run within our process: one target after the other, and no look at its jobs that nobody asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SNAKEFILE = """\
rule all:
    input: "second"
rule first:
    output: "first"
    params: told=lambda wildcards: "a text"
    shell: "{told}"
rule second:
    output: "second"
    shell: "touch {{output}}"
"""
ASKING = """\
import sys, threading
threading.Timer = None
from districtbrief.scheduler import schedule
code = schedule(sys.argv[1].split(","), ["--cores", "1", "--nolock"])
sys.exit(9 if sys.modules.get("pandas") else code)
"""


def asked(folder: Path, targets: str, told: str) -> int:
    """Ask for targets of a pipeline whose first job runs a command, where no timer can be made."""
    (folder / "Snakefile").write_text(SNAKEFILE.format(told=told), encoding="utf-8")
    command = [sys.executable, "-c", ASKING, targets]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_targets_are_made_one_after_the_other_without_a_timer(tmp_path: Path) -> None:
    """Snakemake's limit of jobs a second would begin a timer with each job, which looks for work for ever after."""
    assert asked(tmp_path, "first,all", "touch {output}") == 0
    assert (tmp_path / "first").exists()
    assert (tmp_path / "second").exists()


def test_nothing_is_asked_for_after_what_fails(tmp_path: Path) -> None:
    """Where the first target cannot be made, the second is not begun."""
    assert asked(tmp_path, "first,all", "false") == 1
    assert not (tmp_path / "second").exists()


def test_a_target_that_there_is_not_is_a_failure(tmp_path: Path) -> None:
    """What Snakemake's command would end with, this gives as an exit code too."""
    assert asked(tmp_path, "nobody", "touch {output}") == 1


def test_pandas_is_not_imported(tmp_path: Path) -> None:
    """Snakemake would, to hold parameters against those of the run before; that takes a fifth of a second."""
    assert asked(tmp_path, "first", "touch {output}") == 0
    assert asked(tmp_path, "first,all", "touch {output}") == 0
