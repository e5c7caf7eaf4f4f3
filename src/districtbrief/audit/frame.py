"""What holds a page together: numbered sections, figures and tables, references, links, its PDF and its twin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.pdf import Pdf
from districtbrief.audit.prose import DIGITS, HAN
from districtbrief.audit.record import plain, read_words


def check_numbering(page: Page) -> Iterator[Finding]:
    """Count sections, figures and tables anew, and hold every reference against that count."""
    words = read_words(page.lang)["audit"]
    numbers: dict[str, str] = {}
    for section, number in zip(page.sections, _counted(page), strict=True):
        numbers[section.id] = number
        if section.number != number:
            yield Finding("misprinted", page.name, section.id, f"section {section.number} is the {number} in order")
    counts: Counter[str] = Counter()
    for name, caption in page.floats.items():
        kind = "figure" if name.startswith("fig-") else "table"
        counts[kind] += 1
        numbers[name] = str(counts[kind])
        if not re.match(rf"{words[kind]}\s?{counts[kind]}\b", caption):
            found = f"“{caption}” is {words[kind]} {counts[kind]} in order"
            yield Finding("misprinted", page.name, name or kind, found)
    for reference in page.references:
        if not reference.text.endswith(numbers.get(reference.id, "\n")):
            yield Finding("misprinted", page.name, reference.id, f"“{reference.text}” is not its number")


def check_pdf(page: Page, name: str, pdf: Pdf) -> Iterator[Finding]:
    """Hold a PDF against its page: the same numbers lead to the same lines, and no other numeral is printed."""
    words, heads = read_words(page.lang), []
    for number, text in enumerate(pdf.pages, start=1):
        head = words["audit"]["page"].format(number, len(pdf.pages))
        heads.append(next((item for item in (head, page.title + head) if plain(text).startswith(plain(item))), ""))
        if not heads[-1]:
            yield Finding("misprinted", name, f"page {number}", "its head does not say which page it is")
    yield from _links_differ(page, name, pdf)
    yield from _numerals_differ(page, name, _numerals("\n".join(pdf.pages)) - _numerals("\n".join(heads)))


def check_twin(page: Page, twin: Page) -> Iterator[Finding]:
    """Hold a report against the same report in another language: the same numbers, charts and claims."""
    told: dict[str, tuple[set[Any], ...]] = {
        "numbers": (set(page.lines), set(twin.lines)),
        "numbers in the text": ({item.anchor for item in page.numbers}, {item.anchor for item in twin.numbers}),
        "charts": ({item.id for item in page.pictures}, {item.id for item in twin.pictures}),
        "claims": tuple({(item.predicate, item.left, item.right) for item in side.claims} for side in (page, twin)),
        "date": ({page.date}, {twin.date}),
    }
    for what, (own, other) in told.items():
        for item in sorted(map(_named, own ^ other)):
            yield Finding("unpaired", page.name, item, f"{what}: {twin.name} does not say the same")


def check_links(
    page: str, links: Sequence[str], targets: Mapping[str, frozenset[str]], files: frozenset[str]
) -> Iterator[Finding]:
    """Follow every link that stays within the site, to its file and its anchor.

    Args:
        page: the page's name.
        links: what it leads to or loads.
        targets: the ids of every HTML page, by its name.
        files: every file of the site.
    """
    for link in dict.fromkeys(links):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or link in ("", "#"):
            continue
        name = _resolved(page, unquote(parts.path)) if parts.path else page
        if name not in files:
            yield Finding("broken", page, link, "there is no such file in the site")
        elif parts.fragment and name in targets and unquote(parts.fragment) not in targets[name]:
            yield Finding("broken", page, link, "there is no such place on the page")


def _named(item: Any) -> str:  # noqa: ANN401 - an id, or what a claim says
    return " ".join(item) if isinstance(item, tuple) else str(item)


def _resolved(page: str, path: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / path).parts:
        if part == "..":
            parts = parts[:-1] if parts else [".."]
        else:
            parts.append(part)
    return "/".join(parts)


def _counted(page: Page) -> Iterator[str]:
    """Number the sections of a page as they should be."""
    counts: list[int] = []
    outermost = min((section.depth for section in page.sections), default=1)
    for section in page.sections:
        level = section.depth - outermost
        counts = [*counts[: level + 1], *[0] * (level + 1 - len(counts))]
        counts[level] += 1
        yield ".".join(map(str, counts))


def _links_differ(page: Page, name: str, pdf: Pdf) -> Iterator[Finding]:
    """Where links of the PDF lead, in order, are the lines that numbers of the page lead to, in order."""
    texts: dict[str, str] = dict.fromkeys(page.lines, "")
    for number in page.numbers:
        texts[number.anchor] = texts.get(number.anchor, "") + plain(number.text)
    led = [anchor for anchor, text in texts.items() if text and anchor in page.lines]
    lines = [
        place for place in sorted(pdf.links) if DIGITS.search(pdf.targets[place]) or HAN.search(pdf.targets[place])
    ]
    if len(led) != len(lines):
        yield Finding("dropped", name, "appendix", f"{len(lines)} lines are led to, on the page {len(led)}")
        return
    for anchor, place in zip(led, lines, strict=True):
        if not pdf.targets[place].startswith(plain(page.lines[anchor].text)):
            found = f"{pdf.targets[place][:30]!r} is printed there, on the page {page.lines[anchor].text!r}"
            yield Finding("misprinted", name, anchor, found)
        if pdf.links[place] != texts[anchor]:
            found = f"the links to it read {pdf.links[place]!r}, on the page {texts[anchor]!r}"
            yield Finding("dropped", name, anchor, found)


def _numerals_differ(page: Page, name: str, own: Counter[str]) -> Iterator[Finding]:
    """Name the numerals that one of the two prints more often; a table's head may be printed again on each page."""
    other, heads = _numerals(_told(page)), _numerals(" ".join(page.main.xpath(".//th//text()")))
    for item, count in sorted((own - other).items()):
        if item not in heads:
            yield Finding("untraced", name, item, f"it is printed {count} times more than on the page")
    for item, count in sorted((other - own).items()):
        yield Finding("dropped", name, item, f"it is printed {count} times less than on the page")


def _numerals(text: str) -> Counter[str]:
    return Counter([*re.findall(r"\d+", text), *HAN.findall(text)])


def _told(page: Page) -> str:
    """Give the text of a page that its PDF prints too: all but the description; list items with their numbers."""
    described = {text for element in page.main.xpath(".//*[@class='description']") for text in element.itertext()}
    texts = [text for text in page.main.itertext() if text not in described]
    items = [str(number) for listed in page.main.iter("ol") for number, _ in enumerate(listed.findall("li"), start=1)]
    return "\n".join([*texts, *items])
