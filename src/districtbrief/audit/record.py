"""What `data/` says that each number of a page must be: worked out anew, without the code that wrote the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from districtbrief.audit.recorded import Recorded, bounds, worked_out
from districtbrief.datapackage import DataPackage
from districtbrief.rows import Denominator, Formula, Observation


@dataclass(frozen=True)
class Record:
    """Every number that `data/` gives or lets one work out, found by the anchor that pages know it by."""

    package: DataPackage
    _known: dict[str, Recorded | None] = field(default_factory=dict)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], list[Observation]]:
        found: dict[tuple[str, str], list[Observation]] = {}
        for row in self.package.observations.values():
            found.setdefault((row.district, row.indicator.id), []).append(row)
        return found

    @cached_property
    def _formulas(self) -> Mapping[str, Formula]:
        return {row.id: row for row in self.package.formulas}

    @cached_property
    def _denominators(self) -> Mapping[str, Denominator]:
        return {row.id: row for row in self.package.denominators.values()}

    def find(self, anchor: str) -> Recorded | None:
        """Find a number by its anchor; None where the data has nothing of that name."""
        if anchor not in self._known:
            kind, _, key = anchor.partition("-")
            find = {"obs": self._observation, "ctx": self._denominator, "calc": self._calculation}.get(kind)
            self._known[anchor] = find(key) if find else None
        return self._known[anchor]

    def count(self, key: str) -> int | None:
        """Count the figures of ``<district>-<theme>``; None where the data has no such district or theme."""
        found = _split(key, self.package.districts, self.package.themes)
        return self._counts[found] if found else None

    def of_theme(self, district: str, theme: str) -> list[Observation]:
        """List a district's observations on a theme."""
        return [row for key in self._indicators.get(theme, ()) for row in self._places.get((district, key), ())]

    @cached_property
    def _indicators(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, item in self.package.indicators.items():
            found.setdefault(item.theme, []).append(key)
        return found

    @cached_property
    def _counts(self) -> Counter[tuple[str, str]]:
        return Counter((row.district, row.indicator.theme) for row in self.package.observations.values())

    def _observation(self, key: str) -> Recorded | None:
        row = self.package.observations.get(key)
        if row is None:
            return None
        low, high = bounds(row.value, row.qualifier)
        return Recorded(f"obs-{key}", row.value, low, high, row.unit, _measure_word(row), row=row)

    def _denominator(self, key: str) -> Recorded | None:
        row = self._denominators.get(key)
        if row is None:
            return None
        return Recorded(f"ctx-{key}", row.value, row.value, row.value, row.unit, row.unit.measure_words[0], row=row)

    def _calculation(self, key: str) -> Recorded | None:
        rule, _, rest = key.partition("-")
        package = self.package
        if rule in ("total", "rate") and (found := _split(rest, package.districts, package.indicators)):
            return self._total(key, *found) if rule == "total" else self._rate(key, *found)
        if rule == "ratio":
            return self._ratio(key, rest)
        found = _split(key, package.districts, self._formulas)
        return self._formula(key, found[0], self._formulas[found[1]]) if found else None

    def _total(self, key: str, district: str, indicator: str) -> Recorded | None:
        rows = [self.find(f"obs-{row.id}") for row in self._places.get((district, indicator), ())]
        unit = self.package.indicators[indicator].unit
        return worked_out(key, "sum", rows, unit) if len(rows) > 1 else None

    def _rate(self, key: str, district: str, indicator: str) -> Recorded | None:
        residents = self.package.denominators.get(district)
        basis = self._basis(district, indicator)
        if not residents or not basis or not self.package.indicators[indicator].per_resident:
            return None
        return worked_out(key, "rate", [basis, self.find(f"ctx-{residents.id}")], basis.unit)

    def _ratio(self, key: str, rest: str) -> Recorded | None:
        """The larger district's number over the smaller's, of an indicator that may be compared."""
        for indicator in self.package.indicators.values():
            pair = _split(rest.removeprefix(f"{indicator.id}-"), self.package.districts, self.package.districts)
            if not rest.startswith(f"{indicator.id}-") or not pair:
                continue
            sides = [self._basis(district, indicator.id) for district in pair]
            honest = indicator.grade in ("like_for_like", "with_caution") and all(sides)
            result = worked_out(key, "ratio", sides, None) if honest else None
            return result if result and result.value >= 1 else None
        return None

    def _formula(self, key: str, district: str, row: Formula) -> Recorded | None:
        inputs = [self._basis(district, *item.split("@")) for item in row.inputs]
        return worked_out(key, row.name, inputs, row.unit, row)

    def _basis(self, district: str, indicator: str, status: str = "") -> Recorded | None:
        rows = [row for row in self._places.get((district, indicator), ()) if status in ("", row.status)]
        return self.find(f"obs-{rows[0].id}" if len(rows) == 1 else f"calc-total-{district}-{indicator}")


def _measure_word(row: Observation) -> str:
    """Take the last of the unit's words in the printed token, the longest of those that end there; else the first."""
    token = row.as_printed
    found = [word for word in row.unit.measure_words if word in token]
    return max(found, key=lambda word: (token.rfind(word) + len(word), len(word)), default=row.unit.measure_words[0])


def _split(text: str, lefts: Container[str], rights: Container[str]) -> tuple[str, str] | None:
    """Split a text at the hyphen where a known word ends and another begins."""
    parts = ((text[: found.start()], text[found.end() :]) for found in re.finditer("-", text))
    return next(((left, right) for left, right in parts if left in lefts and right in rights), None)
