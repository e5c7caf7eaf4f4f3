"""Slices of many small jobs on a real Slurm of three nodes, one of which dies."""

from __future__ import annotations

import importlib.util
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import printed_by, run_snakemake, snakemake
from slurm import Cluster, all_processes, cluster, missing, wait_until

HERE = Path(__file__).parent
PROFILE = HERE.parents[1] / "profiles/slurm"
PLUGIN = importlib.util.find_spec("snakemake_executor_plugin_slurm") is not None
LACKS = missing() or ("" if PLUGIN else "no Slurm plugin for Snakemake: pip install -r requirements-cluster.lock")
# as a user names a partition
SITE = ("--default-resources", "mem_mb=2000", "runtime=5", "slurm_partition=normal")
CHAINS = (*SITE, "--cores", "2", "--precommand", ". ./warm.sh", "--config", "chains=30", "slice=10")

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.skipif(bool(LACKS), reason=LACKS)]


@pytest.fixture
def slurm(tmp_path: Path) -> Iterator[Cluster]:
    """Run three nodes of two processors."""
    (tmp_path / "slurm").mkdir()
    with cluster(tmp_path / "slurm") as running:
        yield running


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """Copy the toy pipeline."""
    return Path(shutil.copytree(HERE / "toy", tmp_path / "toy"))


def notes(toy: Path) -> dict[str, list[tuple[str, str, float, float]]]:
    """Read what the chains noted: by Slurm's job, each one's node, helper, start and end in seconds."""
    found = defaultdict(list)
    for path in (toy / "out/b").iterdir():
        job, node, helper, began, ended = path.read_text(encoding="ascii").split()
        found[job].append((node, helper, float(began), float(ended)))
    return found


def started_from(folder: Path) -> list[str]:
    """List the command lines of all processes that work in a folder or name it."""
    found = []
    for pid in all_processes():
        try:
            place, words = Path(f"/proc/{pid}/cwd").resolve(), Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
        except OSError:  # it has ended
            continue
        if place.is_relative_to(folder) or str(folder) in words:
            found.append(words.replace("\0", " "))
    return found


def test_a_slice_is_one_job_with_one_helper(slurm: Cluster, toy: Path) -> None:
    """Thirty chains in slices of ten are three Slurm jobs, each with a helper of its own and two chains at a time."""
    run_snakemake(slurm, toy, PROFILE, CHAINS)

    found = notes(toy)
    helpers = {job: {helper for _, helper, _, _ in chains} for job, chains in found.items()}
    assert [len(chains) for chains in found.values()] == [10, 10, 10]
    assert [job["state"] for job in slurm.jobs()] == ["COMPLETED"] * 3
    assert {job["id"] for job in slurm.jobs()} == set(found)
    assert len(set.union(*helpers.values())) == len(helpers) == 3
    for chains in found.values():
        assert max(sum(began <= start < ended for _, _, began, ended in chains) for _, _, start, _ in chains) == 2
    wait_until(lambda: not any("helper.py" in words for words in started_from(toy)), "the helpers to end", 10)


def test_a_dead_node_costs_no_report(slurm: Cluster, toy: Path) -> None:
    """When a node dies midway its slice is built on another one, and Snakemake ends well."""
    with snakemake(slurm, toy, PROFILE, CHAINS) as process:
        wait_until(lambda: any((toy / "out/a").glob("*")), "the first chain", 120)
        lost = next(job["id"] for job in slurm.jobs() if job["node"] == "node2")
        slurm.kill_node("node2")
        printed_by(process, toy)

    states = {job["id"]: job["state"] for job in slurm.jobs()}
    found = notes(toy)
    assert states.pop(lost) == "NODE_FAIL"
    assert list(states.values()) == ["COMPLETED"] * 3
    assert set(found) == set(states)
    assert {node for chains in found.values() for node, *_ in chains} == {"node1", "node3"}
    assert sum(map(len, found.values())) == 30


def test_a_helper_ends_with_its_cancelled_job(slurm: Cluster, toy: Path) -> None:
    """Whatever ends the job ends the helper, though Slurm here does not follow what runs in the background."""
    number = slurm.ask("sbatch", "--parsable", f"--chdir={toy}", "--wrap=. ./warm.sh && sleep 600").strip()
    wait_until(lambda: any("helper.py" in words for words in started_from(toy)), "the helper to start", 30)

    slurm.ask("scancel", number)

    wait_until(lambda: not started_from(toy), "all of the job to end", 30)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Leaving the cluster ends all that it and its jobs started."""
    with cluster(tmp_path, nodes=2) as running:
        running.ask("sbatch", f"--chdir={tmp_path}", "--wrap=sleep 600 & setsid sleep 600")
        wait_until(lambda: any("sleep 600" in words for words in started_from(tmp_path)), "the job to run", 30)

    assert started_from(tmp_path) == []
