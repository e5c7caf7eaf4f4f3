"""What is wrong with `data/`: each table is checked by itself, then what its sound rows mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from districtbrief.datapackage import unknown_ids
from districtbrief.description import (
    OBSERVATIONS,
    PLACE,
    RESERVED,
    SHARED,
    SHARED_TABLES,
    TOGETHER,
    Description,
    path_of,
    read_description,
)
from districtbrief.districtfaults import Beside, district_faults
from districtbrief.faults import Fault, refuse
from districtbrief.formulas import formula_faults
from districtbrief.tablefaults import Findings, Row, Rows, check_tables, ids_loosely, read_loosely

# a second one would silently take the place of the first
ONE_A_DISTRICT = ("sources", "context")


def validate(root: Path, parts: Sequence[str] = ()) -> None:
    """Check `data/` against `data/datapackage.json`, then what its rows mean.

    Args:
        root: the project.
        parts: ``shared`` for the tables that every report reads, ``together`` for what holds of all districts at
            once, or districts; empty means all.

    Raises:
        FaultError: everything that is wrong, each with file, row, column, what stands there and what to do.
    """
    known = ids_loosely(root, "districts")
    refuse(unknown_ids(parts, [*RESERVED, *known], "districts") if parts and known else [])
    described = read_description(root, () if SHARED in parts else [part for part in parts if part not in RESERVED])
    districts = known or [name.removeprefix(OBSERVATIONS) for name in described.tables]
    refuse(dict.fromkeys(_of_parts(root, parts or [*RESERVED, *districts], known, described)))


def _of_parts(root: Path, parts: Sequence[str], known: Sequence[str], described: Description) -> Iterator[Fault]:
    districts = [part for part in parts if part not in RESERVED]
    tables = [f"{OBSERVATIONS}{district}" for district in districts]
    findings = check_tables(root, [*SHARED_TABLES * (SHARED in parts), *tables], described)
    yield from findings.faults
    if SHARED in parts:
        yield from _of_files(root, known, described)
        yield from _of_shared(root, findings)
    if TOGETHER in parts:
        yield from _ungraded(root, known)
    if districts:
        beside = Beside(root, known)
        yield from (fault for district in districts for fault in district_faults(district, findings, beside))


def _of_files(root: Path, known: Sequence[str], described: Description) -> Iterator[Fault]:
    """Every table is described and some district's, and every district has a table and a source."""
    yield from (fault for faults in described.faults.values() for fault in faults)
    told = {f"{OBSERVATIONS}{path.stem}" for path in (root / "data" / "observations").glob("*.csv")}
    for name in sorted(told - {*described.tables}):
        yield Fault.of("data.not-described", PLACE, path=path_of(name))
    for name in sorted({*described.tables} - {f"{OBSERVATIONS}{item}" for item in known}) if known else ():
        yield Fault.of("data.no-district", f"data/{path_of(name)}", district=name.removeprefix(OBSERVATIONS))
    sources = {row.get("district") for row in read_loosely(root, "sources")}
    for item in known:
        if sources and item not in sources:
            yield Fault.of("data.no-source", "data/sources.csv", district=item)


def _of_shared(root: Path, findings: Findings) -> Iterator[Fault]:
    for name in ONE_A_DISTRICT:
        yield from _district_twice(name, findings.rows.get(name, {}))
    for number, row in findings.rows.get("districts", {}).items():
        if row["id"] in RESERVED:
            yield Fault.of("data.reserved", f"data/districts.csv row {number}, column id", word=row["id"])
    for number, row in findings.rows.get("indicators", {}).items():
        yield from _unexplained(f"data/indicators.csv row {number}, column", row)
    yield from formula_faults(findings)
    beside = Beside(root, ())
    for number, row in findings.rows.get("excluded", {}).items():
        yield from beside.place_faults(f"data/excluded.csv row {number}, column", row["district"], row)


def _district_twice(name: str, rows: Rows) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, row in rows.items():
        known = first.setdefault(row["district"], number)
        if known != number:
            place = f"data/{name}.csv row {number}, column district"
            yield Fault.of("data.district-twice", place, district=row["district"], row=known)


def _unexplained(place: str, row: Row) -> Iterator[Fault]:
    if row["comparability"] in ("with_caution", "not_comparable"):
        for column in (key for key in row if key.startswith("reason_") and not row[key].strip()):
            yield Fault.of("data.no-reason", f"{place} {column}", grade=row["comparability"])


def _ungraded(root: Path, known: Sequence[str]) -> Iterator[Fault]:
    """Whatever several districts report is graded."""
    tables = (read_loosely(root, f"{OBSERVATIONS}{district}") for district in dict.fromkeys(known))
    told = Counter(name for rows in tables for name in {row.get("indicator") for row in rows})
    for number, row in enumerate(read_loosely(root, "indicators"), start=2):
        if told[row.get("id")] > 1 and not row.get("comparability", "-"):
            place = f"data/indicators.csv row {number}, column comparability"
            yield Fault.of("data.no-grade", place, count=told[row["id"]])
