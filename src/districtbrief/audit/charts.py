"""Charts held against the record: the table of what is drawn, its pictures, the alt text, the table on the page."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from lxml import etree

from districtbrief.audit.contents import Exhibit, Picture
from districtbrief.audit.finding import Finding
from districtbrief.audit.lines import districts_of, label_of
from districtbrief.audit.page import Page
from districtbrief.audit.pictures import BREAK, Row, check_drawing, texts_of
from districtbrief.audit.printing import printed
from districtbrief.audit.record import Record
from districtbrief.audit.recorded import Recorded
from districtbrief.audit.words import Words, read_words
from districtbrief.rows import DECIMALS, Observation

COLUMNS = ["group", "label", "district", "name", "value", "printed", "status", "qualifier", "grade", "number"]
PRECISE = Fraction(1, 10**11)
"""How far the table may be off, and by half of one at most, where a value has more decimals than `data/` may have."""


def read_rows(picture: Path) -> list[Row]:
    """Read the table that lies beside a picture.

    Raises:
        OSError: it is missing.
        ValueError: it is no table of a chart.
        csv.Error: it is no table at all.
    """
    with picture.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file, strict=True))
    if header != COLUMNS or not lines or any(len(line) != len(COLUMNS) for line in lines):
        raise ValueError(f"it has not the columns {', '.join(COLUMNS)}")
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def check_picture(page: Page, picture: Picture, site: Path, record: Record) -> Iterator[Finding]:
    """Hold a chart's table against the record, and its pictures, alt text and table on the page against its table."""
    words = read_words(page.lang)
    path = (site / page.name).parent / picture.source
    try:
        told = list(_differs(page, picture, path, record, words))
    except (OSError, ValueError, ArithmeticError, KeyError, csv.Error, etree.XMLSyntaxError) as error:
        yield Finding("chart", page.name, picture.id, f"{picture.source} or its table cannot be read ({error})")
        return
    yield from (Finding("chart", page.name, f"{picture.id} {path.stem}", found) for found in told)


def _differs(page: Page, picture: Picture, path: Path, record: Record, words: Words) -> Iterator[str]:
    rows, name, exhibit = read_rows(path), _name(picture), page.exhibits.get(picture.id)
    for row in rows:
        yield from _of_row(row, record, words)
    texts = texts_of(name, rows, record, words) | ({"break": [BREAK]} if _breaks_off(rows, exhibit, words) else {})
    for drawing in (path, path.with_name(f"{path.stem}-narrow.svg")):
        yield from check_drawing(drawing, name, rows, texts, words)
    caption = re.sub(rf"^{words['audit']['figure']}\s?\d+[:：]?\s*", "", page.floats.get(picture.id, ""))
    wanted = spoken(caption, rows, words)
    if wanted != picture.alt:
        yield f"the alt text says {_unlike(picture.alt, wanted)!r}, and the table {_unlike(wanted, picture.alt)!r}"
    stem = picture.source.removesuffix(".svg")
    told, links = (list(exhibit.texts), list(exhibit.links)) if exhibit else ([], [])
    if told != (due := _exhibited(rows, words)):
        one = next((text for text in told if text not in due), "fewer lines")
        yield f"the table on the page says {one!r}, and that of the chart does not"
    files = [f"{stem}.{ending}" for ending in ("csv", "png", "svg")]
    if links != [*files, *(f"#{row['number']}" for row in rows if not row["number"].startswith("count-"))]:
        yield "the links below it lead elsewhere"


def _name(picture: Picture) -> str:
    return picture.id.removeprefix("fig-").replace("-", "_")


def _breaks_off(rows: Sequence[Row], exhibit: Exhibit | None, words: Words) -> bool:
    """Whether the page says that of the one thing that a chart draws districts between are left out."""
    said = words["exhibit"]["between"].format(label=rows[0]["label"])
    return bool(exhibit and len({row["label"] for row in rows}) == 1 and said in exhibit.note)


def _exhibited(rows: Sequence[Row], words: Words) -> list[str]:
    """List what a page says below a chart, block by block: its files, and its table when it is opened."""
    table, counted = words["table"], all(row["number"].startswith("count-") for row in rows)
    told = [f"{words['exhibit']['table']} · PNG · SVG", words["exhibit"]["summary"]]
    told += [table["theme" if counted else "note"], table["district"], table["figure"]]
    told += [] if counted else [table["status"], table["qualifier"], table["grade"]]
    for row in rows:
        what = row["label"].split("\n")[-1]
        if row["group"] not in ("", row["name"]) and row["group"] not in row["label"]:
            what += words["list"] + row["group"]
        told += [what, row["name"], row["printed"]]
        if not counted:
            grade = words["grade"].get(row["grade"], table["none"])
            told += [words["status"][row["status"]], words["qualifier"][row["qualifier"]], grade]
    return told


def _of_row(row: Row, record: Record, words: Words) -> Iterator[str]:
    number = row["number"]
    value, text, rest = _expected(row, record, words)
    if not text:
        yield f"the table draws {number!r}, which the data does not have"
        return
    if abs(Fraction(row["value"]) - value) > _leeway(value):
        yield f"the table has {row['value']} for {number}, and the data {float(value):.15g}"
    for column, wanted in {"printed": text, **rest}.items():
        if row[column] != wanted:
            yield f"the table has {column} {row[column]!r} for {number}, and the data {wanted!r}"


def _leeway(value: Fraction) -> Fraction:
    return min(abs(value) * PRECISE, Fraction(1, 2)) if (value * 10**DECIMALS).denominator > 1 else Fraction(0)


def _expected(row: Row, record: Record, words: Words) -> tuple[Fraction, str, Row]:
    """Say what value, text and qualities a drawn number must have; no text where the data has no such number."""
    names = record.package.districts.get(row["district"], {})
    rest = {"name": names.get(words["lang"], "")}
    if row["number"].startswith("count-"):
        count = record.count(row["number"].removeprefix("count-"))
        _, _, theme = row["number"].removeprefix("count-").partition(f"{row['district']}-")
        label = record.package.themes.get(theme, {}).get(words["lang"], "")
        return Fraction(count or 0), "" if count is None else str(count), rest | {"label": label}
    recorded = record.find(row["number"])
    if recorded is None:
        return Fraction(0), "", rest
    return recorded.value, printed(recorded, words), rest | _qualities(recorded, row, record, words)


def _qualities(number: Recorded, row: Row, record: Record, words: Words) -> Row:
    """Say what else a number's row must have; a label may be the indicator's or what was counted, and marked.

    Behind a district's name it is that of a programme, which is what one of its numbers counts; so is the grade.
    """
    rows = observed(number)
    mark = words["grade_mark"].get(row["grade"], "")
    of, _, told = row["label"].removesuffix(mark).rpartition("\n")
    kin = record.of_theme(row["district"], rows[0].indicator.theme) if of == row["name"] else rows
    labels = {label_of(number, words), *(item.notes[words["lang"]] for item in kin)}
    statuses = {item.status for item in rows}
    status = statuses.pop() if len(statuses) == 1 else "planned" if "planned" in statuses else "ongoing"
    given = {"qualifier": number.qualifier, "status": status, "district": districts_of(number)[0]}
    right = row["grade"] in {"", *(item.indicator.grade for item in (*rows, *kin))}
    return given | {
        "grade": row["grade"] if right else "another",
        "label": row["label"] if told in labels else "another",
    }


def observed(number: Recorded) -> list[Observation]:
    """List the observations that a number rests on."""
    own = [number.row] if isinstance(number.row, Observation) else []
    return own + [row for item in number.inputs for row in observed(item)]


def spoken(title: str, rows: Sequence[Row], words: Words) -> str:
    """Write the alternative text of a chart from its table."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        heading = row["group"] if row["group"] not in ("", row["name"]) else row["label"]
        who = row["name"] if row["label"].startswith(heading) else row["label"].replace("\n", " ")
        groups.setdefault(heading, []).append(f"{who} {row['printed']}{words['status_suffix'][row['status']]}")
    item, told = words["chart"]["alt_item"], words["list"]
    items = [item.format(label=heading, values=told.join(values)) for heading, values in groups.items()]
    return str(words["chart"]["alt"].format(title=title, items=words["clauses"].join(items)))


def _unlike(text: str, other: str) -> str:
    """Give the piece of a text where it begins to differ from another."""
    start = next((at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), len(other))
    return text[max(0, start - 20) : start + 20]
