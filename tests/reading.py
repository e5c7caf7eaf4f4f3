"""A Markdown page, read as GitHub shows it: its links, its anchors, what it shows as code."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
from copying import ROOT, kept_files

NOT_PROSE = ("tests/renderers/",)
"""What is Markdown, but is no page for readers: texts in the subset, which tests render."""


@dataclass(frozen=True)
class Page:
    """What a page holds.

    Attributes:
        path: where it lies, from the project's root.
        links: what its links and pictures lead to.
        anchors: the ids of its headings.
        spans: what it shows as code within a line.
        blocks: what it shows as code on lines of its own, each with its language; none is a block that is indented.
        unworded: pictures without a text in their place.
        written: the files that the page tells its reader to write.
    """

    path: Path
    links: tuple[str, ...]
    anchors: frozenset[str]
    spans: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]
    unworded: tuple[str, ...]
    written: frozenset[str]

    def makes(self, path: str) -> bool:
        """Whether who follows the page makes a file: it is copied or written there, or lies in such a folder."""
        made = self.written | frozenset(path for line in self.commands for path in _made_by(line.split()))
        return any(f"{path}/".startswith(f"{one.rstrip('/')}/") for one in made)

    @property
    def commands(self) -> Iterator[str]:
        """List what is to be typed: a line a command, in blocks marked `sh` and in indented ones."""
        for language, text in self.blocks:
            if language in ("", "sh"):
                yield from (line for line in text.replace("\\\n", " ").splitlines() if line.split("#")[0].strip())


def pages() -> list[str]:
    """List every page of the repository, by its path."""
    return [name for name in kept_files() if name.endswith(".md") and not name.startswith(NOT_PROSE)]


@cache
def read_page(path: Path) -> Page:
    """Read a page, which lies in the repository."""
    return page_of(path, (ROOT / path).read_text(encoding="utf-8"))


def page_of(path: Path, text: str) -> Page:
    """Read a page of which the text is given."""
    command = [pypandoc.get_pandoc_path(), "--from", "gfm", "--to", "json"]
    read = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60)
    nodes = list(_nodes(json.loads(read.stdout)["blocks"]))
    pictures = [node["c"] for node in nodes if node["t"] == "Image"]
    return Page(
        path,
        tuple(node["c"][2][0] for node in nodes if node["t"] in ("Link", "Image")),
        frozenset(node["c"][1][0] for node in nodes if node["t"] == "Header"),
        tuple(dict.fromkeys(node["c"][1] for node in nodes if node["t"] == "Code")),
        tuple((" ".join(node["c"][0][1]), node["c"][1]) for node in nodes if node["t"] == "CodeBlock"),
        tuple(picture[2][0] for picture in pictures if not picture[1]),
        frozenset(re.findall(r"\b[Ww]rite `([^`\s]+)`", text)),
    )


def _made_by(words: list[str]) -> Iterator[str]:
    """Say which files or folders a command makes that is told to."""
    plain = [word for word in words[1:] if not word.startswith("-")]
    if words[0] in ("cp", "mv", "mkdir"):
        yield from plain[-1:]
    elif words[0] == "papermill":
        yield from plain[1:2]
    elif words[:2] == ["districtbrief", "new-district"]:
        yield f"data/observations/{plain[1]}.csv"


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "t" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _nodes(one)
