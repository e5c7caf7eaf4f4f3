"""The package is laid out as docs/architecture.md says: one direction of imports, modules and functions of one idea."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "districtbrief"
FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 220, 40
LONG = {"arguments.py": "one module names every command and what it takes"}
"""Modules and functions that may be longer, and why."""
BACKWARD = {("warm", "cli"): "the worker runs commands, and a command that finds no worker runs here"}
"""Imports from below, none of them when the module is loaded, and why."""
VAGUE = {"base", "common", "core", "functions", "helper", "helpers", "lib", "manager", "misc", "tools", "util", "utils"}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((SOURCE / name).read_text(encoding="utf-8"))


@cache
def table() -> list[str]:
    """List the names in the first column of the table, from above to below."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([a-z]+)`", cell)]


def room(name: str) -> str:
    """Name what a file counts as in the table: itself, or the package that it lies in."""
    return name.removesuffix(".py").partition("/")[0]


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the files of ours that some statements import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for module in names:
            path = module.removeprefix("districtbrief").removeprefix(".").replace(".", "/")
            yield from (one for one in (f"{path}.py", f"{path}/__init__.py") if module != path and one in FILES)


def everywhere(name: str) -> Iterator[tuple[str, str]]:
    """Yield each pair of rooms of which the first imports the second, at any place in a file."""
    for other in imported(ast.walk(tree(name))):
        if room(other) != room(name):
            yield room(name), room(other)


def test_the_table_has_every_module_once() -> None:
    """Every module and package stands in the table once, and nothing else does."""
    assert sorted(table()) == sorted({room(name) for name in FILES} - {"__init__"})


@pytest.mark.parametrize("name", [name for name in FILES if name != "__init__.py"])
def test_a_module_imports_from_those_above_it(name: str) -> None:
    """A module imports from none that stands below it in the table, whether when it is loaded or later."""
    order = {module: number for number, module in enumerate(table())}
    below = {pair for pair in everywhere(name) if order[pair[0]] < order[pair[1]]}
    assert below - BACKWARD.keys() == set()
    at_once = {(room(name), room(other)) for other in imported(iter(tree(name).body))}
    assert at_once & BACKWARD.keys() == set()


def test_within_a_package_too_imports_have_one_direction() -> None:
    """No modules import each other in a circle when they are loaded."""
    graph = {name: set(imported(iter(tree(name).body))) for name in FILES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(FILES)


def test_modules_and_functions_are_short() -> None:
    """No module is long and no function is, but for those that have a reason."""
    long = set()
    for name in FILES:
        lines = len((SOURCE / name).read_text(encoding="utf-8").splitlines())
        long |= {name} if lines > LONGEST_MODULE else set()
        functions = (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        long |= {f"{name} {node.name}" for node in functions if node.end_lineno - node.lineno >= LONGEST_FUNCTION}
    assert long == LONG.keys()


def raises(function: ast.AST) -> bool:
    """Whether a function raises something of its own, and not only what it has caught."""
    nodes = list(ast.walk(function))
    calls = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    return "refuse" in calls or any(isinstance(node, ast.Raise) and node.exc for node in nodes)


@pytest.mark.parametrize("name", FILES)
def test_a_function_that_raises_says_what(name: str) -> None:
    """Who calls a function learns from its docstring what it raises, and why."""
    functions = (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef) and node.name[0] != "_")
    told = {node.name: ast.get_docstring(node) for node in functions if raises(node)}

    assert [function for function, words in told.items() if words and "Raises:\n" not in words] == []


def test_modules_are_named_for_what_they_know() -> None:
    """No module has a name that says nothing, and each says in its first sentence what it is."""
    assert {Path(name).stem for name in FILES} & VAGUE == set()
    assert [name for name in FILES if not ast.get_docstring(tree(name))] == []


def test_exceptions_are_needed() -> None:
    """Every exception to the direction of imports is still one."""
    order = {module: number for number, module in enumerate(table())}
    pairs = {pair for name in FILES if name != "__init__.py" for pair in everywhere(name)}
    assert BACKWARD.keys() <= {pair for pair in pairs if order[pair[0]] < order[pair[1]]}
