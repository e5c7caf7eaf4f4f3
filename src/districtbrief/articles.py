"""Newspaper articles: the user's own text files, read but never kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from districtbrief.faults import Fault, FaultError
from districtbrief.numerals import find_numerals

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# the 3755 characters of GB 2312 level 1, sorted by sound: nearly all that a newspaper prints
COMMON_LEAD_BYTES = range(0xB0, 0xD8)
COMMON_SHARE = 0.8


@dataclass(frozen=True)
class Span:
    """A printed token and its place: 1-based paragraph, 0-based character offset in it."""

    paragraph: int
    position: int
    token: str


@dataclass(frozen=True)
class Article:
    """One newspaper text: the sha256 of its file, its non-blank lines, stripped, and its encoding."""

    sha256: str
    paragraphs: tuple[str, ...]
    encoding: str = "utf-8"

    def prints(self, span: Span) -> bool:
        """Whether the article prints ``span.token`` at that very place."""
        if not 1 <= span.paragraph <= len(self.paragraphs):
            return False
        return self.paragraphs[span.paragraph - 1].startswith(span.token, span.position)

    def numerals(self) -> Iterator[Span]:
        """Yield every numeral of the article with its place."""
        for number, text in enumerate(self.paragraphs, start=1):
            for start, end in find_numerals(text):
                yield Span(number, start, text[start:end])


def read_article(path: Path) -> Article:
    """Read a text file in UTF-8 or, where it is none, in GB18030; the article says which.

    Raises:
        FaultError: the file cannot be read, is in another encoding, or holds no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaultError([_unreadable(path.name, error)]) from None
    text, encoding = _decode(path.name, content)
    paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not paragraphs:
        raise FaultError([Fault.of("article.no-text", path.name)])
    return Article(hashlib.sha256(content).hexdigest(), paragraphs, encoding)


def _unreadable(name: str, error: OSError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault.of("article.missing", name)
    return Fault.of("article.unreadable", name, error=error.strerror)


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content.startswith(UTF_16):
        raise FaultError([Fault.of("article.utf", name)])
    for encoding, codec in (("utf-8", "utf-8-sig"), ("gb18030", "gb18030")):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (encoding == "utf-8" or _is_chinese(text)):
            return text, encoding
    raise FaultError([Fault.of("article.encoding", name)])


def _is_chinese(text: str) -> bool:
    """Whether a text read as GB18030 makes sense: almost any bytes can be read so, but as rare characters."""
    written = [character.encode("gb18030") for character in text if character > "\u007f" and character.isalpha()]
    common = sum(len(code) == 2 and code[0] in COMMON_LEAD_BYTES for code in written)  # noqa: PLR2004 - two bytes
    return bool(written) and common >= COMMON_SHARE * len(written)
