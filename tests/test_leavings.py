"""What earlier runs left: half-written files go, and no time that has yet to come misleads Snakemake."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from districtbrief.leavings import clear_leavings
from districtbrief.planning import Plan
from districtbrief.resting import digest_of

HOUR = 3600
PARTIAL = (
    "build/pages/embedded/reports/en/.brief.pdf.4711",
    "build/audited/embedded/.brief.json.4711",
    "build/fonts/.NotoSansSC-Regular.otf.node7.4711",
    "figures/en/.brief-progress.svg.4711",
    "build/pages/embedded/reports/en/.checked.html.part",
)
MADE = (
    "reports/en/brief.ipynb",
    "build/noted/tables",
    "build/validated/erqi",
    "build/audited/embedded/brief.json",
    "build/slices/embedded/001",
    "build/search/embedded/001/members.json",
    "build/pages/embedded/reports/en/brief.html",
    "build/published",
)
WRITTEN = ("data/observations/erqi.csv", "notebooks/text/brief.en.md.j2", "reports.yml", "assets/report.css")
KEPT = (
    "figures/en/brief-progress.svg",
    "reports/README.md",
    "figures/.gitkeep",
    "_site/index.html",
    "build/fonts/a.otf",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write files of every kind, of this moment."""
    for name in (*PARTIAL, *MADE, *WRITTEN, *KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def there(root: Path, names: tuple[str, ...]) -> set[str]:
    """Say which files are there."""
    return {name for name in names if (root / name).exists()}


def test_half_written_files_go_and_nothing_else(root: Path) -> None:
    """Names that only a process at work gives are of a process that was killed; the rest is as it was."""
    clear_leavings(root)

    assert there(root, PARTIAL) == set()
    assert there(root, (*MADE, *WRITTEN, *KEPT)) == {*MADE, *WRITTEN, *KEPT}


def test_what_was_made_in_the_future_is_made_anew(root: Path) -> None:
    """It would look newer than what is changed after the clock was set back; what is published is left alone."""
    for name in (*MADE, *KEPT):
        os.utime(root / name, (time.time() + HOUR,) * 2)
    clear_leavings(root)

    assert there(root, MADE) == set()
    assert there(root, KEPT) == set(KEPT)


def test_what_was_written_in_the_future_is_taken_as_written_now(root: Path) -> None:
    """Else all that is made of it would be older than it, which Snakemake takes for an error; its words stay."""
    for name in WRITTEN:
        os.utime(root / name, (time.time() + HOUR,) * 2)
    clear_leavings(root)

    assert all((root / name).stat().st_mtime <= time.time() for name in WRITTEN)
    assert all((root / name).read_text(encoding="utf-8") == name for name in WRITTEN)


def test_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    """Pages have the project's figures beside them as a link; what it leads to is looked at once, where it lies."""
    (root / "build/pages/embedded/figures").symlink_to(root / "figures")
    os.utime(root / "figures/en/brief-progress.svg", (time.time() + HOUR,) * 2)
    clear_leavings(root)

    assert (tmp_path / "build/pages/embedded/figures/en/brief-progress.svg").exists()


def test_a_digest_tells_what_files_say_and_not_when(root: Path) -> None:
    """Another word is another digest, though the time is the same; another time is not."""
    path = root / WRITTEN[0]
    before, times = digest(root), path.stat()
    os.utime(path)
    assert digest(root) == before

    path.write_text("another word", encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert digest(root) != before
    path.unlink()
    assert digest(root) != before


def digest(root: Path) -> str:
    """Sum up a table anew, as another run does."""
    digest_of.__globals__["_digest"].cache_clear()
    return Plan(root, {}, "embedded").digest(WRITTEN[:1])


@pytest.mark.slow
def test_thousands_of_files_are_looked_at_in_half_a_second(tmp_path: Path) -> None:
    """Times and digests of three thousand tables, a thousand reports."""
    tables = [f"data/observations/d{number}.csv" for number in range(3000)]
    for name in (*tables, *(f"build/pages/embedded/reports/en/d{number}.html" for number in range(1000))):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("id,indicator,value\n" * 500, encoding="utf-8")
    start = time.process_time()
    clear_leavings(tmp_path)
    Plan(tmp_path, {}, "embedded").digest(tables)

    assert time.process_time() - start < 0.5
