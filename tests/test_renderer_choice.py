"""Which renderer is taken, and why."""

from __future__ import annotations

import importlib

import pytest

from districtbrief.faults import FaultError
from districtbrief.renderers.choice import choose


@pytest.mark.parametrize(
    ("wanted", "version", "name"),
    [
        ("embedded", "1.10.18", "embedded"),
        ("auto", "1.10.18", "quarto"),
        ("auto", "1.8.2", "embedded"),
        ("auto", None, "embedded"),
        ("quarto", "1.9.0", "quarto"),
    ],
)
def test_the_choice_of_renderer_is_explained(
    monkeypatch: pytest.MonkeyPatch, wanted: str, version: str | None, name: str
) -> None:
    """``auto`` takes Quarto where it is new enough, and every choice says why."""
    monkeypatch.setattr(importlib.import_module("districtbrief.renderers.choice"), "_quarto_version", lambda: version)
    chosen = choose(wanted)
    assert chosen.name == name
    assert chosen.reason


@pytest.mark.parametrize(("wanted", "version"), [("quarto", None), ("quarto", "1.8.2"), ("quatro", "1.10.18")])
def test_an_impossible_choice_is_a_fault(monkeypatch: pytest.MonkeyPatch, wanted: str, version: str | None) -> None:
    """An absent or old Quarto, or a misspelt name, is refused with what to do."""
    monkeypatch.setattr(importlib.import_module("districtbrief.renderers.choice"), "_quarto_version", lambda: version)
    with pytest.raises(FaultError, match=r"quarto"):
        choose(wanted)
