"""What a page may be made of; of anything else the audit cannot tell what a reader sees."""

from __future__ import annotations

import re

from districtbrief.audit.reading import BLOCKS, Element, tidy

INLINES = (
    "a abbr b br cite code col colgroup del em i img ins kbd mark q s samp small span strong sub sup "  # noqa: SIM905
    "picture source time u var wbr".split()
)
READ = BLOCKS.union(INLINES)
"""What the text proper may be made of; the audit cannot tell what a reader sees of anything else."""
HEAD = ("link", "meta", "title")
LINKED_DATA = "application/ld+json"
STYLED = re.compile(
    r"(?:(?:text-align: (?:left|right|center)|(?:width|flex-basis): ?[1-9][\d.]*%"
    r"|justify-content: (?:flex-start|center)|page-break-after: always)(?:;\s*|$))*"
)
"""What a style of an element's own may be: it hides and adds nothing."""
SIZES, SIZE = ("width", "height"), r"[1-9]\d{1,3}"
"""Attributes by which a picture keeps its place while it loads, and what they may say."""


def _is_odd_picture(element: Element) -> bool:
    """Whether a picture is other than a chart with its narrow one for phones, or a source is of no picture."""
    if element.tag == "source":
        return bool(element.getparent().tag != "picture")
    if element.tag != "picture":
        return False
    parts = list(element.iterdescendants())
    if [part.tag for part in parts] != ["source", "img"] or tidy(element):
        return True
    narrow = parts[1].get("src", "").removesuffix(".svg") + "-narrow.svg"
    given = {key: text for key, text in parts[0].attrib.items() if not (key in SIZES and re.fullmatch(SIZE, text))}
    return given != {"media": "(max-width: 40rem)", "srcset": narrow} or "srcset" in parts[1].attrib


def unread(element: Element) -> str:
    """Name an element that the audit cannot tell a reader's view of; nothing for all others."""
    if element.getparent().tag == "head":
        known = element.tag in HEAD or (
            element.tag == "script" and (element.get("src") or element.get("type") == LINKED_DATA)
        )
        return "" if known else str(element.tag)
    if element.tag not in READ or _is_odd_picture(element):
        return str(element.tag)
    hidden = next((key for key in ("hidden", "aria-hidden") if key in element.attrib), "")
    odd = "" if STYLED.fullmatch(element.get("style", "")) else "style"
    return f"{element.tag} {hidden or odd}" if hidden or odd else ""
