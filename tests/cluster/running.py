"""Snakemake on a test cluster, through the profile that users take."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from slurm import Cluster

LOG = "snakemake.out"
# no accounting here, and nobody wants to wait; all else is the profile's
FOR_TESTS = ("--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "3")


@contextmanager
def snakemake(
    cluster: Cluster, folder: Path, profile: Path, arguments: Sequence[str] = ()
) -> Iterator[subprocess.Popen]:
    """Start Snakemake in `folder` on the cluster; it is killed if the caller leaves before it ends.

    What it prints goes to `snakemake.out` in `folder`.
    """
    command = [sys.executable, "-m", "snakemake", "--workflow-profile", "none", "--profile", str(profile)]
    guarded = ["setpriv", "--pdeathsig", "KILL", *command, *FOR_TESTS, *arguments]
    with (folder / LOG).open("wb") as out:
        process = subprocess.Popen(guarded, cwd=folder, env=cluster.environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run_snakemake(
    cluster: Cluster, folder: Path, profile: Path, arguments: Sequence[str] = (), seconds: float = 600
) -> str:
    """Run Snakemake in `folder` on the cluster to its end.

    Returns:
        What it printed.

    Raises:
        AssertionError: it failed; the message ends with what it printed last.
        subprocess.TimeoutExpired: it took more than `seconds`.

    """
    with snakemake(cluster, folder, profile, arguments) as process:
        return printed_by(process, folder, seconds)


def printed_by(process: subprocess.Popen, folder: Path, seconds: float = 600) -> str:
    """Wait for a started Snakemake to succeed and return what it printed; it raises as `run_snakemake` does."""
    code = process.wait(timeout=seconds)
    text = (folder / LOG).read_text(encoding="utf-8")
    assert code == 0, text[-4000:]
    return text
