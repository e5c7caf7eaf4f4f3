"""The page of what Python code may import, made of signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from copy import deepcopy
from textwrap import dedent

import districtbrief
from districtbrief.narrative import Narrative
from districtbrief.reference.docstrings import as_markdown

HEAD = """# The Python package

What `import districtbrief` gives, and what the templates under `notebooks/text/` call.
[Architecture](../architecture.md) says which module knows what.

Made by `python -m districtbrief.reference` from `districtbrief.__all__` and the docstrings.
"""
VOICE = """## voice

In a template, `voice` is the report's `Narrative`: what it prints as a number is a link to its source.
"""
Documented = ast.ClassDef | ast.FunctionDef


def name_page() -> str:
    """Write a section a name: how it is called, and what its docstring says."""
    parts = [HEAD, as_markdown(inspect.getdoc(districtbrief) or "")]
    for name in sorted(districtbrief.__all__):
        parts += [f"## {name}\n", *_entry(getattr(districtbrief, name))]
    parts += [VOICE, *_members("voice", _tree(Narrative))]
    return "\n".join(parts)


def _entry(named: object) -> Iterator[str]:
    if not inspect.isclass(named) and not inspect.isfunction(named):
        yield f"`{named!r}`\n"
        return
    tree = _tree(named)
    yield _fenced(_outline(tree))
    yield as_markdown(ast.get_docstring(tree) or "")
    yield from _members(named.__name__, tree)


def _tree(named: object) -> Documented:
    if inspect.isclass(named) or inspect.isfunction(named):
        tree = ast.parse(dedent(inspect.getsource(named))).body[0]
        if isinstance(tree, Documented):
            return tree
    raise TypeError(f"{named!r} is neither a class nor a function")


def _members(owner: str, tree: Documented) -> Iterator[str]:
    for one in tree.body if isinstance(tree, ast.ClassDef) else []:
        words = ast.get_docstring(one) if isinstance(one, ast.FunctionDef) else None
        if isinstance(one, ast.FunctionDef) and words and not one.name.startswith("_"):
            yield f"### {owner}.{one.name}\n"
            yield _fenced(_outline(one))
            yield as_markdown(words)


def _outline(tree: Documented) -> str:
    """Write the first line of a function, or of a class with its fields."""
    shown = deepcopy(tree)
    fields = [one for one in tree.body if isinstance(tree, ast.ClassDef) and isinstance(one, ast.AnnAssign)]
    shown.body = [*fields] or [ast.Expr(ast.Constant(...))]
    shown.decorator_list = [one for one in tree.decorator_list if _tells(one)]
    return ast.unparse(shown).replace(":\n    ...", ": ...")


def _tells(decorator: ast.expr) -> bool:
    return ast.unparse(decorator) in ("property", "classmethod", "staticmethod", "cached_property")


def _fenced(code: str) -> str:
    return f"```python\n{code}\n```\n"
