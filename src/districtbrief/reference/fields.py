"""The page of all fields of the data, made of the description that frictionless checks them by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from districtbrief.description import SCHEMA
from districtbrief.reference.markup import cell, table

HEAD = """# The data, field by field

{description} Every table is CSV in UTF-8. [What each table is for, and how rows are reviewed](../../data/README.md)
is said beside them; [Faults](faults.md#data) lists what is refused in a cell.

Made by `python -m districtbrief.reference` from `data/datapackage.json` and `data/observations.schema.json`.
"""


def field_page(root: Path) -> str:
    """Write a section a table, and a row a column; the tables of observations share one."""
    package = _read(root, "datapackage.json")
    tables = {one["name"]: one for one in package["resources"] if one["schema"] != SCHEMA}
    parts = [HEAD.format(description=package["description"]), *_observations(root)]
    for name, resource in tables.items():
        parts += _section(name, f"{resource['title']}: `data/{resource['path']}`.", resource["schema"])
    return "\n".join(parts)


def _read(root: Path, name: str) -> Mapping[str, Any]:
    described: Mapping[str, Any] = json.loads((root / "data" / name).read_text(encoding="utf-8"))
    return described


def _observations(root: Path) -> Iterator[str]:
    where = "What an article reports, a row a figure: `data/observations/<district>.csv`, one table a district."
    yield from _section("observations", where, _read(root, SCHEMA))


def _section(name: str, where: str, schema: Mapping[str, Any]) -> Iterator[str]:
    keys = {key["fields"]: key["reference"]["resource"] for key in schema.get("foreignKeys", [])}
    unique = ", ".join(f"`{field}`" for field in schema.get("primaryKey", []))
    yield f"## {name}\n"
    yield where + (f" No two rows have the same {unique}.\n" if unique else "\n")
    yield table(["column", "type", "required", "allowed", "meaning"], (_row(one, keys) for one in schema["fields"]))


def _row(field: Mapping[str, Any], keys: Mapping[str, str]) -> list[str]:
    limits = field.get("constraints", {})
    allowed = [*_references(keys.get(field["name"])), *_limits(limits)]
    required = "yes" if limits.get("required") else "no"
    return [f"`{field['name']}`", field["type"], required, ", ".join(allowed), cell(field["description"])]


def _references(resource: str | None) -> Iterator[str]:
    if resource:
        yield f"an `id` of [{resource}](#{resource})"


def _limits(limits: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"`{value}`" for value in limits.get("enum", []))
    if "pattern" in limits:
        yield "`" + limits["pattern"].replace("|", r"\|") + "`"
    if "minimum" in limits:
        yield f"from {limits['minimum']:,}"
    if "maximum" in limits:
        yield f"to {limits['maximum']:,}"
    if "maxLength" in limits:
        yield f"at most {limits['maxLength']} characters"
