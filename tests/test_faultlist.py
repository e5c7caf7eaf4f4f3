"""The catalogue of faults is whole: used in every entry, and asked for nothing that it lacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from districtbrief.faults import Fault, catalogue

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
FILTERS = sorted((ROOT / "assets" / "filters").glob("*.lua"))
ADDED = re.compile(r'faults\.add\("([^"]+)", .*\{(.*)\}\)')
MADE_OF_OTHERS = {"faults.py", "finding.py", "pandoc.py", "tablefaults.py"}
"""Modules that give on a code which stands as a literal elsewhere."""


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """Read our modules: every call and every literal, with the module's name."""
    read = ((path.name, ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES)
    return [(name, node) for name, tree in read for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Constant)]


def calls() -> list[tuple[str, ast.Call]]:
    """List the calls."""
    return [(name, node) for name, node in nodes() if isinstance(node, ast.Call)]


def named(call: ast.Call) -> str:
    """Name what a call calls."""
    return ast.unparse(call.func)


@cache
def told() -> frozenset[tuple[str, frozenset[str]]]:
    """List each code that stands as a literal where a fault is made, with the names of its values."""
    return frozenset(_told())


def _told() -> Iterator[tuple[str, frozenset[str]]]:
    for _, call in calls():
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and named(call) == "Fault.of":
            yield first.value, frozenset(word.arg or "**" for word in call.keywords)
        if isinstance(first, ast.Constant) and named(call) == "Finding":
            yield f"audit.{first.value}", frozenset({"found"})
    for path in FILTERS:
        for code, values in ADDED.findall(path.read_text(encoding="utf-8")):
            yield code, frozenset(re.findall(r"(\w+) =", values))


def wanted(code: str) -> frozenset[str]:
    """List the names in braces of an entry."""
    kind = catalogue()[code]
    return frozenset(name for text in (kind.found, kind.remedy) for _, name, _, _ in Formatter().parse(text) if name)


def test_every_entry_is_used_and_every_code_has_an_entry() -> None:
    """No fault is listed that cannot be told, and none told that is not listed."""
    literals = {str(node.value) for _, node in nodes() if isinstance(node, ast.Constant)}
    literals |= {f"audit.{kind}" for kind in literals}
    made = {code for code, _ in told()}

    assert made - set(catalogue()) == set()
    assert set(catalogue()) - made - literals == set()


@pytest.mark.parametrize("code", sorted({code for code, _ in told()}))
def test_what_an_entry_names_is_given(code: str) -> None:
    """Each place that tells a fault gives the values that its words name, and no other."""
    assert {given for name, given in told() if name == code} == {wanted(code)}


def test_every_fault_is_of_the_catalogue() -> None:
    """No module words a fault by itself, and each names the code where it makes one."""
    own = {module for module, call in calls() if named(call) == "Fault"}
    unnamed = {
        module for module, call in calls() if named(call) == "Fault.of" and not isinstance(call.args[0], ast.Constant)
    }

    assert own - {"faults.py"} == set()
    assert unnamed - MADE_OF_OTHERS == set()


def test_filters_tell_nothing_but_faults_of_the_catalogue() -> None:
    """Each use of `faults.add` is one that the tests above have read."""
    uses = [text.count("faults.add(") for path in FILTERS if (text := path.read_text(encoding="utf-8"))]

    assert sum(uses) == sum(len(ADDED.findall(path.read_text(encoding="utf-8"))) for path in FILTERS) + 1
    assert "function faults.add(" in (ROOT / "assets/filters/faults.lua").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", catalogue())
def test_a_fault_is_read_as_it_was_told(code: str) -> None:
    """A line gives place, words and code back: so it is told by a kernel, which sends text alone."""
    fault = Fault.of(code, "a.csv row 2, column b", **dict.fromkeys(wanted(code), "it"))
    again = Fault.read(str(fault))

    assert (again, again.code) == (fault, code)
    assert fault.found
    assert fault.remedy
    assert "\n" not in str(fault)
