"""Which of many like cases `make test` runs: the first of each kind; `make test-long` runs the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import pytest

Case = TypeVar("Case")


def first_of_each(cases: Iterable[Case], kind: Callable[[Case], Hashable]) -> list[object]:
    """List every case; those whose kind has come before are long tests."""
    known: set[Hashable] = set()
    listed: list[object] = []
    for case in cases:
        values = case if isinstance(case, tuple) else (case,)
        listed.append(pytest.param(*values, marks=pytest.mark.long if kind(case) in known else ()))
        known.add(kind(case))
    return listed
