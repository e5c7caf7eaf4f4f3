"""Pieces of Markdown that the pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a pipe table, and a blank line after it."""
    lines = [header, ["---"] * len(header), *rows]
    return (
        "\n".join("|" + "|".join(f" {text} " if text != "---" else text for text in line) + "|" for line in lines)
        + "\n"
    )


def cell(text: str) -> str:
    """Write a sentence so that it can stand in a cell: it begins no line, and ends none."""
    return " ".join(text.split()).replace("|", r"\|").replace("<", r"\<").replace("*", r"\*")
