"""The tabulated figures: `data/`, read into typed rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.numerals import read_printed

T = TypeVar("T")
Key = TypeVar("Key")
Placed = TypeVar("Placed", "Denominator", "Source")
Labels = Mapping[str, str]
"""One text in each language of the data: ``{"zh": ..., "en": ...}``."""


@dataclass(frozen=True)
class Unit:
    """A base unit; ``kind`` is count, attendance, measure, money or share."""

    id: str
    kind: str
    measure_words: tuple[str, ...]
    symbols: Labels
    labels: Labels


@dataclass(frozen=True)
class Indicator:
    """What is counted. ``grade`` is empty while one district alone reports it."""

    id: str
    theme: str
    unit: Unit
    highlight: bool
    per_resident: bool
    grade: str
    labels: Labels
    definitions: Labels
    reasons: Labels


@dataclass(frozen=True)
class Observation:
    """One number that one article reports, in the indicator's base unit, with its place."""

    id: str
    district: str
    indicator: Indicator
    value: Fraction
    qualifier: str
    status: str
    period: str
    as_printed: str
    paragraph: int
    position: int
    notes: Labels
    reviewed: bool = True

    kind = "obs"
    significant = 0

    @property
    def unit(self) -> Unit:
        """The indicator's base unit."""
        return self.indicator.unit

    @cached_property
    def measure(self) -> str:
        """The measure word of the printed token, such as ``人次``."""
        return read_printed(self.as_printed).measure


@dataclass(frozen=True)
class Denominator:
    """A number from outside the articles, such as the residents of a district, with its source and date."""

    id: str
    district: str
    indicator: str
    value: Fraction
    unit: Unit
    date: str
    published: str
    sources: Labels

    kind = "ctx"
    qualifier = "exact"
    significant = 0

    @property
    def measure(self) -> str:
        """The unit's usual measure word."""
        return self.unit.measure_words[0]


@dataclass(frozen=True)
class Formula:
    """A named formula over two indicators; ``name`` is sum, average, share or implied."""

    id: str
    name: str
    inputs: tuple[str, ...]
    unit: Unit
    significant: int
    labels: Labels


@dataclass(frozen=True)
class Source:
    """One article: who wrote it, under which headline, and the sha256 of its text."""

    id: str
    district: str
    headline: str
    byline: str
    publication: str
    published: str
    sha256: str
    paragraphs: int


@dataclass(frozen=True)
class DataPackage:
    """All of `data/`, or the part of it that a report is about; mappings are in file order.

    ``ranks`` are the districts' rows in `districts.csv`, which give each its colour in every chart.
    """

    districts: Mapping[str, Labels]
    ranks: Mapping[str, int]
    themes: Mapping[str, Labels]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    observations: Mapping[str, Observation]
    denominators: Mapping[str, Denominator]
    formulas: tuple[Formula, ...]
    sources: Mapping[str, Source]

    def of(self, district: str, indicator: str, status: str = "") -> list[Observation]:
        """List a district's observations of an indicator, of one status or of all."""
        return [row for row in self._places.get((district, indicator), ()) if status in ("", row.status)]

    def reported_by(self, district: str) -> Sequence[Observation]:
        """List a district's observations, in the order of its table."""
        return self._tables.get(district, ())

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Sequence[Observation]]:
        return _grouped(self.observations.values(), lambda row: (row.district, row.indicator.id))

    @cached_property
    def _tables(self) -> Mapping[str, Sequence[Observation]]:
        return _grouped(self.observations.values(), lambda row: row.district)


def read_whole(root: Path, broken: Container[str]) -> list[str]:
    """List the districts of `data/` in its order, but for some whose tables cannot be read."""
    return [row["id"] for row in read_table(root / "data" / "districts.csv") if row["id"] not in broken]


def load(
    root: Path, districts: Sequence[str] = (), themes: Sequence[str] = (), *, opened: Sequence[str] | None = None
) -> DataPackage:
    """Read `data/` for some districts and themes, in the data's order; an empty choice means all.

    Only the chosen districts' observations are opened, or those of ``opened``, so that a brief depends on nothing
    else. Unreviewed rows without an indicator or a value are in the reviewer's hands, and left out.

    Raises:
        FaultError: an unknown district or theme, or a row that cannot be read.
    """
    data = root / "data"
    named = {row["id"]: row for row in read_table(data / "districts.csv")}
    labels = {row["id"]: _labels(row, "label") for row in read_table(data / "themes.csv")}
    refuse([*unknown_ids(districts, named, "districts"), *unknown_ids(themes, labels, "themes")])
    chosen_districts = _chosen(named, districts)
    chosen_themes = _chosen(labels, themes)
    units = {row["id"]: _unit(row) for row in read_table(data / "units.csv")}
    indicators = _rows(data / "indicators.csv", lambda row: _indicator(row, units))
    kept = {key: item for key, item in indicators.items() if item.theme in chosen_themes}
    ranks = {key: rank for rank, key in enumerate(named)}
    return DataPackage(
        districts={key: _labels(named[key], "name") for key in chosen_districts},
        ranks={key: ranks[key] for key in chosen_districts},
        themes={key: labels[key] for key in chosen_themes},
        units=units,
        indicators=kept,
        observations=_observations(data, chosen_districts if opened is None else opened, indicators, kept),
        denominators=_of_districts(data / "context.csv", lambda row: _denominator(row, units), chosen_districts),
        formulas=tuple(_rows(data / "calculations.csv", lambda row: _formula(row, units)).values()),
        sources=_of_districts(data / "sources.csv", _source, chosen_districts),
    )


def observed(root: Path, districts: Sequence[str], indicators: Mapping[str, Indicator]) -> dict[str, Observation]:
    """Read the observations of some districts, by their ids and in that order.

    Raises:
        FaultError: a table is missing, or a row that cannot be read.
    """
    return _observations(root / "data", districts, indicators, indicators)


def read_table(path: Path, *needed: str) -> list[dict[str, str]]:
    """Read a CSV file into one mapping a row, every value as it is written; ``needed`` are columns that it must have.

    Raises:
        FaultError: the file is missing, is no UTF-8 table, or lacks a column.
    """
    rows = list(table_rows(path))
    missing = [column for column in needed if rows and column not in rows[0]]
    refuse(Fault.of("data.column-missing", f"{_place(path)} row 1, column {column}") for column in missing)
    return rows


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield what `read_table` reads, a row at a time: a long table need not be held.

    Raises:
        FaultError: as `read_table` does, as soon as it comes to what cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file, strict=True)
    except FileNotFoundError:
        raise FaultError([Fault.of("data.missing", _place(path))]) from None
    except OSError as error:
        raise FaultError([Fault.of("data.unreadable", _place(path), error=error.strerror)]) from None
    except UnicodeError:
        raise FaultError([Fault.of("data.not-utf", _place(path))]) from None
    except csv.Error as error:
        raise FaultError([Fault.of("data.no-csv", _place(path), error=error)]) from None


def unknown_ids(chosen: Iterable[str], known: Iterable[str], parameter: str) -> list[Fault]:
    """Name what a parameter asks for and the data does not have."""
    names = dict.fromkeys(known)
    unknown = [item for item in chosen if item not in names]
    place = f"parameter {parameter}"
    return [Fault.of("parameter.unknown-value", place, value=item, nearest=nearest(item, names)) for item in unknown]


def _place(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index("data") :]) if "data" in parts else path.name


def is_true(cell: str) -> bool:
    """Read a boolean as `datapackage.json` defines it, and as spreadsheets write it."""
    return cell.lower() in ("true", "1")


def _rows(
    path: Path, build: Callable[[dict[str, str]], T], ready: Callable[[dict[str, str]], bool] = lambda _: True
) -> dict[str, T]:
    built = {}
    for number, row in enumerate(table_rows(path), start=2):
        try:
            if ready(row):
                built[row["id"]] = build(row)
        except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            fault = Fault.of("data.unreadable-row", f"{_place(path)} row {number}", error=error)
            raise FaultError([fault]) from error
    return built


def _of_districts(
    path: Path, build: Callable[[dict[str, str]], Placed], districts: Container[str]
) -> dict[str, Placed]:
    return {row.district: row for row in _rows(path, build, lambda row: row["district"] in districts).values()}


def _chosen(known: Iterable[str], asked: Sequence[str]) -> dict[str, None]:
    """Keep what is asked for, or all, in the data's order."""
    wanted = set(asked)
    return dict.fromkeys(key for key in known if not wanted or key in wanted)


def _grouped(rows: Iterable[Observation], key: Callable[[Observation], Key]) -> dict[Key, list[Observation]]:
    found: dict[Key, list[Observation]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _observations(
    data: Path, districts: Iterable[str], indicators: Mapping[str, Indicator], kept: Mapping[str, Indicator]
) -> dict[str, Observation]:
    found: dict[str, Observation] = {}
    for district in districts:
        path = data / "observations" / f"{district}.csv"
        found |= _rows(path, partial(_observation, district=district, indicators=indicators), _ready)
    return {key: row for key, row in found.items() if row.indicator.id in kept}


def _labels(row: Mapping[str, str], stem: str) -> Labels:
    prefix = f"{stem}_"
    return {key.removeprefix(prefix): text for key, text in row.items() if key.startswith(prefix)}


def _exact(text: str) -> Fraction:
    return Fraction(Decimal(text))


def _unit(row: Mapping[str, str]) -> Unit:
    words = tuple(row["measure_words"].split())
    return Unit(row["id"], row["kind"], words, _labels(row, "symbol"), _labels(row, "label"))


def _indicator(row: Mapping[str, str], units: Mapping[str, Unit]) -> Indicator:
    return Indicator(
        id=row["id"],
        theme=row["theme"],
        unit=units[row["unit"]],
        highlight=is_true(row["highlight"]),
        per_resident=is_true(row["per_resident"]),
        grade=row["comparability"],
        labels=_labels(row, "label"),
        definitions=_labels(row, "definition"),
        reasons=_labels(row, "reason"),
    )


def _ready(row: Mapping[str, str]) -> bool:
    return is_true(row["reviewed"]) or bool(row["indicator"] and row["value"])


def _observation(row: Mapping[str, str], district: str, indicators: Mapping[str, Indicator]) -> Observation:
    return Observation(
        id=row["id"],
        district=district,
        indicator=indicators[row["indicator"]],
        value=_exact(row["value"]),
        qualifier=row["qualifier"],
        status=row["status"],
        period=row["period"],
        as_printed=row["as_printed"],
        paragraph=int(row["paragraph"]),
        position=int(row["position"]),
        notes=_labels(row, "note"),
        reviewed=is_true(row["reviewed"]),
    )


def _denominator(row: Mapping[str, str], units: Mapping[str, Unit]) -> Denominator:
    return Denominator(
        id=row["id"],
        district=row["district"],
        indicator=row["indicator"],
        value=_exact(row["value"]),
        unit=units[row["unit"]],
        date=row["date"],
        published=row["published"],
        sources=_labels(row, "source"),
    )


def _formula(row: Mapping[str, str], units: Mapping[str, Unit]) -> Formula:
    inputs = tuple(row["inputs"].split())
    return Formula(
        row["id"], row["formula"], inputs, units[row["unit"]], int(row["significant"]), _labels(row, "label")
    )


def _source(row: Mapping[str, str]) -> Source:
    return Source(**{**row, "paragraphs": int(row["paragraphs"])})  # type: ignore[arg-type]
