"""Charts held against the record: the table of what is drawn, the texts of the picture, and the alt text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from lxml import etree

from districtbrief.audit.finding import Finding
from districtbrief.audit.lines import districts_of, label_of
from districtbrief.audit.page import Page, Picture
from districtbrief.audit.record import Record, Recorded, Words, printed, read_words
from districtbrief.datapackage import Observation

Row = dict[str, str]
COLUMNS = ["group", "label", "district", "name", "value", "printed", "status", "qualifier", "grade", "number"]
PRECISE = Fraction(1, 10**11)
TICK = re.compile(r"10*\D*|0(?:\.0*1)?")


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
    """Hold a chart's table against the record, and its labels and its alt text against its table."""
    words = read_words(page.lang)
    path = (site / page.name).parent / picture.source
    try:
        rows, texts, ticks = read_rows(path), *_texts(path)
        title = words["charts"][picture.id.removeprefix("fig-").replace("-", "_")]
        told = [finding for row in rows for finding in _of_row(row, record, words)]
        wanted = spoken(title, rows, words)
    except (OSError, ValueError, ArithmeticError, KeyError, csv.Error, etree.XMLSyntaxError) as error:
        yield Finding("chart", page.name, picture.id, f"{picture.source} or its table cannot be read ({error})")
        return
    told += [f"the label {item!r}" for item in _left_over(texts, [row["printed"] for row in rows])]
    told += [f"the tick {item!r}" for item in ticks if not _is_tick(item, rows)]
    told += [
        f"the words {item!r}, which are not the chart's" for item in texts + ticks if not _is_worded(item, rows, words)
    ]
    if wanted != picture.alt:
        told.append(
            f"the alt text says {_unlike(picture.alt, wanted)!r}, and the table {_unlike(wanted, picture.alt)!r}"
        )
    yield from (Finding("chart", page.name, f"{picture.id} {path.stem}", found) for found in told)


def _of_row(row: Row, record: Record, words: Words) -> Iterator[str]:
    number = row["number"]
    value, text, rest = _expected(row, record, words)
    if not text:
        yield f"the table draws {number!r}, which the data does not have"
        return
    if abs(Fraction(row["value"]) - value) > abs(value) * PRECISE:
        yield f"the table has {row['value']} for {number}, and the data {float(value):g}"
    for column, wanted in {"printed": text, **rest}.items():
        if row[column] != wanted:
            yield f"the table has {column} {row[column]!r} for {number}, and the data {wanted!r}"


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

    Behind a district's name it is that of a programme, which is what one of its numbers counts.
    """
    rows = observed(number)
    mark = words["grade_mark"].get(row["grade"], "")
    of, _, told = row["label"].removesuffix(mark).rpartition("\n")
    kin = record.of_theme(row["district"], rows[0].indicator.theme) if of == row["name"] else rows
    labels = {label_of(number, words), *(item.notes[words["lang"]] for item in kin)}
    statuses = {item.status for item in rows}
    status = statuses.pop() if len(statuses) == 1 else "planned" if "planned" in statuses else "ongoing"
    given = {"qualifier": number.qualifier, "status": status, "district": districts_of(number)[0]}
    right = row["grade"] in {"", *(item.indicator.grade for item in rows)}
    return given | {
        "grade": row["grade"] if right else "another",
        "label": row["label"] if told in labels else "another",
    }


def observed(number: Recorded) -> list[Observation]:
    """List the observations that a number rests on."""
    own = [number.row] if isinstance(number.row, Observation) else []
    return own + [row for item in number.inputs for row in observed(item)]


def _texts(path: Path) -> tuple[list[str], list[str]]:
    """Read what a picture writes: beside its marks, and along its axes."""
    tree = etree.parse(path)
    beside: list[str] = [text.strip() for text in tree.xpath("//*[local-name()='text']//text()") if text.strip()]
    along: list[str] = []
    for comment in tree.iter(etree.Comment):
        kin = (item.get("id", "") for item in comment.iterancestors())
        (along if any("axis" in name for name in kin) else beside).append(comment.text.strip())
    return beside, along


def _left_over(texts: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """Name the numbers that the labels have and the table has not, or the other way round."""
    left = "\n".join(texts)
    for text in sorted(wanted, key=len, reverse=True):
        if not (found := re.search(rf"(?<![\w.,]){re.escape(text)}(?![\d.,])", left)):
            yield f"{text} is not drawn"
            continue
        left = f"{left[: found.start()]}\n{left[found.end() :]}"
    yield from (f"{item} is not in the table" for item in re.findall(r".*\d.*", left))


def _is_tick(text: str, rows: Sequence[Row]) -> bool:
    names = "\n".join(row["label"] for row in rows)
    return not re.search(r"\d", text) or text in names or TICK.fullmatch(text.replace(",", "")) is not None


def _is_worded(text: str, rows: Sequence[Row], words: Words) -> bool:
    """Whether a text without digits is one of the chart's: a label, a name, or one of the locale's words for charts."""
    if re.search(r"\d", text):
        return True
    own = {row[column] for row in rows for column in ("label", "group", "name")}
    known = {*words["chart"].values(), *(line for item in own for line in item.splitlines())}
    return text in known or any(text in item for item in own)


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
