"""Docstrings in Google's style, written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Examples?):")
ITEM = re.compile(r"(\*{0,2}\w+)(?: \([^)]*\))?: (.*)", re.DOTALL)
LISTED = ("Args", "Attributes", "Raises")


def as_markdown(docstring: str) -> str:
    """Write a docstring: its prose, its sections as lists, and examples as code."""
    parts: list[str] = []
    section = ""
    for block in _blocks(docstring.replace("``", "`")):
        first, _, rest = block.partition("\n")
        heading = SECTION.fullmatch(first)
        section = heading[1] if heading else section if block.startswith(" ") else ""
        if heading:
            parts.append(f"**{section}**\n")
        parts += _written(section, dedent(rest if heading else block))
    return "\n".join(parts)


def _blocks(docstring: str) -> Iterator[str]:
    yield from (block.rstrip() for block in re.split(r"\n\s*\n", docstring) if block.strip())


def _written(section: str, text: str) -> Iterator[str]:
    if not text.strip():
        return
    if text.lstrip().startswith(">>>"):
        yield f"```pycon\n{text}\n```\n"
    elif section in LISTED:
        yield "\n".join(_item(one) for one in re.split(r"\n(?=\S)", text)) + "\n"
    else:
        yield f"{text}\n"


def _item(text: str) -> str:
    found = ITEM.fullmatch(" ".join(text.split()))
    return f"- `{found[1]}`: {found[2]}" if found else f"- {' '.join(text.split())}"
