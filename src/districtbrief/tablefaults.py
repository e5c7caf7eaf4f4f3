"""What frictionless finds wrong with the tables of `data/`, said as an analyst would want to hear it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from districtbrief.faults import Fault, nearest

LONGEST = 60
OBSERVATIONS = "observations-"
"""How the names of the resources begin of which there is one a district."""
LABELS = ("missing-label", "incorrect-label", "extra-label", "blank-label", "duplicate-label")
# what else is wrong with such a row follows from it
WHOLE_ROW = ("blank-row", "extra-cell")
REMEDIES = {
    "blank-row": ("the row is blank", "remove the row"),
    "missing-cell": ("the cell is missing", "complete the row"),
    "extra-cell": ("there is a cell too many", "remove the cell, or quote the value that holds a comma"),
    "primary-key": ("another row has this id", "give each row an id of its own"),
    "encoding-error": ("it is not UTF-8", "save it as CSV in UTF-8"),
    "source-error": ("the file is empty", "put its table back"),
}


def table_faults(root: Path, names: Sequence[str] = ()) -> Iterator[Fault]:
    """Check some resources of the data package, or all, and say what is wrong with each."""
    import frictionless  # noqa: PLC0415 - it takes a second to import, and only validation needs it

    path = root / "data" / "datapackage.json"
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        package = frictionless.Package.from_descriptor(_needed(described, names), basepath=str(path.parent))
        fields = {resource.name: list(resource.schema.field_names) for resource in package.resources}
    except FileNotFoundError:
        yield Fault("data/datapackage.json", "the file is missing", "put it back")
        return
    except (ValueError, frictionless.FrictionlessException) as error:
        told = str(error).replace(f"{root}/", "").splitlines()[0]
        yield Fault("data/datapackage.json", f"it cannot be read as a description with its schema ({told})", "mend it")
        return
    paths = {resource["name"]: resource["path"] for resource in described["resources"]}
    if absent := [item for item in paths.values() if not (root / "data" / item).is_file()]:
        yield from (Fault(f"data/{item}", "the file is missing", "put it back") for item in absent)
        return
    known = _known_ids(root)
    for name in names or dict.fromkeys([*paths, *_tables(root)]):
        if name in paths:
            yield from _of_resource(package.get_resource(name), fields[name], known)
        else:
            told = f"it does not describe {name.replace('-', '/', 1)}.csv"
            yield Fault("data/datapackage.json", told, "add the resource")


def _tables(root: Path) -> list[str]:
    return [f"{OBSERVATIONS}{path.stem}" for path in sorted((root / "data" / "observations").glob("*.csv"))]


def _needed(described: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Leave out the tables of observations that are not asked for: frictionless takes long over each description."""
    asked = set(names)
    kept = [
        item
        for item in described["resources"]
        if not asked or item["name"] in asked or not item["name"].startswith(OBSERVATIONS)
    ]
    return {**described, "resources": kept}


def _of_resource(
    resource: Any,  # noqa: ANN401 - frictionless has no types
    fields: Sequence[str],
    known: Mapping[str, list[str]],
) -> Iterator[Fault]:
    import frictionless  # noqa: PLC0415

    place = f"data/{resource.path}"
    report = frictionless.validate(resource)
    errors = [error.to_dict() for task in report.tasks for error in task.errors]
    if any(error["type"] in LABELS for error in errors):
        yield from _of_header(place, report.tasks[0].labels, fields)
        return
    said: set[str] = set()
    for error in sorted(errors, key=lambda error: error["type"] not in REMEDIES):
        fault = _of_error(place, error, known)
        row = fault.place.partition(",")[0]
        if not {fault.place, row} & said:
            yield fault
        said |= {fault.place, row} if error["type"] in WHOLE_ROW else {fault.place}


def _of_header(place: str, labels: Sequence[str], fields: Sequence[str]) -> Iterator[Fault]:
    missing, unknown = (
        [field for field in fields if field not in labels],
        [item for item in labels if item not in fields],
    )
    if len(labels) == 1 and len(fields) > 1:
        yield Fault(place, "its columns are not separated by commas", "save it as CSV, separated by commas")
        return
    for field in missing:
        near = nearest(field, unknown) if unknown else ""
        if near.startswith("did you mean"):
            label = near.removeprefix("did you mean ").rstrip("?")
            unknown.remove(label)
            yield Fault(f"{place}, column {field}", f"it is called {label!r}", f"write {field}")
        else:
            yield Fault(f"{place}, column {field}", "the column is missing", "add the column")
    yield from (
        Fault(f"{place}, column {item}", f"nothing describes {item!r}", "remove the column") for item in unknown
    )
    if not missing and not unknown and list(labels) != list(fields):
        yield Fault(place, "the columns are out of order, or one stands twice", f"write {', '.join(fields)}")


def _of_error(place: str, error: Mapping[str, Any], known: Mapping[str, list[str]]) -> Fault:
    where = f"{place} row {error['rowNumber']}" if "rowNumber" in error else place
    names = "id" if error["type"] == "primary-key" else error.get("fieldName") or ", ".join(error.get("fieldNames", []))
    where += f", column {names}" if names and error["type"] != "extra-cell" else ""
    if error["type"] in REMEDIES:
        return Fault(where, *REMEDIES[error["type"]])
    if error["type"] == "foreign-key":
        word = str(error["fieldCells"][0])
        return Fault(where, f"{word!r} is unknown", nearest(word, known.get(error["referenceName"], [])))
    return Fault(where, *_of_cell(str(error.get("cell", "")), error["note"]))


def _of_cell(cell: str, note: str) -> tuple[str, str]:
    if "number/default" in note:
        plain = cell.replace(",", "").strip()
        decimal = plain.replace(".", "", 1).isascii() and plain.replace(".", "", 1).isdigit()
        return f"{cell!r} is not a decimal", f"write {plain}" if decimal else "write digits with at most one point"
    if "boolean/default" in note:
        return f"{cell!r} is neither true nor false", "write true or false"
    if 'constraint "enum"' in note:
        allowed = ast.literal_eval(note.partition(" is ")[2].strip('"'))
        return f"{cell!r} is unknown", nearest(cell, allowed)
    if 'constraint "required"' in note:
        return "it is empty, and required", "fill it in"
    return f"{_short(cell)!r}: {note}", "write what data/datapackage.json describes"


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST else f"{cell[:LONGEST]}…"


def _known_ids(root: Path) -> dict[str, list[str]]:
    names = ("indicators", "themes", "units", "districts")
    paths = {name: root / "data" / f"{name}.csv" for name in names}
    return {name: [line.partition(",")[0] for line in _lines(path)] for name, path in paths.items() if path.is_file()}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
