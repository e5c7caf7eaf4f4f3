"""A project of many districts: copies of the two real ones under other names, some to a city."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

OF_CITIES = {
    "index": {"notebook": "directory", "formats": ["html"], "label": {"zh": "首页", "en": "Home"}},
    "comparison": {"notebook": "comparison", "for_each": "cities", "label": {"zh": "对比", "en": "Comparison"}},
    "brief": {"notebook": "brief", "for_each": "cities", "label": {"zh": "简报", "en": "Brief"}},
    "profiles": {"notebook": "profile", "for_each": "districts", "label": {"zh": "各区", "en": "Districts"}},
    "checked": {"notebook": "checked", "formats": ["html"], "label": {"zh": "核对", "en": "Checks"}},
    "search": {"notebook": "search", "formats": ["html"], "label": {"zh": "搜索", "en": "Search"}},
}
"""Reports for each city, the comparison first, which makes it the city's page."""


class InFull(yaml.SafeDumper):
    """Writes what two reports share in each of them."""

    def ignore_aliases(self, _: object) -> bool:
        """Say that nothing is a name for what stands elsewhere."""
        return True


def write_districts(project: Path, sizes: Sequence[int]) -> list[str]:
    """Put districts in the place of the real ones: ``sizes`` says how many each city has; give their ids."""
    data = project / "data"
    kept = {name: _rows(data / f"{name}.csv") for name in ("sources", "context")}
    figures = {key: (data / "observations" / f"{key}.csv").read_text(encoding="utf-8") for key in ("erqi", "jinshui")}
    places = [(f"d{city}-{number}", city) for city, size in enumerate(sizes, 1) for number in range(1, size + 1)]
    own = {key: ("erqi", "jinshui")[at % 2] for at, (key, _) in enumerate(places)}
    for key, model in own.items():
        text = figures[model].replace(f"{model}-", f"{key}-")
        (data / "observations" / f"{key}.csv").write_text(text, encoding="utf-8")
    names = [_named(key, city) for key, city in places]
    _write(data / "districts.csv", names)
    _write(data / "indicators.csv", [_graded(row) for row in _rows(data / "indicators.csv")])
    for name, rows in kept.items():
        _write(
            data / f"{name}.csv",
            [_moved(row, model, key) for key, model in own.items() for row in rows if row["district"] == model],
        )
    return list(own)


def ask_for(project: Path, reports: dict[str, object]) -> None:
    """Write which reports are published."""
    path = project / "reports.yml"
    written = yaml.safe_load(path.read_text(encoding="utf-8")) | {"reports": reports}
    path.write_text(yaml.dump(written, Dumper=InFull, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _named(key: str, city: int) -> dict[str, str]:
    """Name a district by letters: a digit in a name would be a numeral without a source."""
    of, own = letters(city), letters(city) + letters(int(key.partition("-")[2]))
    names = {"name_zh": f"甲{own}区", "name_en": f"Jia {own}"}
    return {"id": key, **names, "city_zh": f"城{of}市", "city_en": f"City {of}"}


def letters(number: int) -> str:
    """Write a number in letters: A, B … Z, AA, AB."""
    more, last = divmod(number - 1, 26)
    return (letters(more) if more else "") + chr(ord("A") + last)


def _graded(row: dict[str, str]) -> dict[str, str]:
    """Grade what one of the real districts alone reports."""
    reasons = {"reason_zh": "各篇的口径没有说", "reason_en": "the articles do not say what they count"}
    return row if row["comparability"] else {**row, "comparability": "with_caution", **reasons}


def _moved(row: dict[str, str], model: str, key: str) -> dict[str, str]:
    return {column: text.replace(model, key) if column in ("id", "district") else text for column, text in row.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
