"""What is wrong with `data/`: frictionless checks the tables, this module what they mean."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from districtbrief.datapackage import is_true, known_ids, read_table, unknown_ids
from districtbrief.faults import Fault, nearest, refuse
from districtbrief.numerals import plain, read_printed
from districtbrief.tablefaults import table_faults

SHARED = "shared"
TABLES = ("sources", "districts", "themes", "units", "indicators", "calculations", "context", "excluded")
STATUSES = ("achieved", "ongoing", "planned")
REVIEWER_FILLS_IN = ("indicator", "value", "note_zh", "note_en")

Row = Mapping[str, str]


def validate(root: Path, parts: Sequence[str] = ()) -> None:
    """Check `data/` against `data/datapackage.json`, then what its rows mean.

    Args:
        root: the project.
        parts: ``shared`` for the tables that every report reads, or districts; empty means all.

    Raises:
        FaultError: everything that is wrong, each with file, row, column, what stands there and what to do.
    """
    refuse(unknown_ids(parts, [SHARED, *known_ids(root, "districts")], "districts") if parts else [])
    refuse(table_faults(root, [name for part in parts for name in _resources(part)]))
    refuse(_of_meaning(root, parts))


def _resources(part: str) -> Sequence[str]:
    return TABLES if part == SHARED else [f"observations-{part}"]


def _of_meaning(root: Path, parts: Sequence[str]) -> Iterator[Fault]:
    if not parts or SHARED in parts:
        yield from _of_files(root)
        yield from _of_formulas(root)
    districts = [part for part in parts if part != SHARED] if parts else known_ids(root, "districts")
    tables = {district: read_table(root / "data" / "observations" / f"{district}.csv") for district in districts}
    units = _units(root)
    yield from (fault for district, rows in tables.items() for fault in _of_district(district, rows, units))
    if not parts:
        yield from _of_indicators(root, tables)


def _of_files(root: Path) -> Iterator[Fault]:
    """Every district has a source, and every table of observations is described."""
    told = {row["district"] for row in read_table(root / "data" / "sources.csv")}
    districts = [row["id"] for row in read_table(root / "data" / "districts.csv")]
    yield from (
        Fault("data/sources.csv", f"{item} has no article", "add its source") for item in districts if item not in told
    )
    described = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    tables = {resource["path"] for resource in described["resources"]}
    for path in sorted((root / "data" / "observations").glob("*.csv")):
        if f"observations/{path.name}" not in tables:
            yield Fault("data/datapackage.json", f"it does not describe observations/{path.name}", "add the resource")


def _of_formulas(root: Path) -> Iterator[Fault]:
    indicators = [row["id"] for row in read_table(root / "data" / "indicators.csv")]
    for number, row in enumerate(read_table(root / "data" / "calculations.csv"), start=2):
        place = f"data/calculations.csv row {number}, column inputs"
        inputs = row["inputs"].split()
        if len(inputs) != 2:  # noqa: PLR2004 - every formula takes two
            yield Fault(place, f"{row['inputs']!r} names {len(inputs)} inputs", "name two, separated by a blank")
        for item in inputs:
            name, _, status = item.partition("@")
            if name not in indicators:
                yield Fault(place, f"{name!r} is unknown", nearest(name, indicators))
            if status and status not in STATUSES:
                yield Fault(place, f"{status!r} is no status", nearest(status, STATUSES))


def _units(root: Path) -> dict[str | None, Row | None]:
    """Give each indicator its row of `units.csv`; what is wrong with these tables is told of the shared part."""
    units = {row.get("id"): row for row in read_table(root / "data" / "units.csv")}
    return {row.get("id"): units.get(row.get("unit")) for row in read_table(root / "data" / "indicators.csv")}


def _of_district(district: str, rows: Sequence[Row], units: Mapping[str | None, Row | None]) -> Iterator[Fault]:
    place = f"data/observations/{district}.csv"
    if not rows:
        yield Fault(place, "it has no row", "tabulate the article")
    for number, row in enumerate(rows, start=2):
        where = f"{place} row {number}, column"
        if not row["id"].startswith(f"{district}-"):
            found = f"{row['id']!r} does not begin with its district"
            yield Fault(f"{where} id", found, f"write {district}-{row['id']}")
        yield from _unfinished(where, row)
        if row["value"]:
            yield from _of_token(where, row, units.get(row["indicator"]))
    yield from _twice(place, rows)


def _unfinished(where: str, row: Row) -> Iterator[Fault]:
    if is_true(row["reviewed"]):
        empty = (column for column in REVIEWER_FILLS_IN if not row[column].strip())
        remedy = "fill it in, or write false in column reviewed"
        yield from (Fault(f"{where} {column}", "it is empty, and required once reviewed", remedy) for column in empty)


def _of_token(where: str, row: Row, unit: Row | None) -> Iterator[Fault]:
    token = row["as_printed"]
    try:
        reading = read_printed(token)
    except ValueError:
        yield Fault(f"{where} as_printed", f"{token!r} is no printed number", "write the token alone")
        return
    value = Decimal(row["value"])
    if reading.value != value:
        found = f"{token} reads {plain(reading.value)}, not {plain(value)}"
        yield Fault(f"{where} value", found, "mend one of them")
    if reading.qualifier != row["qualifier"]:
        found = f"{token} is {reading.qualifier}, not {row['qualifier']}"
        yield Fault(f"{where} qualifier", found, "mend one of them")
    if unit and reading.measure not in unit["measure_words"].split():
        found = f"{reading.measure!r} does not measure {unit['id']}"
        yield Fault(f"{where} as_printed", found, measure_remedy(reading.measure, unit["measure_words"]))


def measure_remedy(measure: str, known: str) -> str:
    """Say what to do about a token whose measure word is not among those known, which blanks separate."""
    added = f", or add {measure} to data/units.csv, column measure_words" if measure else ""
    return f"it is one of {known}{added}"


def _twice(place: str, rows: Iterable[Row]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        first = seen.setdefault((row["indicator"], row["status"]), row["id"]) if row["indicator"] else row["id"]
        if first != row["id"]:
            found = f"{first} already gives {row['indicator']} as {row['status']}"
            yield Fault(f"{place}, {row['id']}", found, "give it an indicator of its own")


def _of_indicators(root: Path, tables: Mapping[str, Sequence[Row]]) -> Iterator[Fault]:
    told = Counter(name for rows in tables.values() for name in {row["indicator"] for row in rows})
    for number, row in enumerate(read_table(root / "data" / "indicators.csv"), start=2):
        place = f"data/indicators.csv row {number}, column"
        if told[row["id"]] > 1 and not row["comparability"]:
            found = f"it is empty, and {told[row['id']]} districts report it"
            yield Fault(f"{place} comparability", found, "grade it")
        yield from _unexplained(place, row)


def _unexplained(place: str, row: Row) -> Iterator[Fault]:
    if row["comparability"] not in ("with_caution", "not_comparable"):
        return
    for column in (key for key in row if key.startswith("reason_")):
        if not row[column]:
            yield Fault(f"{place} {column}", f"it is {row['comparability']} and gives no reason", "say why")
