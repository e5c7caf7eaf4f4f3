"""Edits of a copy of `data/`, or of the project, from one wrong cell to a whole wrong file, and what each must give."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from districtbrief.faults import Fault

ERQI, JINSHUI = "observations/erqi.csv", "observations/jinshui.csv"
SPACES, GARAGES = "erqi-parking-spaces", "erqi-parking-garages"
HEADER = "id,indicator,value,qualifier,status,period,as_printed,paragraph,position,note_zh,note_en,reviewed\n"
EAST = HEADER + "east-ledger-items,ledger-items,3,exact,achieved,2021,3项,1,0,事项,items,true\n"
ROW = "data/observations/erqi.csv row 40, column "
"""Where a cell of the row that most cases damage stands, but for its column."""

Damage = Callable[[Path], object]
Rows = list[list[str]]


LONGEST = 700
"""Letters of a fault's line that a person may be asked to read."""


class Bad:
    """One edit, where each fault lies that it must give and of which kind, and what they say.

    Without any fault, a case is to be accepted.
    """

    def __init__(self, name: str, damage: Damage, *faults: str, says: str = "") -> None:
        self.name, self.damage, self.faults, self.says = name, damage, faults, says

    @property
    def kind(self) -> frozenset[str]:
        """Give the codes of its faults."""
        return frozenset(fault.rpartition(" ")[2] for fault in self.faults)

    def is_told_by(self, faults: Sequence[Fault]) -> None:
        """See that its faults are told and no other, each on one short line: where, what stands there, what to do."""
        assert sorted(f"{fault.place} [{fault.code}]" for fault in faults) == sorted(self.faults)
        assert self.says in "\n".join(map(str, faults))
        for fault in faults:
            assert str(fault).isprintable(), "a fault is one line, of which everything can be seen"
            assert len(str(fault)) < LONGEST
            assert fault.found
            assert fault.remedy


def cell(table: str, key: str, column: str, value: str) -> Damage:
    """Write a value into the cell of the row that begins with ``key``."""

    def edit(rows: Rows) -> None:
        next(row for row in rows if row[0] == key)[rows[0].index(column)] = value

    return rows_of(table, edit)


def both(*damages: Damage) -> Damage:
    """Do one damage after the other."""
    return lambda data: [damage(data) for damage in damages]


def row(table: str, key: str, **cells: str) -> Damage:
    """Write values into some cells of the row that begins with ``key``."""
    return both(*(cell(table, key, name, value) for name, value in cells.items()))


def rows_of(table: str, edit: Callable[[Rows], object]) -> Damage:
    """Edit the rows of a table, its header being the first, where they stand."""

    def damage(data: Path) -> None:
        with (data / table).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        edit(rows)
        with (data / table).open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    return damage


def column(table: str, change: Callable[[list[str]], list[str]]) -> Damage:
    """Change every row of a table in the same way."""
    return rows_of(table, lambda rows: rows.__setitem__(slice(None), [change(row) for row in rows]))


def text(table: str, change: Callable[[str], str]) -> Damage:
    """Change the text of a file."""

    def damage(data: Path) -> None:
        before = (data / table).read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        (data / table).write_text(after, encoding="utf-8", newline="")

    return damage


def put(table: str, content: bytes) -> Damage:
    """Write a file's bytes."""
    return lambda data: (data / table).write_bytes(content)


def encoded(table: str, encoding: str) -> Damage:
    """Save a file in another encoding."""
    return lambda data: (data / table).write_bytes((data / table).read_text("utf-8").encode(encoding))


def gone(table: str) -> Damage:
    """Remove a file."""
    return lambda data: (data / table).unlink()


def linked(table: str, target: str) -> Damage:
    """Put a link in the place of a file; ``target`` is a path from the folder that it lies in."""

    def damage(data: Path) -> None:
        (data / table).unlink()
        (data / table).symlink_to(target)

    return damage


def described(edit: Callable[[dict[str, Any]], object], name: str = "datapackage.json") -> Damage:
    """Edit `datapackage.json`, or another file of JSON, such as the schema of observations."""

    def damage(data: Path) -> None:
        package = json.loads((data / name).read_text(encoding="utf-8"))
        edit(package)
        (data / name).write_text(json.dumps(package), encoding="utf-8")

    return damage


def resource(name: str, **values: object) -> Damage:
    """Say something else of one resource."""
    return described(lambda package: resource_of(package, name).update(values))


def resource_of(package: dict[str, Any], name: str) -> dict[str, Any]:
    """Find a resource by its name."""
    return next(item for item in package["resources"] if item["name"] == name)


def district(table: str | None, *, described_too: bool = True, key: str = "east") -> Damage:
    """Add a district, with a table or without, which `datapackage.json` describes or not."""

    def add(package: dict[str, Any]) -> None:
        own = {"name": f"observations-{key}", "path": f"observations/{key}.csv"}
        package["resources"].append(resource_of(package, "observations-erqi") | own)

    def damage(data: Path) -> None:
        text("districts.csv", lambda old: old + f"{key},东区,East,某市,City\n")(data)
        text("sources.csv", lambda old: old + f"{key}-2021,{key},东区,某人,,2021,{'0' * 64},1\n")(data)
        if table:
            (data / "observations" / f"{key}.csv").write_text(table, encoding="utf-8")
        if described_too:
            described(add)(data)

    return damage


def unreviewed(key: str, **cells: str) -> Damage:
    """Leave a row of Erqi's to the reviewer, with some cells as they are given."""
    return row(ERQI, key, reviewed="false", **cells)
