"""Everything that is wrong with what people write, told at once: `data/`, `reports.yml`, and the pairs of notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from districtbrief.description import RESERVED, TOGETHER
from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.parameters import Cell, read_cells
from districtbrief.specs import read_specs
from districtbrief.tablefaults import ids_loosely

BATCH = 25
"""How many districts a process checks at a time; so many at most are checked in this one."""


def check(root: Path, parts: Sequence[str] = ()) -> None:
    """Check parts of `data/`, the pairs of notebooks with what holds of all, or everything that people write.

    Raises:
        FaultError: all that is wrong.
    """
    refuse(dict.fromkeys([*([] if parts else _of_reports(root)), *_of_parts(root, parts)]))


def inspect(root: Path, cores: int) -> list[Fault]:
    """List everything that is wrong, with as many processes as there is work for."""
    districts = ids_loosely(root, "districts")
    if len(districts) <= BATCH:
        return [*_of_reports(root), *_of_parts(root, ())]
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only after a fault, and then for many alone

    with ProcessPoolExecutor(cores) as processes:
        found = processes.map(partial(_of_parts, root), [RESERVED, *batches(districts)])
        return list(dict.fromkeys([*_of_reports(root), *(fault for faults in found for fault in faults)]))


def batches(districts: Sequence[str]) -> list[Sequence[str]]:
    """Part districts into those that one process checks at a time."""
    return [districts[start : start + BATCH] for start in range(0, len(districts), BATCH)]


@contextmanager
def told_with_all(root: Path, cores: int) -> Iterator[None]:
    """Where something is found wrong with what people write, tell with it everything else that is wrong there.

    Raises:
        FaultError: what was found, and all else.
    """
    try:
        yield
    except FaultError as error:
        raise FaultError(dict.fromkeys([*error.faults, *inspect(root, cores)])) from None


def _of_reports(root: Path) -> list[Fault]:
    try:
        read_specs(root)
    except FaultError as error:
        return list(error.faults)
    return []


def _of_parts(root: Path, parts: Sequence[str]) -> list[Fault]:
    from districtbrief.validation import validate  # noqa: PLC0415 - it takes a second to import with what it needs

    found = list(_of_pairs(root)) if not parts or TOGETHER in parts else []
    try:
        validate(root, parts)
    except FaultError as error:
        found += error.faults
    return found


def _of_pairs(root: Path) -> Iterator[Fault]:
    """A notebook that has a script beside it says what the script says."""
    for script in sorted((root / "notebooks").glob("*.py")):
        place, notebook = f"notebooks/{script.name}", script.with_suffix(".ipynb")
        if not notebook.exists():
            continue
        try:
            if read_cells(root, script.stem) != _said(script):
                yield Fault.of("notebook.out-of-step", f"notebooks/{notebook.name}", pair=place)
        except FaultError as error:
            yield from error.faults
        except Exception as error:  # noqa: BLE001 - whatever people write, and however jupytext stumbles over it
            yield Fault.of("notebook.no-script", place, error=error, notebook=f"notebooks/{notebook.name}")


def _said(script: Path) -> list[Cell]:
    import jupytext  # noqa: PLC0415

    cells = jupytext.read(script).cells
    return [(cell["cell_type"], cell["source"], cell["metadata"].get("tags", [])) for cell in cells]
