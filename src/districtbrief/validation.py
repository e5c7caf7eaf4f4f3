"""What is wrong with `data/`: frictionless checks the tables, this module what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from districtbrief.datapackage import DataPackage, Observation, known_ids, load, read_table, unknown_ids
from districtbrief.faults import Fault, nearest, refuse
from districtbrief.numerals import read_token
from districtbrief.tablefaults import table_faults

SHARED = "shared"
TABLES = ("sources", "districts", "themes", "units", "indicators", "calculations", "context", "excluded")
STATUSES = ("achieved", "ongoing", "planned")


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
    if list(parts) == [SHARED]:
        return
    package = load(root, [part for part in parts if part != SHARED])
    yield from (fault for district in package.districts for fault in _of_district(package, district))
    if not parts:
        yield from _of_indicators(root, package)


def _of_files(root: Path) -> Iterator[Fault]:
    """Every district has a source, and every table of observations is described."""
    told = {row["district"] for row in read_table(root / "data" / "sources.csv")}
    districts = [row["id"] for row in read_table(root / "data" / "districts.csv")]
    yield from (
        Fault("data/sources.csv", f"{item} has no article", "add its source") for item in districts if item not in told
    )
    description = (root / "data" / "datapackage.json").read_text(encoding="utf-8")
    for path in sorted((root / "data" / "observations").glob("*.csv")):
        if f'"observations/{path.name}"' not in description:
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


def _of_district(package: DataPackage, district: str) -> Iterator[Fault]:
    place = f"data/observations/{district}.csv"
    rows = [row for row in package.observations.values() if row.district == district]
    if not rows:
        yield Fault(place, "it has no row", "tabulate the article")
    for number, row in enumerate(rows, start=2):
        yield from _of_observation(f"{place} row {number}", row)
    yield from _twice(place, rows)


def _of_observation(place: str, row: Observation) -> Iterator[Fault]:
    if not row.id.startswith(f"{row.district}-"):
        found = f"{row.id!r} does not begin with its district"
        yield Fault(f"{place}, column id", found, f"write {row.district}-{row.id}")
    try:
        reading = read_token(row.as_printed)
    except ValueError:
        found = f"{row.as_printed!r} is no printed number"
        yield Fault(f"{place}, column as_printed", found, "write the token alone")
        return
    if reading.value != row.value:
        found = f"{row.as_printed} reads {reading.value.normalize():f}, not {_decimal(row)}"
        yield Fault(f"{place}, column value", found, "mend one of them")
    if reading.qualifier != row.qualifier:
        found = f"{row.as_printed} is {reading.qualifier}, not {row.qualifier}"
        yield Fault(f"{place}, column qualifier", found, "mend one of them")
    if reading.measure not in row.unit.measure_words:
        found = f"{reading.measure!r} does not measure {row.unit.id}"
        yield Fault(f"{place}, column as_printed", found, f"it is one of {' '.join(row.unit.measure_words)}")


def _decimal(row: Observation) -> str:
    return str(row.value.numerator) if row.value.denominator == 1 else str(float(row.value))


def _twice(place: str, rows: Iterable[Observation]) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        first = seen.setdefault((row.indicator.id, row.status), row.id)
        if first != row.id:
            found = f"{first} already gives {row.indicator.id} as {row.status}"
            yield Fault(f"{place}, {row.id}", found, "give it an indicator of its own")


def _of_indicators(root: Path, package: DataPackage) -> Iterator[Fault]:
    for number, row in enumerate(read_table(root / "data" / "indicators.csv"), start=2):
        place = f"data/indicators.csv row {number}, column"
        told = {item.district for item in package.observations.values() if item.indicator.id == row["id"]}
        if len(told) > 1 and not row["comparability"]:
            yield Fault(f"{place} comparability", f"it is empty, and {len(told)} districts report it", "grade it")
        yield from _unexplained(place, row)


def _unexplained(place: str, row: Mapping[str, str]) -> Iterator[Fault]:
    if row["comparability"] not in ("with_caution", "not_comparable"):
        return
    for column in (key for key in row if key.startswith("reason_")):
        if not row[column]:
            yield Fault(f"{place} {column}", f"it is {row['comparability']} and gives no reason", "say why")
