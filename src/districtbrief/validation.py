"""What is wrong with `data/`: frictionless checks the tables, this module what they mean."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from districtbrief.datapackage import DataPackage, Observation, load
from districtbrief.faults import Fault, nearest, refuse
from districtbrief.numerals import read_token

SHARED = "shared"
REMEDIES = {
    "missing-label": "add the column",
    "incorrect-label": "give the columns the names and the order that datapackage.json lists",
    "extra-label": "remove the column, or describe it in datapackage.json",
    "unique-error": "give each row an id of its own",
    "primary-key": "give each row an id of its own",
    "blank-row": "remove the row",
    "missing-cell": "complete the row",
    "extra-cell": "remove the cell, or quote the value that holds a comma",
    "scheme-error": "put the file back",
    "encoding-error": "save it as UTF-8",
}


def validate(root: Path, parts: Sequence[str] = ()) -> None:
    """Check `data/` against `data/datapackage.json`, then each observation against its printed token.

    Args:
        root: the project.
        parts: ``shared`` for the tables that every report reads, or districts; empty means all.

    Raises:
        FaultError: everything that is wrong, each with file, row, column, what stands there and what to do.
    """
    refuse(_of_tables(root, parts))
    districts = [part for part in parts if part != SHARED]
    if districts or not parts:
        refuse(_of_meaning(load(root, districts)))


def _of_tables(root: Path, parts: Sequence[str]) -> Iterator[Fault]:
    import frictionless  # noqa: PLC0415 - it takes a second to import, and only validation needs it

    path = root / "data" / "datapackage.json"
    if not path.is_file():
        yield Fault("data/datapackage.json", "the file is missing", "put it back")
        return
    known = _known_ids(root)
    package = frictionless.Package(str(path))
    for name in [name for name in package.resource_names if _chosen(name, parts)]:
        report = frictionless.validate(package.get_resource(name))
        yield from (Fault("data/datapackage.json", error.note, "mend the description") for error in report.errors)
        yield from (_table_fault(task.place, error.to_dict(), known) for task in report.tasks for error in task.errors)


def _chosen(resource: str, parts: Sequence[str]) -> bool:
    district = resource.removeprefix("observations-")
    return not parts or (SHARED if district == resource else district) in parts


def _table_fault(place: str, error: Mapping[str, Any], known: Mapping[str, list[str]]) -> Fault:
    where = f"data/{place}"
    where += f" row {error['rowNumber']}" if "rowNumber" in error else ""
    column = error.get("fieldName") or ", ".join(error.get("fieldNames", []))
    where += f", column {column}" if column else ""
    return Fault(where, _found(error), _remedy(error, known))


def _found(error: Mapping[str, Any]) -> str:
    if error["type"] == "foreign-key":
        return f"{', '.join(map(str, error['fieldCells']))!r} is unknown"
    if error["type"] == "type-error" and "number/default" in error["note"]:
        return f"{error['cell']!r} is not a decimal"
    cell = f"{error['cell']!r}: " if "cell" in error else ""
    return f"{cell}{error['note']}"


def _remedy(error: Mapping[str, Any], known: Mapping[str, list[str]]) -> str:
    if error["type"] == "foreign-key":
        return nearest(error["fieldCells"][0], known.get(error["referenceName"], []))
    if error["type"] == "type-error" and "number/default" in error["note"]:
        plain = str(error["cell"]).replace(",", "").strip()
        return f"write {plain}" if plain.replace(".", "", 1).isdigit() else "write digits with at most one point"
    if "enum" in error["note"]:
        return nearest(error["cell"], json.loads(error["note"].split('enum" is "')[1].rstrip('"').replace("'", '"')))
    return REMEDIES.get(error["type"], "write what data/datapackage.json describes")


def _known_ids(root: Path) -> dict[str, list[str]]:
    names = ("indicators", "themes", "units", "districts")
    paths = {name: root / "data" / f"{name}.csv" for name in names}
    return {name: _first_column(path) for name, path in paths.items() if path.is_file()}


def _first_column(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return [line.partition(",")[0] for line in lines]


def _of_meaning(package: DataPackage) -> Iterator[Fault]:
    for district in package.districts:
        rows = [row for row in package.observations.values() if row.district == district]
        for number, row in enumerate(rows, start=2):
            yield from _of_observation(f"data/observations/{district}.csv row {number}", row)
        yield from _twice(district, rows)
    yield from _unexplained(package)


def _of_observation(place: str, row: Observation) -> Iterator[Fault]:
    if not row.id.startswith(f"{row.district}-"):
        yield Fault(
            f"{place}, column id", f"{row.id!r} does not begin with its district", f"write {row.district}-{row.id}"
        )
    try:
        reading = read_token(row.as_printed)
    except ValueError:
        yield Fault(f"{place}, column as_printed", f"{row.as_printed!r} is no printed number", "write the token alone")
        return
    if reading.value != row.value:
        yield Fault(
            f"{place}, column value",
            f"{row.as_printed} reads {reading.value:f}, not {float(row.value):g}",
            "mend one of them",
        )
    if reading.qualifier != row.qualifier:
        yield Fault(
            f"{place}, column qualifier",
            f"{row.as_printed} is {reading.qualifier}, not {row.qualifier}",
            "mend one of them",
        )
    if reading.measure not in row.unit.measure_words:
        words = " ".join(row.unit.measure_words)
        yield Fault(
            f"{place}, column as_printed",
            f"{reading.measure!r} does not measure {row.unit.id}",
            f"it is one of {words}",
        )


def _twice(district: str, rows: Iterable[Observation]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        first = seen.setdefault((row.indicator.id, row.status), row.id)
        if first != row.id:
            place = f"data/observations/{district}.csv, {row.id}"
            yield Fault(
                place, f"{first} already gives {row.indicator.id} as {row.status}", "give it an indicator of its own"
            )


def _unexplained(package: DataPackage) -> Iterator[Fault]:
    for indicator in package.indicators.values():
        if indicator.grade in ("with_caution", "not_comparable") and not all(indicator.reasons.values()):
            place = f"data/indicators.csv, {indicator.id}, column reason"
            yield Fault(place, f"it is {indicator.grade} and gives no reason", "say why in every language")
