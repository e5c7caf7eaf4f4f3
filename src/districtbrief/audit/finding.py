"""What the audit finds."""

from __future__ import annotations

from dataclasses import dataclass

from districtbrief.faults import Fault

REMEDIES = {
    "untraced": "print it with voice.number, or take it out",
    "misprinted": "build the report again",
    "misquoted": "build the report again",
    "miscalculated": "build the report again",
    "untrue": "mend the sentence or the data",
    "dropped": "build the report again",
    "added": "build the report again",
    "unread": "write it in the Markdown subset of docs/renderers.md",
    "unpaired": "let both languages say the same",
    "chart": "build the report again",
    "broken": "mend the link",
    "stale": "build the report again",
    "missing": "build the report again",
    "unreviewed": "review the rows, or build with --draft",
}
"""Each kind of finding, and what to do about it."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a rendered page.

    Attributes:
        kind: a key of `REMEDIES`.
        page: the file, from the site's root.
        at: the anchor, or the words around it.
        found: what stands there, and what should.
    """

    kind: str
    page: str
    at: str
    found: str

    @property
    def fault(self) -> Fault:
        """The finding in the words of every other fault."""
        place = f"{self.page}, {self.at}" if self.at else self.page
        return Fault(place, f"{self.kind}: {self.found}", REMEDIES[self.kind])
