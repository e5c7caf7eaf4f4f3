"""What is wrong with an input, said so that an analyst knows what to do; `faults.toml` is the catalogue of it."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Self

_LINE = re.compile(r"(?P<place>.*?): (?P<found>.*); (?P<remedy>.*?)(?: \[(?P<code>[a-z-]+\.[a-z-]+)\])?")
# control, bidirectional, zero-width, private and unassigned for good: nobody could check them by reading
_LAST_TWO = "".join(f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffd"
    f"\U000e0000-\U000e0fff\U000f0000-\U0010fffd{_LAST_TWO}]"
)
"""What nobody can see: no cell may hold it, and faults write it by its number, or it could move a cursor."""
LONGEST = 400
"""How many letters of what stands in an input are told: the line is read by people."""


@dataclass(frozen=True)
class Kind:
    """One entry of the catalogue.

    Attributes:
        title: what is wrong, in general.
        found: what stands there, with names in braces for what differs from case to case.
        remedy: what to do about it, with such names too.
    """

    title: str
    found: str
    remedy: str


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: where, such as ``data/observations/erqi.csv row 14, column value``.
        found: what stands there, in words.
        remedy: what to do about it.
        code: its kind in the catalogue, such as ``data.not-decimal``.
    """

    place: str
    found: str
    remedy: str
    code: str = field(default="", compare=False)

    @classmethod
    def of(cls, code: str, place: str, **values: object) -> Self:
        """Say what is wrong at a place in the words of the catalogue.

        Args:
            code: the kind of fault.
            place: where it is.
            values: what the catalogue's words for it name in braces.
        """
        kind, told = catalogue()[code], {name: Told(value) for name, value in values.items()}
        return cls(visible(place), kind.found.format_map(told), kind.remedy.format_map(told), code)

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a fault from how it is told; what is none is all found, nowhere."""
        found = _LINE.fullmatch(line)
        return cls(**found.groupdict(default="")) if found else cls("", line, "")

    def within(self, place: str) -> Self:
        """Say of a fault in what place its own place is."""
        return replace(self, place=f"{visible(place)}, {self.place}")

    def __str__(self) -> str:
        code = f" [{self.code}]" if self.code else ""
        return f"{self.place}: {self.found}; {self.remedy}{code}"

    @property
    def line(self) -> str:
        """The fault as one line of a file, which `read_faults` reads."""
        return "\t".join(visible(cell) for cell in (self.place, self.found, self.remedy, self.code)) + "\n"


class Told:
    """A value as a fault tells it: in one line, with nothing unseen; ``!r`` puts it in quotes."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __str__(self) -> str:
        return _short(visible(str(self.value)))

    def __repr__(self) -> str:
        return _short(visible(repr(self.value)))


class FaultError(Exception):
    """All the faults that one step found, raised together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


@cache
def catalogue() -> Mapping[str, Kind]:
    """Read every kind of fault by its code, in the catalogue's order: ``<family>.<name>``."""
    text = (resources.files("districtbrief") / "faults.toml").read_text(encoding="utf-8")
    return {
        f"{family}.{name}": Kind(**told)
        for family, kinds in tomllib.loads(text).items()
        for name, told in kinds.items()
    }


def visible(text: str) -> str:
    """Write a text on one line, and by their numbers the characters that one cannot see."""
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}" if found[0] not in "\t\n\r" else " ", text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} letters)"


def read_faults(path: Path) -> list[Fault]:
    """Read a file of faults, each but once; nothing where there is no such file."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [Fault(*line.split("\t")) for line in dict.fromkeys(lines)]


def refuse(faults: Iterable[Fault]) -> None:
    """Raise all of ``faults`` at once; return when there are none.

    Raises:
        FaultError: there is one at least.
    """
    if found := tuple(faults):
        raise FaultError(found)


def nearest(word: object, known: Iterable[str]) -> str:
    """Name the known word that ``word`` most resembles, or list them when none is near."""
    names = list(known)
    close = difflib.get_close_matches(str(word)[:LONGEST], names, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"write one of {', '.join(names[:20])}"
