"""Gives every table of `data/` columns in a new language, filled with another's words until somebody translates them.

`python docs/how-to/add_columns.py fr en` adds `label_fr` behind `label_en`, and so on.
"""
# ruff: noqa: INP001 - a script, in no package

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

DATA = Path("data")
DESCRIPTIONS = ("datapackage.json", "observations.schema.json")


def add_to_table(path: Path, new: str, like: str) -> None:
    """Add a column in the new language behind each one in the other."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if any(column.endswith(f"_{new}") for column in header):
        return
    copied = [at for at, column in enumerate(header) for _ in range(1 + column.endswith(f"_{like}"))]
    named = [
        f"{header[at].removesuffix(like)}{new}" if at == before else header[at]
        for before, at in zip([None, *copied], copied, strict=False)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([named, *([row[at] for at in copied] for row in rows)])


def add_to_description(part: Any, new: str, like: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Describe the new columns as those in the other language are described."""
    if isinstance(part, dict):
        return {key: add_to_description(value, new, like) for key, value in part.items()}
    if not isinstance(part, list):
        return part
    names = [item.get("name") for item in part if isinstance(item, dict)]
    found = []
    for item in part:
        found.append(add_to_description(item, new, like))
        name = str(item.get("name", "")) if isinstance(item, dict) else ""
        named = f"{name.removesuffix(like)}{new}"
        if name.endswith(f"_{like}") and named not in names:
            found.append(item | {"name": named})
    return found


if __name__ == "__main__":
    language, model = sys.argv[1:]
    for table in sorted(DATA.rglob("*.csv")):
        add_to_table(table, language, model)
    for name in DESCRIPTIONS:
        description = json.loads((DATA / name).read_text(encoding="utf-8"))
        text = json.dumps(add_to_description(description, language, model), ensure_ascii=False, indent=2)
        (DATA / name).write_text(f"{text}\n", encoding="utf-8")
