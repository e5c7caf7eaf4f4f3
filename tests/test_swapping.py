"""The swap: whoever reads the site while another takes its place finds one of the two, whole."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Event, Process, Queue
from pathlib import Path

import pytest

from districtbrief import swapping
from districtbrief.faults import FaultError
from districtbrief.swapping import exchange, restore, swap

SWAPS = 300
NAMES = ("index.html", "reports/en/brief.html")


def lay_out(folder: Path, edition: int) -> Path:
    """Write a site of one edition."""
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{edition}" * 1000, encoding="utf-8")
    return folder


def edition_of(folder: Path) -> set[str]:
    """Say which edition each page of a site is of."""
    return {(folder / name).read_text(encoding="utf-8") for name in NAMES}


def read_on(site: Path, stop: Event, told: Queue) -> None:  # type: ignore[valid-type]
    """Read one page after the other until told to stop; tell what was amiss, and how often was read."""
    amiss, count, newest = [], 0, 0
    while not stop.is_set():
        for name in NAMES:
            try:
                text = (site / name).read_text(encoding="utf-8")
            except OSError as error:
                amiss.append(f"{name}: {error}")
                continue
            edition = int(text[:4])
            if text != f"{edition}" * 1000 or edition < newest:
                amiss.append(f"{name}: {edition} after {newest}, {len(text)} letters")
            newest, count = edition, count + 1
    told.put((amiss, count))


@pytest.mark.slow
def test_a_reader_finds_one_edition_or_the_next_and_never_none(tmp_path: Path) -> None:
    """Through hundreds of swaps each page is there, whole, and never of an edition older than one seen before."""
    site, stop, told = lay_out(tmp_path / "_site", 1000), Event(), Queue()
    reader = Process(target=read_on, args=(site, stop, told))
    reader.start()
    for edition in range(1001, 1001 + SWAPS):
        swap(lay_out(tmp_path / "build" / "site", edition), site)
    stop.set()
    amiss, count = told.get(timeout=30)
    reader.join()

    assert amiss == []
    assert count > SWAPS
    assert not (tmp_path / "build" / "site").exists()


def test_this_system_exchanges_folders(tmp_path: Path) -> None:
    """Linux and macOS can, and so no moment is without a site; where this fails, architecture.md says what happens."""
    one, other = lay_out(tmp_path / "one", 1), lay_out(tmp_path / "other", 2)

    assert exchange(one, other)
    assert (edition_of(one), edition_of(other)) == ({"2" * 1000}, {"1" * 1000})


@pytest.mark.parametrize("published", [True, False], ids=["a second", "a first"])
def test_without_exchange_the_old_site_is_moved_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, published: bool
) -> None:
    """The new one stands, and nothing of the old is left."""
    monkeypatch.setattr(swapping, "exchange", lambda *_: False)
    site = tmp_path / "_site"
    if published:
        lay_out(site, 1)
    swap(lay_out(tmp_path / "build" / "site", 2), site)

    assert edition_of(site) == {"2" * 1000}
    assert list((tmp_path / "build").iterdir()) == []


def test_a_system_that_cannot_says_so_and_other_refusals_are_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EINVAL is what a file system without exchange answers; what may not be renamed is an error."""
    one, other = lay_out(tmp_path / "one", 1), lay_out(tmp_path / "other", 2)
    monkeypatch.setattr(swapping.ctypes, "get_errno", lambda: errno.EINVAL)
    monkeypatch.setattr(swapping, "_SYSTEM", Refusing())
    assert not exchange(one, other)

    monkeypatch.setattr(swapping.ctypes, "get_errno", lambda: errno.EACCES)
    with pytest.raises(PermissionError):
        exchange(one, other)


class Refusing:
    """A system that refuses every exchange."""

    def renameat2(self, *_: object) -> int:
        """Refuse."""
        return -1


KILLED: dict[str, tuple[str, int]] = {
    "after the exchange": ("swapping.clear = end", 2),
    "between two renames": ("swapping.exchange = lambda *_: False; Path.rename = then_end(Path.rename)", 1),
}


@pytest.mark.parametrize("moment", KILLED)
def test_killed_in_the_middle_a_whole_site_stands_or_is_put_back(tmp_path: Path, moment: str) -> None:
    """After the exchange it is the new one; between two renames the old one comes back; the next leaves nothing."""
    change, edition = KILLED[moment]
    site, staged = lay_out(tmp_path / "_site", 1), lay_out(tmp_path / "build" / "site", 2)
    script = f"""
import os, signal, sys
from pathlib import Path
from districtbrief import swapping
def end(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
def then_end(call): return lambda *given: (call(*given), end())
{change}
swapping.swap(Path(sys.argv[1]), Path(sys.argv[2]))
"""
    killed = subprocess.run([sys.executable, "-c", script, staged, site], check=False)
    restore(staged, site)

    assert killed.returncode == -signal.SIGKILL
    assert edition_of(site) == {f"{edition}" * 1000}
    swap(lay_out(staged, 3), site)
    assert edition_of(site) == {"3" * 1000}
    assert list((tmp_path / "build").iterdir()) == []


def test_a_published_link_gives_way_and_what_it_led_to_stays(tmp_path: Path) -> None:
    """Whoever had `_site` lead elsewhere keeps what lies there."""
    elsewhere, site = lay_out(tmp_path / "elsewhere", 1), tmp_path / "_site"
    site.symlink_to(elsewhere)
    swap(lay_out(tmp_path / "build" / "site", 2), site)

    assert edition_of(site) == {"2" * 1000}
    assert edition_of(elsewhere) == {"1" * 1000}
    assert list((tmp_path / "build").iterdir()) == []


def test_two_disks_are_told_and_the_site_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be swapped in one step is not begun."""
    site, staged = lay_out(tmp_path / "_site", 1), lay_out(tmp_path / "build" / "site", 2)
    monkeypatch.setattr(Path, "stat", on_disks(Path.stat, staged))
    with pytest.raises(FaultError, match="another disk"):
        swap(staged, site)
    monkeypatch.undo()

    assert edition_of(site) == {"1" * 1000}


def on_disks(stat: Callable[..., os.stat_result], staged: Path) -> Callable[..., object]:
    """Have one folder lie on a disk of its own."""

    def told(path: Path, **given: bool) -> object:
        found = list(stat(path, **given))
        return os.stat_result([*found[:2], found[2] + (path == staged), *found[3:]])

    return told
