"""What `data/datapackage.json` says of the tables, as far as it can be relied on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from districtbrief.faults import Fault, FaultError
from districtbrief.wording import languages

PLACE = "data/datapackage.json"
SCHEMA = "observations.schema.json"
SHARED = "shared"
TOGETHER = "together"
RESERVED = (SHARED, TOGETHER)
"""What `districtbrief validate` checks besides districts: the tables of all, and the districts held together."""
OBSERVATIONS = "observations-"
"""How the names of the resources begin of which there is one a district."""
FIXED: Mapping[str, object] = {
    "type": "table",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ","},
}
"""How every table is written. What else could be said of one, such as an address, would have us read elsewhere."""
OWN = ("name", "path", "title", "description", "schema")
NEEDED: Mapping[str, str] = {
    "sources": "id district headline byline publication published sha256 paragraphs",
    "districts": "id name_* city_*",
    "themes": "id label_*",
    "units": "id kind measure_words symbol_* label_*",
    "indicators": "id theme unit maximum highlight per_resident label_* definition_* comparability reason_*",
    "calculations": "id formula inputs unit significant label_*",
    "context": "id district indicator value unit date source_* published",
    "excluded": "district paragraph position token reason",
    OBSERVATIONS: "id indicator value qualifier status period as_printed paragraph position note_* reviewed",
}
"""The columns that each table is read by, separated by blanks; `label_*` is one in each language: `label_zh`, ..."""
SHARED_TABLES = tuple(name for name in NEEDED if name != OBSERVATIONS)

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Description:
    """The schema of each table that is described soundly, and the faults of each that is not, by its resource."""

    schemas: Mapping[str, Schema]
    faults: Mapping[str, Sequence[Fault]]

    @property
    def tables(self) -> list[str]:
        """The names of all tables of observations that are described."""
        return [name for name in (*self.schemas, *self.faults) if name.startswith(OBSERVATIONS)]


def path_of(name: str) -> str:
    """Give the place of a table under `data/`, which follows from the name of its resource."""
    if name.startswith(OBSERVATIONS):
        return f"observations/{name.removeprefix(OBSERVATIONS)}.csv"
    return f"{name}.csv"


def read_description(root: Path, districts: Sequence[str] = ()) -> Description:
    """Read which tables are described, and how.

    Args:
        root: the project.
        districts: whose tables of observations are asked for, besides the tables of all; empty means all districts.

    Raises:
        FaultError: the file is missing or holds no list of resources.
    """
    described = _read(root, PLACE)
    resources = described.get("resources") if isinstance(described, dict) else None
    if not isinstance(resources, list) or not all(isinstance(item, dict) for item in resources):
        raise FaultError([Fault.of("data.no-description", PLACE, error="it has no list of resources")])
    schemas: dict[str, Schema] = {}
    faults = {name: [Fault.of("data.not-described", PLACE, path=path_of(name))] for name in SHARED_TABLES}
    schema_of = cache(partial(_read, root))
    asked = {*SHARED_TABLES, *(f"{OBSERVATIONS}{district}" for district in districts)}
    for item in resources:
        name = str(item.get("name"))
        if districts and name not in asked:
            continue
        found = list(_of_resource(item, name, schemas))
        try:
            schema = item.get("schema")
            schema = schema_of(f"data/{SCHEMA}") if schema == SCHEMA else schema
            found += _of_schema(schema, name)
        except FaultError as error:
            found += error.faults
        faults[name] = found
        if not found:
            schemas[name] = schema
    return Description(schemas, {name: found for name, found in faults.items() if found})


def leaves(root: Path, path: Path) -> bool:
    """Whether a path leads out of the project, through a link or by its name."""
    try:
        return not path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself, which nobody can open
        return False


def _read(root: Path, place: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    path = root / place
    if leaves(root, path):
        raise FaultError([Fault.of("data.outside", place, path=path.resolve())])
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FaultError([Fault.of("data.missing", place)]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise FaultError([Fault.of("data.no-description", place, error=error)]) from None


def _of_resource(item: Mapping[str, Any], name: str, known: Mapping[str, object]) -> Iterator[Fault]:
    place = f"{PLACE} resource {name}"
    if name in known:
        yield Fault.of("data.described-twice", place)
    if name not in SHARED_TABLES and not name.startswith(OBSERVATIONS):
        yield Fault.of("data.no-such-table", place, tables=", ".join(SHARED_TABLES))
    elif item.get("path") != path_of(name):
        yield Fault.of("data.other-path", place, path=item.get("path"), expected=path_of(name))
    for key, value in item.items():
        if key in OWN:
            continue
        if key not in FIXED:
            yield Fault.of("data.other-key", place, key=key)
        elif value != FIXED[key]:
            yield Fault.of("data.other-value", place, key=key, value=value, expected=json.dumps(FIXED[key]))


def _of_schema(schema: object, name: str) -> Iterator[Fault]:
    place = f"{PLACE} resource {name}, schema"
    if not isinstance(schema, dict) or not _has_all(schema.get("fields"), _is_field):
        yield Fault.of("data.no-schema", place, schema=SCHEMA)
        return
    if not _has_all(schema.get("foreignKeys", []), _is_reference):
        yield Fault.of("data.no-schema", f"{place}, foreignKeys", schema=SCHEMA)
    names = [field["name"] for field in schema["fields"]]
    for column in _needed(OBSERVATIONS if name.startswith(OBSERVATIONS) else name):
        if column not in names:
            yield Fault.of("data.field-missing", place, column=column)


@cache
def _needed(table: str) -> tuple[str, ...]:
    """List the columns that a table is read by, in every language that there is."""
    columns = (column.partition("*") for column in NEEDED.get(table, "").split())
    return tuple(stem + lang for stem, every, _ in columns for lang in (languages() if every else [""]))


def _has_all(items: object, sound: Callable[[object], bool]) -> bool:
    return isinstance(items, list) and all(map(sound, items))


def _is_field(item: object) -> bool:
    return (
        isinstance(item, dict)
        and all(isinstance(item.get(key), str) for key in ("name", "type"))
        and isinstance(item.get("constraints", {}), dict)
    )


def _is_reference(item: object) -> bool:
    reference = item.get("reference") if isinstance(item, dict) else None
    return isinstance(reference, dict) and isinstance(reference.get("resource"), str)
