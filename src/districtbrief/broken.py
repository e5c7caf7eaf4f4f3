"""What could not be built: noted by the step that failed, for the summary and for the next build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from districtbrief.description import RESERVED, SHARED
from districtbrief.faults import Fault, read_faults, refuse

BROKEN = Path("build") / "broken"
"""Where each report, and each part of the data, that failed in this build has a file with its faults."""

FAILED = Path("build") / "failed"
"""Where each notebook that failed is kept, executed as far as it came."""


def note(root: Path, what: str, faults: Iterable[Fault]) -> None:
    """Keep the faults of a report, or of a part of the data, for the summary of the build.

    Args:
        root: the project.
        what: ``reports/<lang>/<name>``, or ``data/<part>``.
        faults: what is wrong with it.
    """
    path = root / BROKEN / f"{what}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(fault.line for fault in faults), encoding="utf-8")


def failures(root: Path) -> Mapping[str, list[Fault]]:
    """Read what failed in this build, by its name, in the order of names."""
    folder = root / BROKEN
    return {
        path.relative_to(folder).with_suffix("").as_posix(): faults_of(root, path.relative_to(folder).with_suffix(""))
        for path in sorted(folder.rglob("*.txt"))
    }


def faults_of(root: Path, what: Path | str) -> list[Fault]:
    """Read why a report or a part of the data failed; nothing where it has not."""
    return read_faults(root / BROKEN / f"{what}.txt")


def broken_districts(root: Path) -> frozenset[str]:
    """List the districts whose tables have been found faulty in this build."""
    return frozenset(what.removeprefix("data/") for what in failures(root) if what.startswith("data/")) - {*RESERVED}


def refuse_broken(root: Path, districts: Iterable[str]) -> None:
    """Refuse to execute a report one of whose tables has been found faulty.

    Raises:
        FaultError: with the faults of the tables.
    """
    refuse(fault for district in (SHARED, *districts) for fault in faults_of(root, f"data/{district}"))
