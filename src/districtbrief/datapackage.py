"""The tabulated figures: `data/`, read into typed rows."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from districtbrief.cells import (
    is_ready,
    read_denominator,
    read_formula,
    read_indicator,
    read_labels,
    read_observation,
    read_source,
    read_unit,
)
from districtbrief.csvtables import place_of, read_table, table_rows
from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.kept import kept
from districtbrief.rows import Denominator, Formula, Indicator, Labels, Observation, Source, Unit

T = TypeVar("T")
Key = TypeVar("Key")
Placed = TypeVar("Placed", "Denominator", "Source")


@dataclass(frozen=True)
class DataPackage:
    """All of `data/`, or the part of it that a report is about; mappings are in file order.

    Attributes:
        districts: the names of each chosen district by language, by its id.
        ranks: the place of each of them in `districts.csv`, from 0, which gives it its colour in every chart.
        themes: the headings of each chosen theme by language, by its id.
        units: every base unit, by its id.
        indicators: those of the chosen themes, by their ids.
        observations: those of the chosen districts and themes, by their ids.
        denominators: the residents of each chosen district, by the district's id.
        formulas: every row of `calculations.csv`.
        sources: the article on each chosen district, by the district's id.
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
        return [row for row in self.reports_on(indicator).get(district, ()) if status in ("", row.status)]

    def reports_on(self, indicator: str) -> Mapping[str, Sequence[Observation]]:
        """List the observations of an indicator by the districts that report it, in the order of the data."""
        return self._reports.get(indicator, {})

    def reported_by(self, district: str) -> Sequence[Observation]:
        """List a district's observations, in the order of its table."""
        return self._tables.get(district, ())

    @cached_property
    def _reports(self) -> Mapping[str, Mapping[str, Sequence[Observation]]]:
        by_indicator = _grouped(self.observations.values(), lambda row: row.indicator.id)
        return {key: _grouped(rows, lambda row: row.district) for key, rows in by_indicator.items()}

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
    labels = {row["id"]: read_labels(row, "label") for row in read_table(data / "themes.csv")}
    refuse([*unknown_ids(districts, named, "districts"), *unknown_ids(themes, labels, "themes")])
    chosen_districts = _chosen(named, districts)
    chosen_themes = _chosen(labels, themes)
    units, indicators = _vocabulary(data)
    wanted = {key: item for key, item in indicators.items() if item.theme in chosen_themes}
    ranks = {key: rank for rank, key in enumerate(named)}
    return DataPackage(
        districts={key: read_labels(named[key], "name") for key in chosen_districts},
        ranks={key: ranks[key] for key in chosen_districts},
        themes={key: labels[key] for key in chosen_themes},
        units=units,
        indicators=wanted,
        observations=observed(root, chosen_districts if opened is None else opened, wanted),
        denominators=_of_districts(data / "context.csv", lambda row: read_denominator(row, units), chosen_districts),
        formulas=tuple(_rows(data / "calculations.csv", lambda row: read_formula(row, units)).values()),
        sources=_of_districts(data / "sources.csv", read_source, chosen_districts),
    )


def observed(root: Path, districts: Iterable[str], indicators: Mapping[str, Indicator]) -> dict[str, Observation]:
    """Read the observations of some districts on some indicators, by their ids and in that order.

    Raises:
        FaultError: a table is missing, or a row that cannot be read.
    """
    found: dict[str, Observation] = {}
    for district in districts:
        found |= _table(root / "data" / "observations" / f"{district}.csv")
    return {key: row for key, row in found.items() if row.indicator.id in indicators}


def unknown_ids(chosen: Iterable[str], known: Iterable[str], parameter: str) -> list[Fault]:
    """Name what a parameter asks for and the data does not have."""
    names = dict.fromkeys(known)
    unknown = [item for item in chosen if item not in names]
    place = f"parameter {parameter}"
    return [Fault.of("parameter.unknown-value", place, value=item, nearest=nearest(item, names)) for item in unknown]


def _rows(
    path: Path, build: Callable[[dict[str, str]], T], ready: Callable[[dict[str, str]], bool] = lambda _: True
) -> dict[str, T]:
    built = {}
    for number, row in enumerate(table_rows(path), start=2):
        try:
            if ready(row):
                built[row["id"]] = build(row)
        except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
            fault = Fault.of("data.unreadable-row", f"{place_of(path)} row {number}", error=error)
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


def _vocabulary_files(data: Path) -> tuple[Path, Path]:
    return data / "units.csv", data / "indicators.csv"


@partial(kept, rests_on=_vocabulary_files)
def _vocabulary(data: Path) -> tuple[dict[str, Unit], dict[str, Indicator]]:
    """Read what rows of every table are about: units and indicators, by their ids."""
    in_units, in_indicators = _vocabulary_files(data)
    units = {row["id"]: read_unit(row) for row in read_table(in_units)}
    return units, _rows(in_indicators, lambda row: read_indicator(row, units))


@partial(kept, rests_on=lambda path: (path, *_vocabulary_files(path.parent.parent)))
def _table(path: Path) -> dict[str, Observation]:
    """Read a district's observations, by their ids."""
    _, indicators = _vocabulary(path.parent.parent)
    return _rows(path, partial(read_observation, district=path.stem, indicators=indicators), is_ready)
