"""`data/` of districts that do not exist, written district by district, and their articles."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from districtbrief.csvtables import read_table
from districtbrief.numerals import plain
from districtbrief.reviewrows import COLUMNS
from synthetic.figures import Figure, Kind, draw, read_kinds
from synthetic.places import Place, places
from synthetic.prose import Text, write_article

COPIED = ("README.md", "themes.csv", "units.csv", "calculations.csv", "observations.schema.json")
GROWING = ("districts", "sources", "context", "excluded")
RESIDENTS = (150_000, 1_600_000)
COUNTED = 0.9
"""How many districts have a number of residents."""
REASONS = {
    "like_for_like": ("各篇报道的口径相同", "All the articles count the same thing"),
    "with_caution": (
        "各篇报道没有说明收录的标准，起止时间也不尽相同",
        "The articles do not say how items were chosen, nor all for the same period",
    ),
    "not_comparable": (
        "各篇报道算的不是同一件事情，不能相比",
        "The articles do not count the same thing",
    ),
}
GRADES = ("like_for_like", "with_caution", "with_caution", "like_for_like", "not_comparable")
"""Of indicators that one real article alone reports, in turn."""
NEUTRAL = {
    "“一环十横十纵”二期、三期": "环横纵道路工程中",
    "phases two and three of the ring-and-grid scheme": "the ring-and-grid scheme",
    "凤湖智能新区": "智能新区",
    "the Fenghu smart zone": "the smart zone",
    "华侨城文旅": "文旅",
    "the OCT culture": "the culture",
    "二七商圈": "商圈",
    "the Erqi retail core": "the retail core",
}
"""What definitions say of the real districts, and what they say here."""


def write_data(root: Path, target: Path, count: int, seed: int) -> list[Place]:
    """Write `data/` and `articles/` of some districts, one after the other; the same seed gives the same bytes.

    Args:
        root: the project whose real data is imitated.
        target: the folder that gets both.
        count: how many districts.
        seed: where chance begins.
    """
    data, articles = target / "data", target / "articles"
    (data / "observations").mkdir(parents=True)
    articles.mkdir()
    for name in COPIED:
        shutil.copy(root / "data" / name, data / name)
    _write_table(data / "indicators.csv", _indicators(root))
    found = places(count, seed)
    kinds = read_kinds(root / "data")
    themes = {row["id"]: row["label_zh"] for row in read_table(root / "data" / "themes.csv")}
    with ExitStack() as open_files:
        writers = {name: _writer(open_files, root, data, name) for name in GROWING}
        for place in found:
            _write_district(target, place, (kinds, themes), writers, Random(f"{place.id} {seed}"))
    _write_description(root, data, found)
    return found


def _writer(open_files: ExitStack, root: Path, data: Path, name: str) -> csv.DictWriter[str]:
    header = (root / "data" / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    file = open_files.enter_context((data / f"{name}.csv").open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(file, header, lineterminator="\n")
    writer.writeheader()
    return writer


def _write_district(
    target: Path,
    place: Place,
    known: tuple[list[Kind], dict[str, str]],
    writers: Mapping[str, csv.DictWriter[str]],
    rng: Random,
) -> None:
    kinds, themes = known
    order = {theme: number for number, theme in enumerate(themes)}
    figures = sorted(draw(kinds, rng), key=lambda figure: order[figure.kind.theme])
    text = write_article(place.stem, figures, themes, rng)
    content = "\n\n".join(text.paragraphs).encode() + b"\n"
    (target / "articles" / f"{place.id}.txt").write_bytes(content)
    rows = (_observation(place, *item) for item in text.figures)
    _write_table(target / "data" / "observations" / f"{place.id}.csv", rows, COLUMNS)
    writers["districts"].writerow(vars(place))
    writers["sources"].writerow(_source(place, text, content, rng))
    writers["excluded"].writerows(
        {"district": place.id, "paragraph": paragraph, "position": position, "token": token, "reason": reason}
        for paragraph, position, token, reason in text.others
    )
    if rng.random() < COUNTED:
        writers["context"].writerow(_residents(place, rng))


def _observation(place: Place, figure: Figure, paragraph: int, position: int) -> dict[str, Any]:
    label = figure.kind.labels
    later = {"achieved": ("", ""), "ongoing": ("（在办）", ", in hand"), "planned": ("（待办）", ", to come")}
    zh, en = ("", "") if figure.alone else later[figure.status]
    english = label["en"] if label["en"][0] == "“" or label["en"].startswith("Party") else _lowered(label["en"])
    return {
        "id": f"{place.id}-{figure.name}",
        "indicator": figure.kind.id,
        "value": plain(figure.value),
        "qualifier": figure.qualifier,
        "status": figure.status,
        "period": "2021",
        "as_printed": figure.printed,
        "paragraph": paragraph,
        "position": position,
        "note_zh": label["zh"] + zh,
        "note_en": english + en,
        "reviewed": "true",
    }


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]


def _source(place: Place, text: Text, content: bytes, rng: Random) -> dict[str, Any]:
    day = f"2021-{rng.randint(11, 12)}-{rng.randint(1, 30):02}"
    return {
        "id": f"{place.id}-2021",
        "district": place.id,
        "headline": text.paragraphs[0],
        "byline": text.paragraphs[1],
        "publication": "",
        "published": day if rng.random() < 1 / 4 else "2021",
        "sha256": hashlib.sha256(content).hexdigest(),
        "paragraphs": len(text.paragraphs),
    }


def _residents(place: Place, rng: Random) -> dict[str, Any]:
    low, high = RESIDENTS
    return {
        "id": f"{place.id}-population",
        "district": place.id,
        "indicator": "resident-population",
        "value": round(low * (high / low) ** rng.random(), -3),
        "unit": "person",
        "date": "2019-12-31",
        "source_zh": f"{place.city_zh}统计局人口公报",
        "source_en": f"Population bulletin of the {place.city_en} Municipal Bureau of Statistics",
        "published": "2020-11-27",
    }


def _indicators(root: Path) -> Iterable[dict[str, str]]:
    """Grade every indicator, for reasons that name no district."""
    for number, row in enumerate(read_table(root / "data" / "indicators.csv")):
        grade = row["comparability"] or GRADES[number % len(GRADES)]
        zh, en = REASONS[grade]
        told = {key: text for key, text in row.items() if not key.startswith("definition_")}
        words = {key: _neutral(text) for key, text in row.items() if key.startswith("definition_")}
        yield {key: (told | words)[key] for key in row} | {"comparability": grade, "reason_zh": zh, "reason_en": en}


def _neutral(text: str) -> str:
    for real, plainly in NEUTRAL.items():
        text = text.replace(real, plainly)
    return text


def _write_table(path: Path, rows: Iterable[Mapping[str, Any]], columns: Iterable[str] = ()) -> None:
    told = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns or told[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)


def _write_description(root: Path, data: Path, found: Iterable[Place]) -> None:
    """Describe the tables as `datapackage.json` does, with one resource a district."""
    described = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    shared = [item for item in described["resources"] if not item["name"].startswith("observations-")]
    kin = next(item for item in described["resources"] if item["name"].startswith("observations-"))
    own = [
        kin
        | {
            "name": f"observations-{place.id}",
            "path": f"observations/{place.id}.csv",
            "title": f"What the article on {place.name_en} reports",
        }
        for place in found
    ]
    words = {
        "name": "districtbrief-synthetic",
        "title": f"Figures of {len(own)} districts that do not exist",
        "sources": [{"title": "Invented articles, listed in sources.csv"}],
    }
    text = json.dumps(described | words | {"resources": [*shared, *own]}, ensure_ascii=False, indent=2)
    (data / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
