"""Prose from templates: every number a link to its source, every comparing word a predicate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from babel.lists import format_list

from districtbrief.calculations import Calculation, Number
from districtbrief.claims import PREDICATES, Claim, strongest
from districtbrief.comparison import Comparison, ComparisonTable, Side, counted_apart
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.rows import Observation
from districtbrief.wording import Locale, escape

_MARKED = re.compile(r'\[((?:[^\]\\]|\\.)*)\](?:\(#[^)]*\))?\{(?:"[^"]*"|[^}"])*\}')
_CLAIMED = re.compile(r"\[([^\]]+)\]")


def anchor(number: Number) -> str:
    """Name the place of a number in the appendix: ``obs-…``, ``calc-…`` or ``ctx-…``."""
    return f"{number.kind}-{number.id}"


@dataclass
class Narrative:
    """The voice of one report: it words numbers and claims, and remembers which it used, and whom it named."""

    table: ComparisonTable
    locale: Locale
    used: dict[str, Number] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def number(self, key: str | Number) -> str:
        """Print a number as a link to its line in the appendix.

        Raises:
            FaultError: no number has that id.
        """
        number = self.table.number(key) if isinstance(key, str) else key
        self._use(number)
        return f'[{self.locale.number(number)}](#{anchor(number)}){{.num title="{self.origin(number)}"}}'

    def origin(self, number: Number) -> str:
        """Say in plain text where a number comes from: the printed token and its place, or its formula."""
        if isinstance(number, Calculation):
            return self.expression(number, [self.locale.number(item) for item in number.inputs])
        if isinstance(number, Observation):
            token = self.locale["quote"].format(token=number.as_printed)
            name = self.table.package.districts[number.district][self.locale.lang]
            return attribute(f"{token}{self.locale['colon']}{self._place(name, number)}")
        source = number.sources[self.locale.lang]
        return attribute(
            self.locale["table"]["denominator"].format(
                source=source, date=self.locale.date(number.date), published=self.locale.date(number.published)
            )
        )

    def expression(self, calculation: Calculation, inputs: list[str]) -> str:
        """Write a calculation's formula with its inputs as they are worded in ``inputs``."""
        if calculation.formula == "sum":
            return " + ".join(inputs)
        return str(self.locale["expression"][calculation.formula].format(*inputs))

    def place(self, observation: Observation) -> str:
        """Say in which article and paragraph an observation stands."""
        return self._place(self.name(observation.district), observation)

    def claim(self, words: str, predicate: str, left: str | Number, right: str | Number) -> str:
        """Bind comparing words to a predicate over two numbers.

        Raises:
            FaultError: the words do not say what the predicate states, or it does not hold for every value that the
                figures allow.
        """
        if predicate not in PREDICATES:
            near = nearest(predicate, PREDICATES)
            raise FaultError([Fault.of("claim.no-predicate", f"claim {predicate!r}", nearest=near)])
        self._must_say(words, predicate)
        left, right = (self.table.number(side) if isinstance(side, str) else side for side in (left, right))
        return self._state(words, Claim(predicate, left, right))

    def holds(self, predicate: str, left: str, right: str) -> bool:
        """Whether a predicate is true of two numbers, so that a sentence may be left out where it is not.

        Raises:
            FaultError: no number has one of the ids.
        """
        return Claim(predicate, self.table.number(left), self.table.number(right)).true

    def most(self, words: str, district: str) -> str:
        """Bind superlative words to the themes that a district's article gives the most figures on.

        Raises:
            FaultError: the words do not say that.
        """
        self._must_say(words, "most")
        counts = " ".join(f"count-{district}-{theme}" for theme in self.table.fullest(district))
        return f'[{words}]{{.claim data-predicate="most" data-left="{counts}"}}'

    def compare(self, comparison: Comparison) -> str:
        """Word a comparison of the largest with the smallest district, as the ends of a range if more lie between."""
        large, small = comparison.sides[0], comparison.sides[-1]
        claim = strongest(large.basis, small.basis) if comparison.ratio else None
        manner = _manner(comparison, claim)
        if len(comparison.sides) > len((large, small)) and manner != "equals":
            claim, manner = None, f"range_{'ratio' if comparison.ratio else manner}"
        pattern: str = self.locale["comparing"][manner]
        if claim:
            stated = self._state(r"\1", claim).replace("{", "{{").replace("}", "}}")
            pattern = _CLAIMED.sub(stated, pattern)
        return pattern.format(
            left=self.name(large.district),
            right=self.name(small.district),
            a=self.basis(large),
            b=self.basis(small),
            ratio=self.number(comparison.ratio) if comparison.ratio and "{ratio}" in pattern else "",
        )

    def basis(self, side: Side) -> str:
        """Print what a district is compared by, with its parts and whether they are done."""
        if isinstance(side.basis, Observation):
            return self.number(side.basis) + str(self.locale["status_suffix"][side.basis.status])
        parts = [f"{self.number(item)}{self.locale['status_part'][item.status]}" for item in side.observations]
        return str(self.locale["total"].format(number=self.number(side.basis), parts=self.locale.enumerate(parts)))

    def clause(self, observation: Observation) -> str:
        """Word one observation as a part of a sentence, with its status where it is not done."""
        note = escape(observation.notes[self.locale.lang])
        suffix = self.locale["status_suffix"][observation.status]
        return str(self.locale["clause"].format(note=note, number=self.number(observation), suffix=suffix))

    def mark(self, comparison: Comparison) -> str:
        """Give the mark of a comparison's grade: † for caution."""
        return str(self.locale["grade_mark"][comparison.grade])

    def name(self, district: str) -> str:
        """Name a district."""
        self.named.add(district)
        return escape(self.table.package.districts[district][self.locale.lang])

    def names(self, districts: Iterable[str]) -> str:
        """Name several districts, as a sentence lists them."""
        return format_list([self.name(item) for item in districts], locale=self.locale["babel"])

    def text(self, labels: Mapping[str, str]) -> str:
        """Take a text of the data in the report's language."""
        return escape(labels[self.locale.lang])

    def _place(self, name: str, observation: Observation) -> str:
        return str(self.locale["table"]["source"].format(district=name, paragraph=observation.paragraph))

    def _must_say(self, words: str, predicate: str) -> None:
        told = self.locale.stating(predicate)
        if words not in told:
            raise FaultError([Fault.of("claim.words", f"claim {predicate}", words=words, nearest=nearest(words, told))])

    def _use(self, number: Number) -> None:
        self.used[anchor(number)] = number
        if isinstance(number, Calculation):
            for item in number.inputs:
                self._use(item)

    def _state(self, words: str, claim: Claim) -> str:
        if not claim.true:
            left, right = self.locale.number(claim.left), self.locale.number(claim.right)
            raise FaultError([Fault.of("claim.untrue", f"claim {claim.id}", words=words, left=left, right=right)])
        self.claims[claim.id] = claim
        self._use(claim.left)
        self._use(claim.right)
        sides = f'data-left="{anchor(claim.left)}" data-right="{anchor(claim.right)}"'
        return f'[{words}]{{.claim data-predicate="{claim.predicate}" {sides}}}'


def plain_text(markdown: str) -> str:
    """Take from a sentence of ours what a reader sees: links, claims and escapes left off."""
    return re.sub(r"\\(.)", r"\1", _MARKED.sub(r"\1", markdown))


def _manner(comparison: Comparison, claim: Claim | None) -> str:
    if comparison.ratio is None:
        return "apart" if counted_apart(comparison.indicator, comparison.sides) else "beside"
    return claim.predicate if claim else "undecided"


def attribute(text: str) -> str:
    """Let a text stand in an attribute in Markdown."""
    return text.replace("\\", "\\\\").replace('"', "”")
