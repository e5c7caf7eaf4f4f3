"""What a narrative says, as a reader and as a program finds it."""

from __future__ import annotations

import re

from districtbrief.comparison import Comparison, ComparisonTable

NUMBER = re.compile(
    r"\[(?P<text>[^\]]+)\]\(#(?P<anchor>(?:obs|calc|ctx)-[a-z0-9-]+)\)\{\.num title=\"(?P<title>[^\"]+)\"\}"
)
"""A number as prose has it: a link to its line, with the words of its tooltip."""


def comparison_of(table: ComparisonTable, indicator: str) -> Comparison:
    """Find a comparison."""
    return next(item for item in table.comparisons if item.indicator.id == indicator)


def plain(text: str) -> str:
    """Read what a reader sees of links, claims and attributes."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?", r"\1", text)
    return re.sub(r"\[([^\]]*)\]\{[^}]*\}", r"\1", text)
