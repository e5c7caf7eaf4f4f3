"""What the repository's settings say, each read once, and an environment that asks for nothing."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from copying import ROOT


@cache
def pyproject() -> dict[str, Any]:
    """Read `pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def workflow(name: str) -> dict[Any, Any]:
    """Read a workflow of GitHub; YAML takes its key `on` for a truth."""
    return yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))


def steps(name: str) -> list[dict[str, Any]]:
    """List the steps of all jobs of a workflow."""
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def runs(name: str) -> list[str]:
    """List what the steps of a workflow run."""
    return [step["run"] for step in steps(name) if "run" in step]


@cache
def makefile() -> str:
    """Read the `Makefile`."""
    return (ROOT / "Makefile").read_text(encoding="utf-8")


@cache
def targets() -> frozenset[str]:
    """List what make can be asked for by name."""
    return frozenset(re.findall(r"^([a-z-]+):", makefile(), re.MULTILINE))


@cache
def asked(*words: str, project: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Ask make what it would run, were the environment there."""
    command = ["make", "--no-print-directory", "--dry-run", "--old-file", ".venv/ready", *words]
    return subprocess.run(
        command, cwd=project, env=clean_environment(), capture_output=True, text=True, check=False, timeout=30
    )


def would_run(*words: str, project: Path = ROOT) -> str:
    """Say what make would run; it must refuse nothing."""
    told = asked(*words, project=project)
    told.check_returncode()
    return told.stdout


def clean_environment(**more: str) -> dict[str, str]:
    """Give the environment without what tells our command or make anything, and with what is named."""
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DISTRICTBRIEF_", "MAKE"))}
    return own | more
