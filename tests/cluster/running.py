"""A project of many districts, built on this machine and on a test cluster."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from slurm import Cluster

ROOT = Path(__file__).parents[2]
PROFILE = Path("profiles") / "slurm"
LOG = "build.out"
REPORT = (str(Path(sys.executable).with_name("districtbrief")), "report", "--renderer", "embedded", "--cores", "2")
# what a site would change in its copy of the profile: small nodes, no accounting, nobody who wants to wait
SITE = {
    "cores": 2,
    "default-resources": ["mem_mb=4000", "runtime=60", "slurm_partition='normal'"],
    "slurm-status-command": "squeue",
    "slurm-init-seconds-before-status-checks": 3,
}


def adapt_profile(project: Path, slice_size: int) -> None:
    """Give a project the profile that users take, changed for the test cluster, with slices of another size."""
    shutil.copytree(ROOT / PROFILE, project / PROFILE)
    path = project / PROFILE / "config.yaml"
    profile = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(profile | SITE), encoding="utf-8")
    (project / profile["configfile"]).write_text(f"slice_size: {slice_size}\n", encoding="utf-8")


@contextmanager
def building(project: Path, *options: str, cluster: Cluster | None = None) -> Iterator[subprocess.Popen]:
    """Start `districtbrief report` in a project, on a cluster if one is given; it is killed if the caller leaves early.

    What it prints goes to `build.out` in the project.
    """
    environment = cluster.environment if cluster else os.environ
    alone = {name: value for name, value in environment.items() if not name.startswith("DISTRICTBRIEF_")}
    with (project / LOG).open("wb") as out:
        process = subprocess.Popen(
            [*REPORT, *options], cwd=project, env=alone, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def printed_by(process: subprocess.Popen, project: Path, seconds: float = 3600) -> str:
    """Wait for a started build to succeed and return what it printed.

    Raises:
        AssertionError: it failed; the message ends with what it printed last.
        subprocess.TimeoutExpired: it took more than `seconds`.
    """
    code = process.wait(timeout=seconds)
    text = (project / LOG).read_text(encoding="utf-8")
    assert code == 0, text[-4000:]
    return text


def hashed(folder: Path) -> dict[str, str]:
    """Give the sha256 of every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
