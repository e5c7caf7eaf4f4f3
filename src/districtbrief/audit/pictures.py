"""What a chart's pictures write, held against its table: every text by its role, every sign that must be there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from babel.lists import format_list
from lxml import etree

from districtbrief.audit.record import Record
from districtbrief.audit.words import Words, plain

Row = dict[str, str]
T = TypeVar("T")
ROLE = re.compile(r"([a-z]+)-\d+(?:\.\d+)?")
PANELLED = {"audience", "money", "themes"}
"""The charts that head a panel or a column with its district; the others name it at each bar or label."""
APART = {"audience", "money"}
"""The charts in which each number has a label of its own."""
BREAK = "…"
SVG = "http://www.w3.org/2000/svg"
DRAWN = {"svg", "metadata", "defs", "style", "g", "path", "use", "pattern", "rect"}
ABOUT = re.compile(r"|image/svg\+xml|Matplotlib v[\d.]+, https://matplotlib\.org/")
STYLE = "*{stroke-linejoin: round; stroke-linecap: butt}"
ATTRIBUTES = {
    **dict.fromkeys(("id", "d", "transform", "x", "y", "width", "height", "viewBox", "version"), "(?s:.*)"),
    **dict.fromkeys(("type", "patternUnits", "fill"), r"[\w/#]*"),
    "style": r"(?:(?:fill|stroke(?:-width|-linejoin|-linecap)?): (?:[\w.#]+|url\(#\w+\));?\s*)*",
    "{http://www.w3.org/1999/xlink}href": r"#.+",
}
"""What the parts of a picture may carry, and what it may read."""
ORDERED = {"heading", "label", "name"}
"""What is drawn beside the bars, and so in the order of the table."""
BOUNDS = {"at_least": "floor", "nearly": "ceiling", "at_most": "ceiling"}


def check_drawing(
    path: Path, name: str, rows: Sequence[Row], wanted: Mapping[str, list[str]], words: Words
) -> Iterator[str]:
    """Hold one picture of a chart against its table.

    Args:
        path: the SVG.
        name: the chart's, such as ``side_by_side``.
        rows: its table.
        wanted: the texts that it must have besides its numbers, as `texts_of` lists them.
        words: the language.

    Raises:
        OSError: the picture is missing.
        etree.XMLSyntaxError: it is none.
    """
    tree = etree.parse(path)
    texts = _texts(tree)
    values = "\n".join(texts.pop("value", []))
    yield from (f"the label {item!r}" for item in _left_over(values, rows, words))
    for role in sorted({*texts, *wanted}):
        drawn, due = ({plain(text).casefold(): text for text in found.get(role, [])} for found in (texts, wanted))
        yield from (f"the words {drawn[key]!r}, which are not the chart's" for key in drawn.keys() - due.keys())
        yield from (f"{role} {due[key]!r} is not drawn" for key in due.keys() - drawn.keys())
        told, right = ([plain(text).casefold() for text in found.get(role, [])] for found in (texts, wanted))
        if role in ORDERED and told != right:
            yield f"each {role} is to be drawn once, in the order of the table"
    yield from sorted({f"{odd}, of which the audit cannot tell what a reader sees" for odd in _odd(tree)})
    signs = Counter(found[1] for item in tree.iter("{*}g") if (found := ROLE.fullmatch(item.get("id", ""))))
    for sign, count in _bounds(name, rows).items():
        if signs[sign] != count:
            yield f"{signs[sign]} signs of a {sign} are drawn, and the table has {count}"


def _texts(tree: etree._ElementTree) -> dict[str, list[str]]:
    """Read every text that a picture writes, its lines joined, by its role; what has none is a stray."""
    found: dict[str, dict[str, str]] = {}
    for comment in tree.iter(etree.Comment):
        name = comment.getparent().get("id", "") if comment.getparent() is not None else ""
        role = ROLE.fullmatch(name)
        texts = found.setdefault(role[1] if role else "stray", {})
        whole = name.partition(".")[0]
        texts[whole] = f"{texts.get(whole, '')} {(comment.text or '').strip()}".strip()
    for number, text in enumerate(tree.xpath("//*[local-name()='text']//text()")):
        found.setdefault("stray", {})[f"text-{number}"] = text
    return {role: list(texts.values()) for role, texts in found.items()}


def _odd(tree: etree._ElementTree) -> Iterator[str]:
    """Name what a picture may not hold: whatever is no outline, says something, hides something, or leads away."""
    for item in tree.iter(etree.Element):
        name = etree.QName(item)
        about = name.namespace != SVG and ABOUT.fullmatch((item.text or "").strip())
        drawn = name.namespace == SVG and name.localname in DRAWN
        if not (about or drawn) or (name.localname == "style" and item.text != STYLE):
            yield f"<{name.localname}>"
        for key, text in item.items() if drawn else ():
            if not re.fullmatch(ATTRIBUTES.get(key, "(?!)"), text):
                yield f"{key.rpartition('}')[2]}={text!r}"


def _left_over(left: str, rows: Sequence[Row], words: Words) -> Iterator[str]:
    """Name the numbers that do not stand behind bars in the order of the table, others that do, and words."""
    done = ""
    for text in (row["printed"] for row in rows):
        if not (found := re.search(rf"(?<![\w.,]){re.escape(text)}(?![\d.,])|(?<=[^\W\d]){re.escape(text)}", left)):
            yield f"{text} is not drawn, or not in its place"
            continue
        done, left = f"{done}{left[: found.start()]}\n", left[found.end() :]
    left = done + left
    told = {*(words["chart"][status] for status in words["status"]), words["list"].strip(), ""}
    rest = re.split(rf"\n|{re.escape(words['list'].strip())}", left)
    yield from (f"{item.strip()} is not in the table" for item in rest if item.strip() not in told)


def texts_of(name: str, rows: Sequence[Row], record: Record, words: Words) -> dict[str, list[str]]:
    """List the texts that a chart's pictures must have besides its numbers, by their roles."""
    each = [row["label"].replace("\n", words["colon"]) for row in rows]
    labels = each if name in APART else _runs(each)
    names = [of for _, of in _runs((row["label"], row["name"]) for row in rows)]
    told = {"source": [edge("source", name, rows, record, words)], "subtitle": [edge("", name, rows, record, words)]}
    told |= {"label": labels, "sign": [words["chart"][sign] for sign in _signs(rows)]}
    if name in PANELLED:
        return told | {"heading": list(dict.fromkeys(names))}
    return told | {"name": _runs(row["group"] for row in rows) if name == "roadworks" else names}


def _runs(items: Iterable[T]) -> list[T]:
    """Give each of a run of equal items once."""
    return [item for item, _ in groupby(items)]


def edge(which: str, name: str, rows: Sequence[Row], record: Record, words: Words) -> str:
    """Word a chart's last line, its source, or its first."""
    package = record.package
    keys = sorted({row["district"] for row in rows} & package.districts.keys(), key=package.ranks.__getitem__)
    names = [package.districts[key][words["lang"]] for key in keys]
    days = {package.sources[key].published for key in keys if key in package.sources}
    years = {day[:4] for day in days}
    pattern = words["chart"]["source"] if which else words["subtitles"][name]
    return str(
        pattern.format(
            districts=format_list(names, locale=words["babel"]),
            published=words["list"].join(days if len(days) == 1 else sorted(years)),
            period=words["list"].join(sorted(years)),
        )
    )


def _signs(rows: Sequence[Row]) -> Iterator[str]:
    """Name the words of the signs that a chart must explain."""
    statuses, qualifiers = {row["status"] for row in rows}, {row["qualifier"] for row in rows}
    if statuses != {"achieved"}:
        yield from statuses - {"planned"}
        mixed = any(row["status"] == "planned" and row["number"].startswith("calc-") for row in rows)
        yield from ["partly" if mixed else "planned"] if "planned" in statuses else []
    yield from sorted({BOUNDS[item] for item in qualifiers & BOUNDS.keys()})
    yield from ["caution"] if any(row["grade"] == "with_caution" for row in rows) else []


def _bounds(name: str, rows: Sequence[Row]) -> dict[str, int]:
    """Count the bars that are floors and those that are ceilings; parts of one bar have one sign, the first one's."""
    bars: dict[tuple[str, str], str] = {}
    for number, row in enumerate(rows):
        if row["qualifier"] in BOUNDS:
            key = (row["label"], row["name"]) if name == "progress" else (str(number), "")
            bars.setdefault(key, BOUNDS[row["qualifier"]])
    counts = Counter(bars.values())
    return {sign: counts[sign] for sign in ("floor", "ceiling")}
