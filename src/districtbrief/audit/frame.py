"""What holds a page together: numbered sections, figures and tables, references, links, its PDF and its twin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from districtbrief.audit.blocks import paragraphs
from districtbrief.audit.document import resolved
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.pdf import Pdf
from districtbrief.audit.prose import DIGITS, HAN
from districtbrief.audit.words import plain, read_words

AWAY = ("http", "https", "mailto")
MARKS = "•‣–·.0123456789"
"""What a PDF prints before the items of lists."""


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
        kind = {"fig": "figure", "tbl": "table"}.get(reference.id[:3], "section")
        if not re.fullmatch(rf"(?:{words[kind]}\s?)?{re.escape(numbers.get(reference.id, '?'))}", reference.text):
            yield Finding("misprinted", page.name, reference.id, f"“{reference.text}” is not its number")


def check_pdf(page: Page, name: str, pdf: Pdf) -> Iterator[Finding]:
    """Hold a PDF against its page: the same numbers lead to the same lines, and the same text is printed."""
    words, texts = read_words(page.lang), []
    for number, text in enumerate(pdf.pages, start=1):
        running = words["audit"]["publication"] if number == 1 else page.title
        head = _bare(running + words["audit"]["page"].format(number, len(pdf.pages)) + page.stamp)
        printed = _bare(text)
        texts.append(printed.removeprefix(head))
        if not printed.startswith(head):
            yield Finding(
                "misprinted", name, f"page {number}", f"its head does not read “{head}”: {printed[: len(head)]!r}"
            )
    yield from _links_differ(page, name, pdf)
    yield from _text_differs(page, name, "".join(texts))


def check_frame(page: Page) -> Iterator[Finding]:
    """See that each id is there once, that all can be read that a reader sees, and that every picture is a chart."""
    for name, count in page.ids.items():
        if count > 1:
            yield Finding("broken", page.name, name, f"{count} things carry this id")
    for tag in page.unread:
        yield Finding("unread", page.name, f"<{tag}>", "the audit cannot tell what a reader sees of it")
    for link in page.loaded:
        if re.match(r"[a-z]+:|//", link, re.IGNORECASE):
            yield Finding("broken", page.name, link, "it is loaded from elsewhere")
    for picture in page.pictures:
        if not re.fullmatch(r"(?:\.\./)*figures/[\w-]+/[\w-]+\.svg", picture.source):
            yield Finding("chart", page.name, picture.id or picture.source, "it is no chart under figures/")


def check_twin(page: Page, twin: Page) -> Iterator[Finding]:
    """Hold a report against the same report in another language: the same numbers, charts and claims."""
    told: dict[str, tuple[set[Any], ...]] = {
        "numbers": (set(page.lines), set(twin.lines)),
        "numbers in the text": ({item.anchor for item in page.numbers}, {item.anchor for item in twin.numbers}),
        "charts": ({item.id for item in page.pictures}, {item.id for item in twin.pictures}),
        "claims": tuple({(item.predicate, item.left, item.right) for item in side.claims} for side in (page, twin)),
        "date": ({page.date}, {twin.date}),
        "a PDF": ({page.has_pdf}, {twin.has_pdf}),
    }
    for what, (own, other) in told.items():
        for item in sorted(map(_named, own ^ other)):
            yield Finding("unpaired", page.name, item, f"{what}: {twin.name} does not say the same")


def check_links(
    page: str, links: Sequence[str], targets: Mapping[str, Container[str]], files: frozenset[str]
) -> Iterator[Finding]:
    """Follow every link that stays within the site, to its file and its anchor.

    Args:
        page: the page's name.
        links: what it leads to or loads.
        targets: the ids of every HTML page, by its name.
        files: every file of the site.
    """
    folder = page.rpartition("/")[0]
    for link in dict.fromkeys(links):
        try:
            place = _place(folder, link)
        except ValueError as error:
            yield Finding("broken", page, link, str(error))
            continue
        if place is None:
            continue
        name, anchor = page if place[0] is None else place[0], place[1]
        if name not in files:
            yield Finding("broken", page, link, "there is no such file in the site")
        elif anchor and anchor not in targets.get(name, ()):
            yield Finding("broken", page, link, "there is no such place on the page")


@lru_cache(maxsize=2**14)  # most links of a page are those of any other
def _place(folder: str, link: str) -> tuple[str | None, str] | None:
    """Name the file, None for the page itself, and the place on it that a link leads to; None where it leads away.

    Raises:
        ValueError: it leads nowhere, and why.
    """
    try:
        parts = urlsplit(link)
    except ValueError:
        raise ValueError("it is no address") from None
    if parts.scheme in AWAY or link == "#":
        return None
    if parts.scheme or parts.netloc or not link:
        raise ValueError("it leads neither to a page nor to another site")
    return resolved(f"{folder}/", unquote(parts.path)) if parts.path else None, unquote(parts.fragment)


def _named(item: Any) -> str:  # noqa: ANN401 - an id, or what a claim says
    return " ".join(item) if isinstance(item, tuple) else str(item)


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
    for number in page.printed:
        texts[number.anchor] = texts.get(number.anchor, "") + plain(number.text)
    places = iter(sorted(pdf.links))
    for anchor, text in texts.items():
        if not text or anchor not in page.lines:
            continue
        line = plain(page.lines[anchor].text)
        place = next((item for item in places if pdf.targets[item].startswith(line)), None)
        if place is None:
            yield Finding("dropped", name, anchor, "no link leads to its line, or the line is not in its order")
            return
        if pdf.links[place] != text:
            yield Finding("dropped", name, anchor, f"the links to it read {pdf.links[place]!r}, on the page {text!r}")


def _text_differs(page: Page, name: str, printed: str) -> Iterator[Finding]:
    """Strike each block of the page from the PDF's text; a table's head may be left, where it is printed again."""
    heads = {_bare("".join(row.itertext())) for row in page.main.xpath(".//thead//tr")}
    start, rest, missing = 0, [], []
    for block in map(_bare, paragraphs(page)):
        at = printed.find(block, start)
        if at < 0:
            missing.append(block)
            continue
        rest.append(printed[start:at])
        start = at + len(block)
    rest.append(printed[start:])
    for block in missing:  # a footnote is printed at the foot of its page, wherever that is
        place = next((number for number, left in enumerate(rest) if block in left), None)
        if place is None:
            yield Finding("dropped", name, f"“{block[:40]}”", "the page says it, and the PDF does not, or not there")
        else:
            rest[place] = rest[place].replace(block, "", 1)
    for left in rest:
        if left.strip(MARKS) and left.strip(MARKS) not in heads:
            kind = "untraced" if DIGITS.search(left) or HAN.search(left) else "added"
            yield Finding(kind, name, f"“{left[:40]}”", "the PDF says it, and the page does not")


def _bare(text: str) -> str:
    """Write a text without spaces, hyphens and colons, which typesetting adds or writes in its own way."""
    return re.sub(r"[-:：\u00ad\u2010\u2011\ufffe\x02]", "", plain(text))
