"""How much a page or PDF prints, counted by what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from districtbrief.audit.page import Page


@dataclass(frozen=True)
class Tally:
    """How many numbers a page or PDF prints, by what they are.

    Attributes:
        traced: those that lead to a line of the appendix, and the lines themselves.
        structural: those that are no figures, by kind.
        untraced: all others; a site that is published has none.
        claims: comparing words bound to a predicate.
        charts: pictures whose table, labels and alt text agree.
        links: links, wherever they lead.
    """

    traced: int = 0
    structural: Mapping[str, int] = field(default_factory=dict)
    untraced: int = 0
    claims: int = 0
    charts: int = 0
    links: int = 0

    @property
    def numbers(self) -> int:
        """All of them."""
        return self.traced + sum(self.structural.values()) + self.untraced


def summed(tallies: Collection[Tally]) -> Tally:
    """Put the counts of several pages together."""
    kinds: Counter[str] = Counter()
    for tally in tallies:
        kinds.update(tally.structural)
    keys = ("traced", "untraced", "claims", "charts", "links")
    return Tally(structural=dict(kinds), **{key: sum(getattr(tally, key) for tally in tallies) for key in keys})


def structural(page: Page, kinds: Counter[str]) -> dict[str, int]:
    """Count a page's numerals that are no figures, by kind: those of the text, and those that its lines must have."""
    worked_out = [line for anchor, line in page.lines.items() if anchor.startswith("calc-")]
    observed = sum(anchor.startswith("obs-") for anchor in page.lines)
    own = {
        "section number": len(page.sections),
        "reference": len(page.references),
        "as printed": observed,
        "paragraph": observed,
        "factor of a formula": sum(
            len(re.findall(r"\d[\d,]*", line.cells[-1][0])) for line in worked_out if line.cells
        ),
    }
    return {kind: count for kind, count in {**kinds, **own}.items() if count}
