"""The cities that districts lie in, as `districts.csv` names them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from districtbrief.csvtables import read_table
from districtbrief.faults import Fault
from districtbrief.kept import kept
from districtbrief.rows import Labels

TABLE = "data/districts.csv"
_NAME = "city_"


@dataclass(frozen=True)
class City:
    """A city: its slug, its name in each language, and the ids of its districts in file order."""

    slug: str
    names: Labels
    districts: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Every district's row of `districts.csv`, every city by its slug, and the city of each district that has one."""

    rows: tuple[Mapping[str, str], ...]
    cities: Mapping[str, City]
    of: Mapping[str, City]

    def city_of(self, districts: Iterable[str]) -> City | None:
        """Give the one city that all of some districts lie in; None where they lie in several, or one in none."""
        cities = [self.of.get(district) for district in districts]
        return cities[0] if cities and all(city is cities[0] for city in cities) else None


def slug(name: str) -> str:
    """Write a name as a file's: ASCII, lower case, hyphens; nothing where it has no letter of the Latin alphabet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def read_gazetteer(root: Path) -> Gazetteer:
    """Read which districts there are, and in which cities; a district whose city has no slug lies in none.

    Raises:
        FaultError: the table is missing or is none.
    """
    return _read(root / TABLE)


def city_faults(gazetteer: Gazetteer) -> Iterator[Fault]:
    """Name the districts without a city, and the cities that would share a slug."""
    first: dict[str, tuple[int, Labels]] = {}
    for number, row in enumerate(gazetteer.rows, start=2):
        place, names = f"{TABLE} row {number}, column", _names(row)
        empty = [column for column in ("city_zh", "city_en") if not names.get(column.removeprefix(_NAME))]
        yield from (Fault.of("district.no-city", f"{place} {column}") for column in empty)
        if empty:
            continue
        key = slug(names["en"])
        known, other = first.setdefault(key, (number, names))
        if not key:
            yield Fault.of("district.city-no-letters", f"{place} city_en", city=names["en"])
        elif other != names:
            told = " ".join(other.values())
            yield Fault.of(
                "district.cities-alike", f"{place} city_en", city=names["en"], slug=key, row=known, other=told
            )


@kept
def _read(path: Path) -> Gazetteer:
    rows = tuple(row | {"id": row["id"] or ""} for row in read_table(path, "id"))
    members: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        members.setdefault(slug(row.get("city_en") or ""), []).append(row)
    members.pop("", None)
    cities = {key: City(key, _names(own[0]), tuple(row["id"] for row in own)) for key, own in members.items()}
    return Gazetteer(rows, cities, {district: city for city in cities.values() for district in city.districts})


def _names(row: Mapping[str, str]) -> Labels:
    return {key.removeprefix(_NAME): (text or "").strip() for key, text in row.items() if key and key.startswith(_NAME)}
