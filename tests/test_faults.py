"""Faults: said in one line, told all at once, with the nearest valid word."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from districtbrief.faults import Fault, FaultError, nearest, refuse

NEAREST = [
    ("achived", ["achieved", "ongoing", "planned"], "did you mean achieved?"),
    ("at_leest", ["exact", "at_least"], "did you mean at_least?"),
    ("zzz", ["exact", "at_least"], "write one of exact, at_least"),
    (7, ["zh", "en"], "write one of zh, en"),
    (None, ["zh", "en"], "write one of zh, en"),
]


def test_a_fault_is_place_finding_and_remedy() -> None:
    """A fault begins with where it is and ends with what to do."""
    fault = Fault("data/x.csv row 14, column value", "'1,855' is not a decimal", "write 1855")

    assert str(fault) == "data/x.csv row 14, column value: '1,855' is not a decimal; write 1855"


def test_faults_are_raised_together() -> None:
    """All that is wrong is told at once, a line each."""
    with pytest.raises(FaultError) as caught:
        refuse(Fault(place, "x", "y") for place in ("a", "b"))

    assert str(caught.value) == "a: x; y\nb: x; y"
    assert [fault.place for fault in caught.value.faults] == ["a", "b"]


def pickled(error: FaultError) -> FaultError:
    """Send an error as processes do."""
    return pickle.loads(pickle.dumps(error))  # noqa: S301 - of our own making


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_faults_are_said_alike_by_a_copy(again: Callable[[FaultError], FaultError]) -> None:
    """What is handed on to another process says what it said in its own."""
    error = FaultError(Fault(place, "x", "y", "data.missing") for place in ("a", "b"))

    told = again(error)

    assert str(told) == str(error) == "a: x; y [data.missing]\nb: x; y [data.missing]"
    assert told.faults == error.faults


def test_no_fault_raises_nothing() -> None:
    """Without a fault the work goes on."""
    refuse([])


@pytest.mark.parametrize(("word", "known", "said"), NEAREST)
def test_the_nearest_word_is_named(word: object, known: list[str], said: str) -> None:
    """A slip is answered with what was meant, and anything else with what there is."""
    assert nearest(word, known) == said


def test_many_words_are_not_all_listed() -> None:
    """An answer stays a line that one can read."""
    assert len(nearest("?", [f"word-{number}" for number in range(500)])) < 300
