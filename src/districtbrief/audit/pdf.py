"""What a rendered PDF says: its text layer, and the numbers that are links within it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from districtbrief.audit.words import plain

LINE = 10
"""Points from where a link leads down to the middle of the text that it leads to."""
EDGE = 1
"""Points within the box of a link that a letter beside it may reach into."""
LONGEST = 80


@dataclass(frozen=True, order=True)
class Place:
    """Where a link leads, in reading order: page, points from its foot, negative, and from its left edge."""

    page: int
    down: float
    left: float


@dataclass(frozen=True)
class Pdf:
    """The text of each page, the links' texts by where they lead and what is printed there, and how many they are."""

    pages: tuple[str, ...]
    links: dict[Place, str]
    targets: dict[Place, str]
    count: int


def read_pdf(path: Path) -> Pdf:
    """Read a PDF's text layer and inner links.

    Raises:
        OSError: there is no such file.
        pypdfium2.PdfiumError: it is no PDF.
    """
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        texts = [page.get_textpage() for page in document]
        links: dict[Place, str] = {}
        found = [item for number, text in enumerate(texts) for item in _links(document, document[number], text)]
        for place, words in found:
            links[place] = links.get(place, "") + words
        targets = {place: _at(texts[place.page], place) for place in sorted(links)}
        return Pdf(tuple(text.get_text_range() for text in texts), links, targets, len(found))
    finally:
        document.close()


def _links(document: Any, page: Any, text: Any) -> Iterator[tuple[Place, str]]:  # noqa: ANN401 - pdfium has no types
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, position, link):
        place = _place(document, raw.FPDFLink_GetDest(document, link))
        if place:
            yield place, plain("".join(text.get_text_bounded(*box) for box in _boxes(link)))


def _boxes(link: Any) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """Yield left, bottom, right and top of each line of a link's text."""
    quad, box = raw.FS_QUADPOINTSF(), raw.FS_RECTF()
    count = raw.FPDFLink_CountQuadPoints(link)
    for number in range(count):
        raw.FPDFLink_GetQuadPoints(link, number, quad)
        across, up = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
        yield min(across) + EDGE, min(up) + EDGE, max(across) - EDGE, max(up) - EDGE
    if not count and raw.FPDFLink_GetAnnotRect(link, box):
        yield box.left + EDGE, box.bottom + EDGE, box.right - EDGE, box.top - EDGE


def _place(document: Any, target: Any) -> Place | None:  # noqa: ANN401
    if not target:
        return None
    has, at = [ctypes.c_int() for _ in range(3)], [ctypes.c_float() for _ in range(3)]
    raw.FPDFDest_GetLocationInPage(target, *has, *at)
    return Place(raw.FPDFDest_GetDestPageIndex(document, target), -round(at[1].value, 1), round(at[0].value, 1))


def _at(text: Any, place: Place) -> str:  # noqa: ANN401
    """Read on from where a link leads: a number may go on in the next line of its cell."""
    start = text.get_index(place.left + 2, -place.down - LINE, 4, LINE)
    return "" if start is None else plain(text.get_text_range(start, min(LONGEST, text.count_chars() - start)))
