"""The page of all commands, made of the parser that reads them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from districtbrief.arguments import parser
from districtbrief.commands import parsers
from districtbrief.reference.markup import cell, table

HEAD = f"""# Commands

What is typed as `districtbrief COMMAND`. Each is run in the project's folder or below it. [Faults](faults.md) says what
a command prints when something is wrong, and which code it ends with. Most is done through `make report`; `make` alone
lists the targets, and the options that they pass on.

Made by `python -m districtbrief.reference` from the parser of `src/{parser.__module__.replace(".", "/")}.py`.
"""
ABSENT = (None, False, "", argparse.SUPPRESS)
OF_THE_MACHINE = {("report", "cores"): "as many as there are"}
"""Defaults that are worked out where the command is run."""


def command_page() -> str:
    """Write a section a command: what it does, how it is typed, and each of its options."""
    whole = parser()
    parts = [HEAD, *_section("districtbrief", whole)]
    for name, command in parsers(whole).items():
        parts += _section(name, command)
    return "\n".join(parts)


def _section(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    actions = [one for one in command._actions if not _is_left_out(one)]  # noqa: SLF001 - argparse tells nothing else
    yield f"## {name}\n"
    yield f"{command.description}\n"
    yield f"```text\n{_usage(command.prog, actions)}\n```\n"
    rows = [[_names(one), cell(_meaning(one)), _default(name, one)] for one in actions]
    yield table(["what is typed", "meaning", "if left out"], rows)


def _is_left_out(action: argparse.Action) -> bool:
    return action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction | argparse._HelpAction)  # noqa: SLF001 - argparse tells nothing else


def _usage(prog: str, actions: list[argparse.Action]) -> str:
    places = [_placed(one) for one in actions if not one.option_strings]
    needed = [_spelled(one) for one in actions if one.option_strings and one.required]
    free = ["[OPTION ...]"] if any(one.option_strings and not one.required for one in actions) else []
    return " ".join([prog, *free, *needed, *(["COMMAND ..."] if " " not in prog else places)])


def _placed(action: argparse.Action) -> str:
    name = str(action.metavar or action.dest.upper())
    return {"*": f"[{name} ...]", "+": f"{name} [{name} ...]", "?": f"[{name}]"}.get(str(action.nargs), name)


def _spelled(action: argparse.Action) -> str:
    """Write an option with what follows it."""
    if action.nargs == 0:
        return action.option_strings[-1]
    return f"{action.option_strings[-1]} {_value(action)}"


def _value(action: argparse.Action) -> str:
    if action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper().replace("-", "_"))


def _names(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{action.metavar or action.dest.upper()}`"
    return ", ".join([*(f"`{name}`" for name in action.option_strings[:-1]), f"`{_spelled(action)}`"]).replace(
        "|", r"\|"
    )


def _meaning(action: argparse.Action) -> str:
    said = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    places = [] if action.option_strings else [f"`{choice}`" for choice in action.choices or []]
    return said + (f": {', '.join(places)}" if places else "")


def _default(command: str, action: argparse.Action) -> str:
    if (command, action.dest) in OF_THE_MACHINE:
        return OF_THE_MACHINE[command, action.dest]
    if action.nargs in ("*", 0) or (action.default in ABSENT and not action.required):
        return ""
    return "refused" if action.required else f"`{action.default}`"
