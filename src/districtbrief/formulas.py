"""What is wrong with the formulas of `data/calculations.csv`: unknown inputs, and units that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from districtbrief.faults import Fault, nearest
from districtbrief.tablefaults import Findings, Row

STATUSES = ("achieved", "ongoing", "planned")
INPUTS = 2
Units = Mapping[str, Row]


def formula_faults(findings: Findings) -> Iterator[Fault]:
    """Check every formula against the indicators and units that it names."""
    if not {"indicators", "units"} <= findings.complete:
        return
    units = {row["id"]: row for row in findings.rows["units"].values()}
    indicators = {row["id"]: units[row["unit"]] for row in findings.rows["indicators"].values()}
    for number, row in findings.rows.get("calculations", {}).items():
        place = f"data/calculations.csv row {number}, column"
        inputs = row["inputs"].split()
        found = list(_of_inputs(f"{place} inputs", row["inputs"], inputs, indicators))
        yield from found or _of_units(place, row, [indicators[item.partition("@")[0]] for item in inputs], units)


def _of_inputs(place: str, written: str, inputs: Sequence[str], indicators: Units) -> Iterator[Fault]:
    if len(inputs) != INPUTS:
        yield Fault.of("data.not-two-inputs", place, inputs=written, count=len(inputs))
    for item in inputs:
        name, at, status = item.partition("@")
        if name not in indicators:
            yield Fault.of("data.unknown", place, cell=name, nearest=nearest(name, indicators))
        if at and status not in STATUSES:
            yield Fault.of("data.unknown", place, cell=status, nearest=nearest(status, STATUSES))


def _of_units(place: str, row: Row, inputs: Sequence[Row], units: Units) -> Iterator[Fault]:
    """A sum keeps its unit, an average that of what is shared out; a share has parts of one unit, and is per cent."""
    (first, second), result = inputs, units[row["unit"]]
    alike = row["formula"] in ("sum", "share")
    if alike and first["id"] != second["id"]:
        yield Fault.of(
            "data.units-apart", f"{place} inputs", formula=row["formula"], first=first["id"], other=second["id"]
        )
    if row["formula"] == "implied" and second["kind"] != "share":
        yield Fault.of("data.no-share", f"{place} inputs", unit=second["id"])
    if row["formula"] == "share":
        fits, expected = result["kind"] == "share", "percent"
    else:
        fits, expected = result["id"] == first["id"], first["id"]
    if not fits:
        yield Fault.of("data.other-unit", f"{place} unit", unit=result["id"], formula=row["formula"], expected=expected)
