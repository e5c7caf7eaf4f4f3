"""What is wrong with an input, said so that an analyst knows what to do."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: where, such as ``data/observations/erqi.csv row 14, column value``.
        found: what stands there, in words.
        remedy: what to do about it.
    """

    place: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.found}; {self.remedy}"

    @property
    def line(self) -> str:
        """The fault as one line of a file, which `read_faults` reads."""
        return "\t".join(re.sub(r"[\t\n]", " ", cell) for cell in (self.place, self.found, self.remedy)) + "\n"


class FaultError(Exception):
    """All the faults that one step found, raised together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def read_faults(path: Path) -> list[Fault]:
    """Read a file of faults, each but once; nothing where there is no such file."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [Fault(*line.split("\t")) for line in dict.fromkeys(lines)]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all of ``faults`` at once; return when there are none."""
    if found := tuple(faults):
        raise FaultError(found)


def nearest(word: object, known: Iterable[str]) -> str:
    """Name the known word that ``word`` most resembles, or list them when none is near."""
    names = list(known)
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"write one of {', '.join(names[:20])}"
