"""What is wrong with the tables of `data/`, one by one; frictionless checks each against its schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from districtbrief.csvtables import table_rows
from districtbrief.description import FIXED, PLACE, Description, Schema, leaves, path_of
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.written import Table, cell_faults, column_faults, read_written

Row = Mapping[str, str]
Rows = Mapping[int, Row]
ROW = re.compile(r" row (\d+)")
IDS = "ids-of-"
# what else is wrong with such a row follows from it
WHOLE_ROW = ("blank-row", "extra-cell", "missing-cell")
KINDS = {
    "blank-row": "data.blank-row",
    "missing-cell": "data.cell-missing",
    "extra-cell": "data.cell-too-many",
    "primary-key": "data.id-twice",
}
TYPES = {"boolean": "data.not-boolean", "date": "data.not-a-day"}
CONSTRAINTS = {
    "required": "data.required",
    "minimum": "data.too-small",
    "maximum": "data.too-great",
    "maxLength": "data.too-long",
}
PATTERNS = {"id": "data.no-id", "period": "data.no-period", "published": "data.not-a-day", "sha256": "data.no-checksum"}


@dataclass
class Findings:
    """What the tables hold.

    Attributes:
        faults: what is wrong with them.
        rows: of each table that can be read by its columns, the rows with nothing wrong, by their numbers in the file.
        complete: the tables with nothing wrong at all.
    """

    faults: list[Fault] = field(default_factory=list)
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)


def check_tables(root: Path, names: Sequence[str], described: Description) -> Findings:
    """Check some tables of the data package, each named as its resource is."""
    findings, sound = Findings(), {}
    for name in names:
        try:
            table = _read(root, name, described)
            columns = [item["name"] for item in described.schemas[name]["fields"]]
            found = list(column_faults(table, columns))
        except FaultError as error:
            found = list(error.faults)
        findings.faults += found
        if not found:
            sound[name] = table
    for name, faults in _checked(root, sound, described.schemas):
        findings.faults += faults
        faulty = {int(row[1]) for fault in faults if (row := ROW.search(fault.place))}
        header, rows = sound[name].header, sound[name].rows
        findings.rows[name] = {at: dict(zip(header, cells, strict=True)) for at, cells in rows if at not in faulty}
        if not faults:
            findings.complete.add(name)
    return findings


def read_loosely(root: Path, name: str) -> list[Row]:
    """Read a table that is checked elsewhere, as far as it can be read."""
    try:
        return [
            {key: cell or "" for key, cell in row.items() if key} for row in table_rows(root / "data" / path_of(name))
        ]
    except FaultError:
        return []


def ids_loosely(root: Path, name: str) -> list[str]:
    """List the ids of a table that is checked elsewhere, as far as it can be read."""
    return [key for row in read_loosely(root, name) if (key := row.get("id"))]


def _read(root: Path, name: str, described: Description) -> Table:
    if name in described.faults:
        raise FaultError(described.faults[name])
    if name not in described.schemas:
        raise FaultError([Fault.of("data.not-described", PLACE, path=path_of(name))])
    place = f"data/{path_of(name)}"
    if leaves(root, root / place):
        raise FaultError([Fault.of("data.outside", place, path=(root / place).resolve())])
    return read_written(root / place, place)


def _checked(
    root: Path, tables: Mapping[str, Table], schemas: Mapping[str, Schema]
) -> Iterator[tuple[str, list[Fault]]]:
    """Check tables whose columns are sound: what no cell may hold, then what frictionless finds."""
    referenced = dict.fromkeys(other for name in tables for other in _referenced(schemas[name]))
    known = {other: ids_loosely(root, other) for other in referenced}
    # what is wrong with another table is told there
    sound = [other for other, ids in known.items() if ids and other in schemas]
    resources = [_resource(name, schemas[name], sound) for name in tables]
    resources += [_ids(other, known[other]) for other in sound]
    package = _package(root, resources)
    for name, table in tables.items():
        fields = {item["name"]: item for item in schemas[name]["fields"]}
        said = {fault.place: fault for fault in cell_faults(table, fields)}
        try:
            errors = _errors(package().get_resource(name))
            found = list(_of_errors(table.place, errors, fields, known))
        except _senseless() as error:
            found = [Fault.of("data.no-description", PLACE, error=error)]
        for fault in found:
            said.setdefault(fault.place, fault)
        yield name, list(said.values())


def _referenced(schema: Schema) -> Iterator[str]:
    """Name the other tables whose ids a schema asks for."""
    for key in schema.get("foreignKeys", []):
        yield key["reference"]["resource"]


def _resource(name: str, schema: Schema, sound: Sequence[str]) -> dict[str, object]:
    keys = [
        {**key, "reference": {**key["reference"], "resource": IDS + key["reference"]["resource"]}}
        for key in schema.get("foreignKeys", [])
        if key["reference"]["resource"] in sound
    ]
    told = {key: schema[key] for key in ("fields", "primaryKey") if key in schema}
    return {"name": name, "path": path_of(name), "scheme": "file", **FIXED, "schema": {**told, "foreignKeys": keys}}


def _ids(name: str, ids: Sequence[str]) -> dict[str, object]:
    """Describe a table by its ids alone: frictionless takes long over each column of a description."""
    return {
        "name": IDS + name,
        "data": [["id"], *([key] for key in ids)],
        "schema": {"fields": [{"name": "id", "type": "string"}]},
    }


def _package(root: Path, resources: Sequence[Mapping[str, object]]) -> Callable[[], Any]:
    """Have frictionless read the description of some tables, once for all of them."""
    import frictionless  # noqa: PLC0415 - it takes half a second to import, and only validation needs it

    told = deepcopy({"name": "data", "resources": resources})  # of which it takes parts away
    return cache(lambda: frictionless.Package.from_descriptor(told, basepath=str(root / "data")))


def _senseless() -> tuple[type[Exception], ...]:
    """What frictionless raises over a schema that makes no sense: of some it says so, over others it stumbles."""
    import frictionless  # noqa: PLC0415

    return (frictionless.FrictionlessException, ValueError, TypeError, AttributeError, LookupError, re.error)


def _errors(resource: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 - frictionless has no types
    """Have frictionless check one table."""
    report = resource.validate()
    return [error.to_dict() for part in (report, *report.tasks) for error in part.errors]


def _of_errors(
    place: str, errors: Sequence[Mapping[str, Any]], fields: Mapping[str, Schema], known: Mapping[str, list[str]]
) -> Iterator[Fault]:
    """Say what is wrong with one table; a row that is wrong as a whole is told once."""
    rows: set[int] = set()
    for error in sorted(errors, key=lambda error: error["type"] not in WHOLE_ROW):
        number = error.get("rowNumber", 0)
        if number not in rows:
            yield _of_error(place, error, fields, known)
        if error["type"] in WHOLE_ROW:
            rows.add(number)


def _of_error(
    place: str, error: Mapping[str, Any], fields: Mapping[str, Schema], known: Mapping[str, list[str]]
) -> Fault:
    where = f"{place} row {error['rowNumber']}" if "rowNumber" in error else place
    names = "id" if error["type"] == "primary-key" else error.get("fieldName") or ", ".join(error.get("fieldNames", []))
    where += f", column {names}" if names and error["type"] != "extra-cell" else ""
    if error["type"] in KINDS:
        return Fault.of(KINDS[error["type"]], where)
    if error["type"] == "foreign-key":
        cell = str(error["fieldCells"][0])
        return Fault.of(
            "data.unknown", where, cell=cell, nearest=nearest(cell, known[error["referenceName"].removeprefix(IDS)])
        )
    return _of_cell(where, str(error.get("cell") or ""), error["note"], fields.get(names, {}))


def _of_cell(place: str, cell: str, note: str, column: Schema) -> Fault:
    broken, limits = re.search(r'constraint "(\w+)"', note), column.get("constraints", {})
    constraint = broken[1] if broken else ""
    limit = limits.get(constraint)
    if constraint == "enum":
        return Fault.of("data.unknown", place, cell=cell, nearest=nearest(cell, limit))
    if constraint == "pattern":
        return Fault.of(PATTERNS.get(column["name"], "data.not-as-described"), place, cell=cell, note=note)
    kind = CONSTRAINTS.get(constraint) or TYPES.get(str(column.get("type")), "data.not-as-described")
    return Fault.of(kind, place, cell=cell, note=note, limit=limit, length=len(cell))
