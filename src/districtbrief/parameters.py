"""The parameters of a notebook: what its cell declares, and whether what it was given will do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from districtbrief.csvtables import read_table
from districtbrief.datapackage import unknown_ids
from districtbrief.description import leaves
from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.kept import kept
from districtbrief.wording import languages

LISTS = ("districts", "themes")
TEXTS = ("lang", "district")
Cell = tuple[str, str, Sequence[str]]
"""What a cell of a notebook is, what it says, and its tags."""


def declared_parameters(root: Path, notebook: str) -> list[str]:
    """List the names that a notebook's parameters cell declares."""
    return list(_declared(root / "notebooks" / f"{notebook}.ipynb"))


def is_about_districts(parameters: Iterable[str]) -> bool:
    """Whether a notebook that declares these parameters is about districts, and so rests on their tables."""
    return not {"district", "districts"}.isdisjoint(parameters)


def ids_of(root: Path, table: str) -> tuple[str, ...]:
    """List the ids of a table of `data/`, such as ``districts``, reading it only when it has changed."""
    return _ids(root / "data" / f"{table}.csv")


def read_parameters(root: Path, notebook: str, namespace: Mapping[str, object]) -> dict[str, object]:
    """Check a notebook's parameters: each known, none missing, each of its type.

    Raises:
        FaultError: all that is wrong with them.
    """
    known = declared_parameters(root, notebook)
    given = {name: value for name, value in namespace.items() if name in known or _is_parameter(name, value)}
    faults = [_unknown(name, known) for name in given if name not in known]
    faults += [Fault.of("parameter.missing", f"parameter {name}") for name in known if name not in given]
    values = {name: _as_list(value) if name in LISTS else value for name, value in given.items() if name in known}
    faults += [
        fault
        for name, value in values.items()
        for fault in _ill_typed(name, value) or _unknown_values(root, name, value)
    ]
    refuse(faults)
    return values


def complete_parameters(root: Path, notebook: str, given: Mapping[str, object], lang: str) -> dict[str, object]:
    """Check what `reports.yml` gives a notebook; a list that it leaves out is empty, which means all.

    Raises:
        FaultError: all that is wrong with them.
    """
    empty: dict[str, object] = {name: [] for name in declared_parameters(root, notebook) if name in LISTS}
    return read_parameters(root, notebook, empty | dict(given) | {"lang": lang})


def read_cells(root: Path, notebook: str) -> list[Cell]:
    """Read what the cells of a notebook say.

    Raises:
        FaultError: the file is no notebook, or lies outside the project.
    """
    place = f"notebooks/{notebook}.ipynb"
    if leaves(root, root / place):
        raise FaultError([Fault.of("parameter.outside", place, path=(root / place).resolve())])
    try:
        cells = json.loads((root / place).read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", [])) for cell in cells]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        pair = f"notebooks/{notebook}.py"
        raise FaultError([Fault.of("notebook.unreadable", place, error=error, pair=pair)]) from None


@kept
def _declared(path: Path) -> tuple[str, ...]:
    cells = read_cells(path.parent.parent, path.stem)
    lines = [line for _, source, tags in cells if "parameters" in tags for line in source.splitlines()]
    names = tuple(line.partition(":")[0] for line in lines if ":" in line and "=" in line)
    if not names:
        raise FaultError([Fault.of("parameter.no-cell", f"notebooks/{path.name}")])
    return names


@kept
def _ids(path: Path) -> tuple[str, ...]:
    return tuple(row["id"] or "" for row in read_table(path, "id"))


def _is_parameter(name: str, value: object) -> bool:
    if name.startswith("_") or name in ("In", "Out"):
        return False
    return isinstance(value, (str, int, float, list, tuple, dict, type(None)))


def _unknown(name: str, known: Sequence[str]) -> Fault:
    return Fault.of("parameter.unknown", f"parameter {name}", nearest=nearest(name, known))


def _as_list(value: object) -> object:
    """Take what the papermill command passes for a list: JSON in a string, or one bare name."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.lstrip().startswith("[") else [value] if value else []
    except json.JSONDecodeError:
        return value


def _ill_typed(name: str, value: object) -> list[Fault]:
    if name in TEXTS:
        fine, wanted = isinstance(value, str), 'a text such as "zh"'
    else:
        fine = isinstance(value, list) and all(isinstance(item, str) for item in value)
        wanted = 'a list of texts such as ["erqi", "jinshui"]'
    return [] if fine else [Fault.of("parameter.ill-typed", f"parameter {name}", value=value, wanted=wanted)]


def _unknown_values(root: Path, name: str, value: Any) -> list[Fault]:  # noqa: ANN401 - a text or a list, by now
    if name == "lang":
        return unknown_ids([value], languages(), name)
    table = "themes" if name == "themes" else "districts"
    chosen = [value] if name in TEXTS else value
    twice = [Fault.of("parameter.twice", f"parameter {name}", value=item) for item in sorted(_repeated(chosen))]
    return [*unknown_ids(chosen, ids_of(root, table), name), *twice]


def _repeated(items: Sequence[str]) -> set[str]:
    return {item for item, count in Counter(items).items() if count > 1}
