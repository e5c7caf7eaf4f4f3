"""Lists of links by which a reader finds one report of many: on the home page, and on the page of a city."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from districtbrief.cities import read_gazetteer
from districtbrief.navigation import CITIES, DISTRICTS, map_of
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.wording import escape, locale

FEW = 24
"""How many links may stand as cards; more are set close, under the city or the letter that they belong to."""


@dataclass(frozen=True)
class Card:
    """What a page says of another: its label, where it and its PDF lie, its description, and what it stands under."""

    label: str
    href: str
    pdf: str
    description: str = ""
    under: str = ""


def card(spec: ReportSpec, *, description: str = "", under: str = "") -> Card:
    """Make the card of a report."""
    return Card(spec.label, f"{spec.name}.html", f"{spec.name}.pdf" if spec.printed else "", description, under)


def groups(root: Path, lang: str) -> list[tuple[str, str, list[Card]]]:
    """List, by key and label, the reports that a home page leads to as one of many.

    Cities come first, each by its page; what lies in such a city is listed there. Then each entry of `reports.yml`
    that stands for districts. Cities are in the order of the alphabet, under their first letters; districts in that
    of their cities, or as they come in the data where they are few.
    """
    pages = map_of(lang, read_specs(root))
    found: dict[tuple[str, str], list[Card]] = {}
    for slug, spec in sorted(pages.cities.items()):
        key = (CITIES.removeprefix("sec-"), locale(lang)["city"]["all"])
        found.setdefault(key, []).append(card(spec, under=slug[0].upper()))
    of = read_gazetteer(root).of
    for spec in pages.rooms.get("", ()):
        if spec.group:
            city = of.get(str(spec.parameters.get("district", "")))
            found.setdefault(spec.group, []).append(card(spec, under=city.names.get(lang, "") if city else ""))
    return [(key, label, cards) for (key, label), cards in found.items()]


def listing(cards: Sequence[Card]) -> str:
    """Write a list of links as Markdown: as cards with their PDFs where they are few, else close together."""
    if len(cards) <= FEW:
        items = [f"- [{item.label}]({item.href})" + (f" [PDF]({item.pdf})" if item.pdf else "") for item in cards]
        return "\n".join(["::: {.index}", *items, "", ":::"])
    under: dict[str, list[Card]] = {}
    for item in cards:
        under.setdefault(item.under, []).append(item)
    return places((heading, members) for heading, members in under.items())


def places(rows: Iterable[tuple[str, Iterable[Card]]]) -> str:
    """Write links close together, a line for each of the words that they stand under."""
    return "\n".join(["::: {.places}", *_rows(rows), "", ":::"])


def city_list(root: Path, lang: str, notebook: str, districts: Sequence[str], city: str) -> str:
    """Write what a city's page leads to, under a heading that names the city; nothing on any other page."""
    rows = of_city(root, lang, notebook, districts)
    heading = locale(lang)["city"]["title"].format(city=city)
    return f"## {heading} {{#{DISTRICTS}}}\n\n{places(rows)}" if rows else ""


def of_city(root: Path, lang: str, notebook: str, districts: Sequence[str]) -> list[tuple[str, list[Card]]]:
    """List the other reports of a city, and its districts, where a notebook with some districts is the city's page."""
    pages, city = map_of(lang, read_specs(root)), read_gazetteer(root).of.get(next(iter(districts), ""))
    page = pages.cities.get(city.slug) if city else None
    if not city or not page or page.notebook != notebook or list(city.districts) != list(districts):
        return []
    words, own = locale(lang)["city"], [spec for spec in pages.rooms[city.slug] if spec != page]
    kinds = [Card(spec.group[1], card(spec).href, "") for spec in own if spec.of_city and spec.group]
    rows = [(words["whole"], kinds), (words["districts"], [card(spec) for spec in own if not spec.of_city])]
    return [(heading, cards) for heading, cards in rows if cards]


def home_list(root: Path, lang: str) -> str:
    """Write what a home page leads to: the printed reports that stand alone as cards, then what is one of many."""
    alone = [spec for spec in map_of(lang, read_specs(root)).rooms.get("", ()) if spec.printed and not spec.group]
    grouped = (f"## {label} {{#sec-{key}}}\n\n{listing(cards)}" for key, label, cards in groups(root, lang))
    return "\n\n".join([*([listing([*map(card, alone)])] if alone else []), *grouped])


def _rows(rows: Iterable[tuple[str, Iterable[Card]]]) -> Iterator[str]:
    for heading, cards in rows:
        links = "\N{NO-BREAK SPACE}· ".join(f"[{escape(item.label)}]({item.href})" for item in cards)
        yield f"- **{escape(heading)}** {links}" if heading else f"- {links}"
