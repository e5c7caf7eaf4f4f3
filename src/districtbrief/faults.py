"""What is wrong with an input, said so that an analyst knows what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


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


class FaultError(Exception):
    """All the faults that one step found, raised together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all of ``faults`` at once; return when there are none."""
    if found := tuple(faults):
        raise FaultError(found)


def nearest(word: object, known: Iterable[str]) -> str:
    """Name the known word that ``word`` most resembles, or list them when none is near."""
    names = list(known)
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"write one of {', '.join(names[:20])}"
