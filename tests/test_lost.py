"""Nothing is lost: a build killed at any moment leaves a whole site, and the next one ends as if nothing had been."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from killing import (
    Editions,
    begin,
    copy_whole,
    eventually,
    finish,
    names,
    processes,
    scratch_of,
    sums,
)

SEED = 20261122
KILLS = 5
"""How many builds of a project are killed one after the other, before one may end."""
MANY = 20
WHOM = ("the command", "its group", "all at once", "one of them")


def kill(build: subprocess.Popen[str], project: Path, whom: str, chance: random.Random) -> None:
    """Kill a build, or a part of it; where it can go on, let it."""
    if whom == "the command":
        build.kill()
    elif whom == "its group":
        os.killpg(build.pid, signal.SIGKILL)
    else:
        found = processes(project)
        for process in found if whom == "all at once" else chance.sample(found, min(len(found), 1)):
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
    finish(build)


def lose_and_find(project: Path, editions: Editions, number: int, seed: int) -> None:
    """Kill builds at random moments, look at the site each time, and then let one build end."""
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - chance need be no secret
    for count in range(KILLS):
        whom = WHOM[(number * KILLS + count) % len(WHOM)]
        moment = chance.uniform(0, editions.seconds)
        told = f"seed {seed}, number {number}, kill {count}: {whom} after {moment:.3f} s"
        build = begin(project)
        time.sleep(moment)
        kill(build, project, whom, chance)
        assert eventually(lambda: not processes(project)), f"{told}: {processes(project)} are left"
        assert sums(project / "_site") in (editions.before, editions.after), f"{told}: the site is a mixture"
        left = [path for path in scratch_of(project).rglob("*") if not path.is_dir()]
        assert whom == "all at once" or left == [], f"{told}: scratch files are left"
        shutil.rmtree(scratch_of(project))  # where nobody lived to do so
    code, lines = finish(begin(project))
    assert code == 0, "\n".join([told, *lines])
    assert sums(project / "_site") == editions.after, f"{told}: the next build does not mend the site"
    assert names(project) == editions.made, f"{told}: {names(project) ^ editions.made}"


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, pytest.param(1, marks=pytest.mark.long)])
def test_builds_killed_at_random_moments_lose_nothing(corrected: Path, editions: Editions, number: int) -> None:
    """The site is the old one or the new one, no process is left, and the next build needs no hand to help it."""
    lose_and_find(corrected, editions, number, SEED)


@pytest.mark.hour
@pytest.mark.parametrize("number", range(MANY))
def test_a_hundred_builds_killed_at_random_moments_lose_nothing(
    corrected: Path, editions: Editions, number: int
) -> None:
    """The same, at ten times as many moments."""
    lose_and_find(corrected, editions, number, SEED + 1)


@pytest.mark.hour
def test_no_build_writes_into_what_is_published(corrected: Path, editions: Editions, tmp_path: Path) -> None:
    """Pages are published as links: a build puts new files in the place of old ones, whose bytes stay as they are."""
    kept = tmp_path / "kept"
    subprocess.run(["cp", "-al", corrected / "_site", kept], check=True)
    code, lines = finish(begin(corrected))

    assert code == 0, "\n".join(lines)
    assert sums(corrected / "_site") == editions.after
    assert sums(kept) == editions.before
    assert any((kept / name).stat().st_nlink > 1 for name in editions.before)


def old_time(path: Path) -> None:
    """Give a file the time of long ago, as `cp -p`, `rsync -t` and `tar` do."""
    os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.mark.hour
def test_a_correction_that_bears_an_old_time_is_built(corrected: Path, editions: Editions) -> None:
    """What a file says counts, not when it was written; and when it has been built there is nothing to do."""
    old_time(corrected / "data" / "observations" / "erqi.csv")
    code, lines = finish(begin(corrected))

    assert code == 0, "\n".join(lines)
    assert sums(corrected / "_site") == editions.after
    assert "Nothing to be done" in planned(corrected)


CHANGES = {
    "a template": ("notebooks/text/profile.en.md.j2", ("{%", "\n{%"), "reports/en/erqi.ipynb"),
    "a table of all": ("data/themes.csv", ("Education", "Schooling"), "reports/en/index.ipynb"),
    "the looks": ("_quarto.yml", ("project:", "# a word more\nproject:"), "build/noted/looks"),
    "the gateway": ("index.qmd", ("[English]", "[In English]"), "build/pages/embedded/index.html"),
    "what is published as it is": ("data/README.md", ("a", "an"), "build/published"),
}


@pytest.mark.hour
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_page_is_made_of_may_bear_an_old_time(editions: Editions, tmp_path: Path, change: str) -> None:
    """A template, a table that all share, the settings of the site: Snakemake would build each change."""
    project = copy_whole(editions.project, tmp_path / "project")
    name, (old, new), made = CHANGES[change]
    text = (project / name).read_text(encoding="utf-8")
    assert old in text, "nothing was planted"
    assert "Nothing to be done" in planned(project)

    (project / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    old_time(project / name)
    assert made in planned(project)


def planned(project: Path) -> str:
    """Say what Snakemake would do."""
    options = ("--dry-run", "--nolock", "--cores", "1", "--config", "renderer=embedded")
    command = [sys.executable, "-m", "snakemake", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout


@pytest.mark.hour
def test_after_the_clock_was_set_back_a_build_is_as_any_other(corrected: Path, editions: Editions) -> None:
    """What was built, and what was written, at times that have yet to come: neither hides a correction."""
    ahead = time.time() + 86400
    for path in (*corrected.rglob("*"), corrected):
        if not path.is_symlink() and "_site" not in path.parts:
            os.utime(path, (ahead, ahead))
    correct_time = time.time() - 86400
    os.utime(corrected / "data" / "observations" / "erqi.csv", (correct_time, correct_time))
    code, lines = finish(begin(corrected))

    assert code == 0, "\n".join(lines)
    assert sums(corrected / "_site") == editions.after
    assert "Nothing to be done" in planned(corrected)
