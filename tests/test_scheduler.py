"""Snakemake run within our process: one target after the other, and no look at its jobs that nobody asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from districtbrief.warm.asking import ADDRESS

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
PLUGIN = """
import pandas, requests
from snakemake.executors.dryrun import Executor, common_settings
"""
LEAVING = """
import atexit, pathlib
atexit.register(pathlib.Path("left").touch)
"""
ASKING = """\
import sys, threading
threading.Timer = None
from districtbrief import scheduler
code = scheduler.schedule(sys.argv[1].split(","), ["--cores", "1", "--nolock"])
sys.exit(9 if any(map(sys.modules.get, scheduler.UNUSED)) else code)
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


def test_what_it_does_not_use_is_not_imported(tmp_path: Path) -> None:
    """Snakemake would, pandas to hold parameters against those of the run before; that takes a fifth of a second."""
    assert asked(tmp_path, "first", "touch {output}") == 0
    assert asked(tmp_path, "first,all", "touch {output}") == 0


def test_a_plugin_that_is_installed_has_what_it_needs(tmp_path: Path) -> None:
    """Snakemake imports them all, whether they are asked for or not, and Slurm's needs pandas."""
    plugin = tmp_path / "snakemake_executor_plugin_needy"
    plugin.mkdir()
    (plugin / "__init__.py").write_text(PLUGIN, encoding="utf-8")
    assert asked(tmp_path, "first", "touch {output}") == 9


@pytest.mark.parametrize(("told", "code"), [("touch {output}", 0), ("false", 1)], ids=["made", "failed"])
def test_beside_a_worker_it_ends_at_once_when_all_is_said(tmp_path: Path, told: str, code: int) -> None:
    """Where nothing is left to do it does not forget bit by bit what it knows, and what it says is said to the end."""
    (tmp_path / "Snakefile").write_text(SNAKEFILE.format(told=told) + LEAVING, encoding="utf-8")
    command = [sys.executable, "-m", "districtbrief.scheduler", "first", "--cores", "1", "--nolock"]
    env = {**os.environ, ADDRESS: str(tmp_path / "worker")}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=tmp_path, env=env, text=True, **pipes) as process:
        said = process.stdout.read() if process.stdout else ""

    assert process.returncode == code
    assert ("1 of 1 steps (100%) done" in said) is not bool(code)
    assert ("Error in rule first" in said) is bool(code)
    assert not (tmp_path / "left").exists()
