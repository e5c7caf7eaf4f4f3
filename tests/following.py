"""A page of `docs/` followed word for word: its commands typed, its files written, and what it shows seen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from copying import ROOT, copy_project
from settings import clean_environment

BESIDE = ("Makefile", "requirements.lock", "requirements-lab.lock", "pyproject.toml", "README.md", "docs", "src")
"""What a reader has besides what people write of the project."""
TOOLS = ("districtbrief", "jupytext", "papermill", "python", "snakemake")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"\b(Write|Add to|Change) `([^`]+)`[^`]*:$")
LEFT_OUT = "…"

Instead = Mapping[str, Callable[[Path], str]]


@dataclass(frozen=True)
class Block:
    """A fenced block of a page.

    Attributes:
        kind: what is written behind its fence.
        text: what stands in it.
        before: the paragraph before it, on one line.
        line: where it stands.
    """

    kind: str
    text: str
    before: str
    line: int

    @property
    def edit(self) -> tuple[str, str]:
        """What is to be done with which file: ``Write``, ``Add to`` or ``Change``; nothing where none is named."""
        found = NAMED.search(self.before)
        return (found[1], found[2]) if found else ("", "")


def blocks(page: Path) -> Iterator[Block]:
    """Read the fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        inside = re.sub(rf"^{found[1]}", "", found[3], flags=re.MULTILINE)
        before = text[: found.start()].rstrip().rpartition("\n\n")[2]
        yield Block(found[2], inside, " ".join(before.split()), text.count("\n", 0, found.start()) + 1)


def checkout(target: Path, reports: str = "") -> Path:
    """Copy all that a reader of the docs has, with the tools in `.venv`, as after `make` has made it."""
    project = copy_project(target, reports)
    for name in BESIDE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, project / name)
    tools = project / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name in TOOLS:
        (tools / name).write_text(f'#!/bin/sh\nexec {Path(sys.executable).with_name(name)} "$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    (tools / "activate").touch()
    for name in ("ready", "lab"):
        (project / ".venv" / name).touch()
    return project


def surroundings(project: Path) -> dict[str, str]:
    """Give the environment of a shell in the project's folder, its `.venv` activated."""
    path = f"{project / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return clean_environment(PATH=path, PYTHONPATH=str(project / "src"), RENDERER="embedded", CORES="2")


def typed(project: Path, commands: str, seconds: float = 400) -> tuple[int, str]:
    """Type commands in the project's folder; give the exit code of the last, and all that was printed."""
    ran = subprocess.run(
        ["sh", "-c", commands],
        cwd=project,
        env=surroundings(project),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=seconds,
    )
    return ran.returncode, ran.stdout


def follow(page: Path, project: Path, *, instead: Instead | None = None, elsewhere: Collection[str] = ()) -> list[str]:
    """Do what a page says, step by step; whatever it shows must be what is printed.

    Commands must succeed, unless the text shown below them ends with how they failed.

    Args:
        page: the page.
        project: the checkout in which it is followed.
        instead: what is done in the place of commands that would not end, giving what they print.
        elsewhere: the kinds of blocks that are for no file of the project, which the test itself looks at.

    Returns:
        What each block of commands printed.
    """
    told: list[str] = []
    steps = [block for block in blocks(page) if block.kind not in elsewhere]
    for number, block in enumerate(steps):
        place = f"{page.name} line {block.line}"
        if block.kind == "sh":
            after = steps[number + 1] if number + 1 < len(steps) else None
            told.append(_done(project, block, place, instead or {}, refused=bool(after) and _tells_fault(after)))
        elif block.kind == "text":
            assert re.fullmatch(_pattern(block.text), told[-1]), f"{place} shows otherwise:\n{told[-1]}"
        else:
            _edit(project, block, place)
    return told


def _tells_fault(block: Block) -> bool:
    """Whether what is shown is how a command was refused: its faults are named at the ends of their lines."""
    return block.kind == "text" and re.search(r"\[[a-z]+\.[a-z-]+\]$", block.text, re.MULTILINE) is not None


def _done(project: Path, block: Block, place: str, instead: Instead, *, refused: bool) -> str:
    if block.text.strip() in instead:
        return instead[block.text.strip()](project)
    code, printed = typed(project, f"set -e\n{block.text}")
    assert (code != 0) == refused, f"{place} ended with {code}:\n{printed}"
    return printed


def _pattern(shown: str) -> str:
    """Make of what is shown a pattern: a line that is left out stands for any lines, within one for any words."""
    lines = shown.splitlines(keepends=True)
    parts = [
        r"(?:.*\n)*?" if line.strip() == LEFT_OUT else re.escape(line).replace(re.escape(LEFT_OUT), ".*")
        for line in lines
    ]
    return "".join(parts)


def _edit(project: Path, block: Block, place: str) -> None:
    act, name = block.edit
    path = project / name
    assert act, f"{place}: the sentence before this block names no file: {block.before}"
    if act == "Write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    after = before + block.text if act == "Add to" else _changed(before, block.text, place)
    path.write_text(after, encoding="utf-8")


def _changed(text: str, change: str, place: str) -> str:
    """Change the lines marked `-` into those marked `+`; a line `@@` parts one change from the next."""
    for part in re.split(r"^@@.*\n", change, flags=re.MULTILINE):
        lines = part.splitlines(keepends=True)
        old, new = (
            "".join(line.removeprefix(line[0].strip("\n")) for line in lines if line[0] in f" \n{mark}")
            for mark in "-+"
        )
        assert text.count(old) == 1, f"{place}: these lines stand {text.count(old)} times in the file:\n{old}"
        text = text.replace(old, new)
    return text
