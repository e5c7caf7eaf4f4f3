"""Slices of reports on a real Slurm of three nodes, one of which dies."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from make_districts import write_project
from running import PROFILE, ROOT, adapt_profile, building, hashed, printed_by
from slurm import Cluster, all_processes, cluster, missing, wait_until

DISTRICTS, SLICE_SIZE = 200, 40
DEAD = "node2"
PLUGIN = importlib.util.find_spec("snakemake_executor_plugin_slurm") is not None
LACKS = missing() or ("" if PLUGIN else "no Slurm plugin for Snakemake: pip install -r requirements-cluster.lock")

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.skipif(bool(LACKS), reason=LACKS)]


@dataclass(frozen=True)
class Sent:
    """A build on the cluster: its project, what it printed, its jobs at the end, and those that were made to fail."""

    project: Path
    printed: str
    jobs: list[dict[str, str]]
    lost: str
    cancelled: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a project of so many districts that its reports are made slice by slice."""
    project = tmp_path_factory.mktemp("written") / "project"
    write_project(ROOT, project, DISTRICTS)
    return project


@pytest.fixture(scope="module")
def local(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it on this machine."""
    project = Path(shutil.copytree(written, tmp_path_factory.mktemp("local") / "project"))
    with building(project) as process:
        printed_by(process, project)
    return project


@pytest.fixture(scope="module")
def sent(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    """Build it on a cluster; cancel one slice and kill the node of another when they have rendered something."""
    project = Path(shutil.copytree(written, tmp_path_factory.mktemp("sent") / "project"))
    adapt_profile(project, SLICE_SIZE)
    with (
        cluster(tmp_path_factory.mktemp("slurm")) as slurm,
        building(project, "--profile", PROFILE.as_posix(), cluster=slurm) as process,
    ):
        wait_until(lambda: process.poll() is not None or len(pages(project)) > SLICE_SIZE // 2, "pages", 1200)
        jobs = {job["node"]: job["id"] for job in slurm.jobs() if job["state"] == "RUNNING"}
        slurm.kill_node(DEAD)
        cancel(slurm, jobs["node3"])
        printed = printed_by(process, project)
        yield Sent(project, printed, slurm.jobs(), jobs[DEAD], jobs["node3"])


def pages(project: Path) -> list[Path]:
    """List the pages of reports that have been rendered."""
    return list((project / "build" / "pages" / "embedded" / "reports").glob("*/*.pdf"))


def cancel(slurm: Cluster, number: str) -> None:
    """Cancel a job, and wait until the worker that it had started has ended."""
    assert workers_of(number)
    slurm.ask("scancel", number)
    wait_until(lambda: not workers_of(number), "the worker of a cancelled job to end", 30)


def workers_of(number: str) -> list[int]:
    """List the processes of the worker that a job has started, whatever became of the job."""
    found = []
    for pid in all_processes():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
            around = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0")
        except OSError:  # it has ended
            continue
        if "districtbrief.warm.worker" in words and f"SLURM_JOB_ID={number}" in around:
            found.append(pid)
    return found


def test_the_site_is_the_same(local: Path, sent: Sent) -> None:
    """A site built on three nodes, one of which died, is to the byte the one built on one machine."""
    assert hashed(sent.project / "_site") == hashed(local / "_site")


def test_each_slice_is_one_job(sent: Sent) -> None:
    """Every slice, and nothing else, is one Slurm job; one of each slice was completed."""
    slices = sorted(path.name for path in (sent.project / "build" / "slices" / "embedded").iterdir())
    completed = [job["slice"] for job in sent.jobs if job["state"] == "COMPLETED"]

    assert len(slices) > len({"node1", "node2", "node3"})
    assert sorted(completed) == [f"rule_slice_wildcards_{name}" for name in slices]


def test_a_dead_node_costs_no_report(sent: Sent) -> None:
    """The slice of the node that died, and the one that was cancelled, are each made by one more job elsewhere."""
    jobs = {job["id"]: job for job in sent.jobs}
    again = [job for job in sent.jobs if job["slice"] == jobs[sent.lost]["slice"] and job["id"] != sent.lost]

    assert jobs[sent.lost]["state"] == "NODE_FAIL"
    assert jobs[sent.cancelled]["state"] == "CANCELLED"
    assert [job["state"] for job in again] == ["COMPLETED"]
    assert again[0]["node"] != DEAD
    assert [job["id"] for job in sent.jobs if job["state"] != "COMPLETED"] == sorted([sent.lost, sent.cancelled])


def test_who_waits_is_told(sent: Sent) -> None:
    """The command names each job that it sends, says which failed, and ends as it does without a cluster."""
    assert len(re.findall(r"has been submitted with SLURM jobid", sent.printed)) == len(sent.jobs)
    assert f"SLURM-job '{sent.lost}' failed" in sent.printed
    assert sent.printed.endswith("open _site/index.html\n")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Leaving the cluster ends all that it and its jobs started."""
    with cluster(tmp_path, nodes=2) as running:
        running.ask("sbatch", f"--chdir={tmp_path}", "--wrap=sleep 600 & setsid sleep 600")
        wait_until(lambda: started_from(tmp_path) > 1, "the job to run", 30)

    assert started_from(tmp_path) == 0


def started_from(folder: Path) -> int:
    """Count the processes that work in a folder."""
    found = 0
    for pid in all_processes():
        try:
            found += Path(f"/proc/{pid}/cwd").resolve() == folder
        except OSError:  # it has ended
            continue
    return found
