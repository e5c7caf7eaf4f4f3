"""What a build tells while it works: a line for each step, and on a terminal how many of how many."""

from __future__ import annotations

import re
from typing import TextIO

SILENT = ("all", "noted", "sound")
"""The rules of the Snakefile whose jobs say nothing."""
_PLANNED = re.compile(r"(?P<rule>[a-z]+) +(?P<count>\d+)\n?")
"""A row of the table in which Snakemake tells, before it begins, how many jobs each rule has."""


class Progress:
    """Writes lines as they come; where nobody looks on, in a pipe or a file, they are not counted.

    Of very many reports each slice tells how many steps it has when it begins, and the whole grows by them.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._counted = stream, stream.isatty()
        self._done = self._planned = 0
        self.told: set[str] = set()
        """Every line, as it is in a pipe."""

    def __call__(self, line: str) -> None:
        """Tell something that is no step, or a step that is not counted."""
        self._tell(line, line)

    def heed(self, line: str) -> None:
        """Take from a line of Snakemake's how many steps are to come, if it says so."""
        row = _PLANNED.fullmatch(line)
        if row and row["rule"] not in (*SILENT, "total"):
            self._planned += int(row["count"])

    def step(self, line: str) -> None:
        """Tell that a step is done."""
        self._done += 1
        self._tell(line, f"[{self._done}/{max(self._done, self._planned)}] {line}" if self._counted else line)

    def _tell(self, line: str, written: str) -> None:
        self.told.add(line)
        self._stream.write(f"{written}\n")
        self._stream.flush()
