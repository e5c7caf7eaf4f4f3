"""What a command that a page shows is told where it is typed: nothing, if program, options and files are there."""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from copying import ROOT
from paths import leads_somewhere
from reading import Page
from settings import makefile, targets

from districtbrief.arguments import parser as make_parser
from districtbrief.commands import parsers

ENVIRONMENT = frozenset({"FORCE_COLOR", "LANGUAGE", "LC_ALL", "NO_COLOR", "PYTHONPATH"})
"""Variables that pages name and that are no options of make."""
ELSEWHERE = frozenset({".", "cat", "cp", "grep", "ls", "mkdir", "pip", "quarto", "rm", "sha256sum"})
"""Programs that are not ours, and not of the locked environment: that they are there is taken for granted."""
LOCKED = ("frictionless", "jupytext", "papermill", "pytest", "ruff", "snakemake")
"""Programs of the locked environment: their own help tells their options."""
Teller = Callable[..., Iterator[str]]
OF_QUARTO = frozenset({"--metadata"})
"""Options of a program that need not be here to tell them."""
ASSIGNED = re.compile(r"[A-Z][A-Z_]*=\S*")
PLACEHOLDER = re.compile(r"\.\.\.|…|COMMAND|\{\w+\}")


@cache
def parser() -> argparse.ArgumentParser:
    """Give the parser of our command, made once."""
    return make_parser()


def complaints_of(line: str, page: Page, *, whole: bool = True) -> Iterator[str]:
    """Say what is wrong with a line that is to be typed; a command that is only named may lack what it needs."""
    try:
        words = shlex.split(line, comments=whole)
    except ValueError as error:
        yield f"{line}: {error}"
        return
    for part in _apart(words):
        yield from (f"{line}: {complaint}" for complaint in _of_one(part, page, whole=whole))


def is_command(span: str) -> bool:
    """Whether a span of code is something to be typed, and not a word, a name or a path."""
    first, *rest = span.split() or [""]
    return (
        (first in TOLD or first.endswith(".py")) and bool(rest) and not any(word.endswith((",", ":")) for word in rest)
    )


def _apart(words: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in words:
        if word in ("&&", "|", ";", "||"):
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _of_one(words: list[str], page: Page, *, whole: bool) -> Iterator[str]:
    while words and ASSIGNED.fullmatch(words[0]):
        name = words.pop(0).partition("=")[0]
        if name not in ENVIRONMENT:
            yield f"the variable {name} is unknown"
    if not words:
        return
    words = [word for word in words if not PLACEHOLDER.fullmatch(word)]
    program, arguments = words[0].removeprefix(".venv/bin/"), words[1:]
    if program in TOLD:
        yield from TOLD[program](arguments, whole=whole)
    elif program.endswith(".py"):
        yield from _of_script(program, arguments)
    elif program not in ELSEWHERE:
        yield f"the program {program} is unknown"
    yield from (
        f"there is no {word}"
        for word in arguments
        if not (leads_somewhere(word, page.path.parent, typed=True) or page.makes(word))
    )


def _of_make(arguments: Sequence[str], **_: bool) -> Iterator[str]:
    for word in arguments:
        name, assigned, _value = word.partition("=")
        if assigned and not re.search(rf"\$[({{](filter \w+,\$\()?{name}[)}}]|^{name} ", makefile(), re.MULTILINE):
            yield f"make has no variable {name}"
        if not assigned and word not in targets():
            yield f"make has no target {word}"


def _of_districtbrief(arguments: Sequence[str], *, whole: bool) -> Iterator[str]:
    told = io.StringIO()
    name = next((word for word in arguments if not word.startswith("-")), "")
    if not whole and name in parsers(parser()):
        arguments = [*arguments, *_lacking(name, arguments)]
    if not whole and not name:
        arguments = [*arguments, "render-site"]
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(told):
        try:
            parser().parse_args(arguments)
        except SystemExit as end:
            if end.code:
                yield told.getvalue().strip().splitlines()[-1]


def _lacking(name: str, arguments: Sequence[str]) -> Iterator[str]:
    """Give something for each thing that a command needs, where it is named without it."""
    given = [word for word in arguments[list(arguments).index(name) + 1 :] if not word.startswith("-")]
    for action in parsers(parser())[name]._actions:  # noqa: SLF001 - argparse tells nothing else
        if not action.required or set(action.option_strings) & set(arguments):
            continue
        if action.option_strings:
            yield from (action.option_strings[-1], "x")
        elif given:
            given.pop()
        else:
            yield next(iter(action.choices)) if action.choices else "x"


def _of_python(arguments: Sequence[str], **_: bool) -> Iterator[str]:
    if arguments[:1] == ["-m"] and len(arguments) > 1:
        if not _is_module(arguments[1]):
            yield f"there is no module {arguments[1]}"
        elif arguments[1].startswith("districtbrief."):
            yield from _of_help([sys.executable, "-m", arguments[1]], arguments[2:])
    elif arguments and arguments[0].endswith(".py"):
        yield from _of_script(arguments[0], arguments[1:])


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _of_script(name: str, arguments: Sequence[str]) -> Iterator[str]:
    found = [path for folder in ("", "benchmarks") if (path := ROOT / folder / name).is_file()]
    if found:
        yield from _of_help([sys.executable, str(found[0])], arguments)
    else:
        yield f"there is no script {name}"


def _of_help(program: Sequence[str], arguments: Sequence[str]) -> Iterator[str]:
    options = [word.partition("=")[0] for word in arguments if re.match(r"--?[a-z]", word)]
    if options:
        subcommand = [word for word in arguments[:1] if re.fullmatch("[a-z]+", word) and "frictionless" in program[0]]
        text = _help_of((*program, *subcommand))
        yield from (f"it has no option {name}" for name in options if not re.search(rf"(?<![\w-]){name}\b", text))


@cache
def _help_of(program: tuple[str, ...]) -> str:
    told = subprocess.run([*program, "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return told.stdout


def unknown_option(span: str) -> bool:
    """Whether a span is an option that no command of ours has, and none of the programs that pages speak of."""
    name = re.split(r"[=\s]", span)[0]
    ours = [parser(), *parsers(parser()).values()]
    if name in OF_QUARTO or any(name in action.option_strings for one in ours for action in _actions(one)):
        return False
    elsewhere = ([sys.executable, str(ROOT / "benchmarks" / "make_districts.py")], [_locked("snakemake")])
    return all(list(_of_help(program, [name])) for program in elsewhere)


def _actions(one: argparse.ArgumentParser) -> list[argparse.Action]:
    return one._actions  # noqa: SLF001 - argparse tells nothing else


def _locked(program: str) -> str:
    return str(Path(sys.executable).with_name(program))


def _of_locked(program: str) -> Teller:
    return lambda arguments, **_: _of_help([_locked(program)], arguments)


TOLD: Mapping[str, Teller] = {
    "make": _of_make,
    "districtbrief": _of_districtbrief,
    "python": _of_python,
    "python3": _of_python,
    **{name: _of_locked(name) for name in LOCKED},
}
"""What tells, of each program, whether it would take some arguments."""
