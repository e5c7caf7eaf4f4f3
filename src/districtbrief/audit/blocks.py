"""A page's text block by block: with holes for its numbers, or as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from districtbrief.audit.contents import ANCHOR, HEADINGS, NUMBER, heading_number
from districtbrief.audit.page import Page
from districtbrief.audit.reading import DONE, HOLE, Element, blocks_of, classes, tidy, tidy_text

SILENT_METADATA = {"", "color-scheme", "theme-color", "title", "viewport"}
COPIED = {"og:title", "og:description", "og:image", "og:image:alt", "og:url", "dcterms.date", "article:published_time"}
"""What metadata copies from the page, and `head` holds against it."""
MARKS = re.compile("data-(?:column|layout-ncol|locale|number|root)")
"""Attributes for scripts that no reader sees the words of; those of claims and of the ledger's rows are none either."""
SPOKEN = ("title", "aria-label", "aria-description", "aria-valuetext", "abbr", "placeholder", "value", "label", "start")
"""Attributes that a reader sees or hears."""
UNPRINTED = {"footnote-back", "stamp", "unseen"}


def blocks(page: Page) -> Iterator[tuple[Element, str]]:
    """Yield each block's element and text; its numbers are holes, and its lines of the appendix left out.

    What the page says in attributes and in its head is a block each, unless it copies a heading or caption.
    """
    yield from blocks_of(page.body, partial(_stand_in, page))
    copied = {*page.headings.values(), *page.floats.values()}
    for element in page.tree.iter():
        yield from ((element, text) for text in map(tidy_text, _said(element)) if text not in copied)
    yield from ((item, tidy(item)) for item in page.tree.xpath("//head/title"))
    left_out = SILENT_METADATA | COPIED
    yield from ((page.tree, text) for key, text in page.metadata.items() if key not in left_out and text)


def paragraphs(page: Page) -> Iterator[str]:
    """Yield each block's whole text, of the text proper alone and as far as it is printed too."""
    below = {*page.below.values()}
    yield from (text for _, text in blocks_of(page.main, lambda item: "" if item in below else _unprinted(item)))


def _stand_in(page: Page, element: Element) -> str | None:
    """Say what stands for an element that is checked elsewhere; None where its text is to be read."""
    kinds = classes(element)
    if element in page.below.values():
        return ""
    if element.tag == "tr":
        return "" if _is_line(element) else None
    if element.tag == "a":
        copied = page.headings.get(element.get("href", "")[1:]) == tidy(element)
        return HOLE if "num" in kinds else DONE if copied or page.refers(element) or _is_note(element) else None
    numbered = NUMBER in kinds and _numbers_heading(element)
    return DONE if element.tag == "span" and ("claim" in kinds or numbered) else None


def _unprinted(element: Element) -> str | None:
    """Give nothing for what a page says and its PDF does not: words for screen readers, labels."""
    label = element.tag == "span" and "published" in classes(element.getparent())
    return "" if label or UNPRINTED & set(classes(element)) else None


def _said(element: Element) -> Iterator[str]:
    """Yield what an element says in attributes, by itself or through a script that fills in the names in braces."""
    marked = {"claim", "entry"} & set(classes(element))
    for key, text in element.items():
        if key in SPOKEN and not _is_told(element, key):
            yield text
        elif key.startswith("data-") and not marked and not MARKS.fullmatch(key):
            yield re.sub(r"\{\w+\}", HOLE, text)


def _is_told(element: Element, key: str) -> bool:
    """Whether an attribute is held against the data elsewhere, as what a number says on being pointed at."""
    return key == "title" and "num" in classes(element)


def _is_note(link: Element) -> bool:
    """Whether a link is the mark of a footnote, or leads back from one."""
    marked = bool({"footnote-ref", "footnote-back"} & set(classes(link))) and link.get("href", "").startswith("#fn")
    return marked and re.fullmatch(r"\d{1,3}|↩\ufe0e?", tidy(link)) is not None


def _numbers_heading(element: Element) -> bool:
    """Whether an element is the number of its heading, and not another that looks like one."""
    return any(heading_number(heading) is element for heading in element.iterancestors(*HEADINGS))


def _is_line(element: Element) -> bool:
    """Whether a row is a line of the appendix, which is held against the data cell by cell."""
    return any(ANCHOR.match(span.get("id", "")) for span in element.iter("span"))
