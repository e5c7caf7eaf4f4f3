"""What the audit finds."""

from __future__ import annotations

from dataclasses import dataclass

from districtbrief.faults import Fault


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a rendered page.

    Attributes:
        kind: its kind among those of the catalogue that begin with ``audit.``.
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
        return Fault.of(f"audit.{self.kind}", place, found=self.found)
