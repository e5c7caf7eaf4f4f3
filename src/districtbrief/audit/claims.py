"""What a page claims: every predicate evaluated on the record, its words and its place seen to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from districtbrief.audit.contents import Claim
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.printing import printed
from districtbrief.audit.record import Record
from districtbrief.audit.recorded import ENDLESS, Recorded
from districtbrief.audit.words import Words, plain, read_words

ONE = Fraction(1)
STATEMENTS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "equals": lambda low, high: low == high == ONE,
    "about_the_same": lambda low, high: low > ONE and high <= Fraction("1.05"),
    "slightly_more": lambda low, high: low > Fraction("1.05") and high <= Fraction("1.2"),
    "clearly_more": lambda low, high: low > Fraction("1.2") and high < 2 * ONE,
    "double": lambda low, high: low == high == 2 * ONE,
    "more_than_double": lambda low, high: low > 2 * ONE and high < 3 * ONE,
    "several_times": lambda low, _: low >= 3 * ONE,
    "exceeds": lambda low, _: low > ONE,
}
"""What each predicate says of left ÷ right, of which the least and the greatest possible are given."""
MOST = "most"
"""What a claim states of the themes that an article gives the most figures on: that no other has as many."""


def check_claims(page: Page, record: Record) -> Iterator[Finding]:
    """Evaluate every claim's predicate on the record, and see that its words are those of the predicate."""
    words = read_words(page.lang)
    for claim in page.claims:
        if claim.predicate == MOST:
            yield from _check_most(page, claim, record, words)
            continue
        sides = [record.find(anchor) for anchor in (claim.left, claim.right)]
        at = f"“{claim.words}” ({claim.predicate} {claim.left} {claim.right})"
        if claim.predicate not in STATEMENTS or None in sides:
            yield Finding("untrue", page.name, at, "the data has no such predicate or number")
        elif not holds(claim.predicate, *(side for side in sides if side)):
            told = " and ".join(printed(side, words) for side in sides if side)
            yield Finding("untrue", page.name, at, f"it is not so of {told}")
        elif claim.words not in worded(claim.predicate, words) or _denied(claim, words):
            yield Finding("untrue", page.name, at, f"the words do not say {claim.predicate}")
        elif not all(_is_near(claim, side) for side in sides if side):
            yield Finding("untrue", page.name, at, "its numbers are not those of its sentence")


def _check_most(page: Page, claim: Claim, record: Record, words: Words) -> Iterator[Finding]:
    """See that the themes said to have the most figures are those, all of them, and named in the same block."""
    found = {anchor.removeprefix("count-") for anchor in claim.left.split()}
    district = next((key for key in record.package.districts if claim.left.startswith(f"count-{key}-")), "")
    counts = {f"{district}-{theme}": record.count(f"{district}-{theme}") or 0 for theme in record.package.themes}
    names = [words_of for theme, words_of in record.package.themes.items() if f"{district}-{theme}" in found]
    at = f"“{claim.words}” ({MOST} {claim.left})"
    if found != {key for key, count in counts.items() if count == max(counts.values())}:
        yield Finding("untrue", page.name, at, "other themes have as many figures, or more")
    elif claim.words not in worded(MOST, words) or _denied(claim, words):
        yield Finding("untrue", page.name, at, f"the words do not say {MOST}")
    elif not all(plain(item[words["lang"]]).casefold() in claim.block for item in names):
        yield Finding("untrue", page.name, at, "its themes are not those of its sentence")


def _denied(claim: Claim, words: Words) -> bool:
    negations = "|".join(words["audit"]["negations"])
    return re.search(rf"(?<![A-Za-z])(?:{negations})$", claim.before, re.IGNORECASE) is not None


def _is_near(claim: Claim, side: Recorded) -> bool:
    """Whether a side of a claim, or all that it is worked out from, is printed in the claim's block."""
    parts = bool(side.inputs) and all(_is_near(claim, item) for item in side.inputs)
    return side.anchor in claim.near or parts


def worded(predicate: str, words: Words) -> list[str]:
    """List the words of a language that say what a predicate states."""
    return [*re.findall(r"\[(.+?)\]", words["comparing"].get(predicate, "")), *words["claims"].get(predicate, [])]


def holds(predicate: str, left: Recorded, right: Recorded) -> bool:
    """Whether a predicate is true of every value that two numbers may have; nothing compares with none."""
    if not right.high:
        return False
    high = left.high / right.low if right.low else ENDLESS
    return STATEMENTS[predicate](left.low / right.high, high)
