"""A build tells a line a step: counted on a terminal, plain in a pipe."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from districtbrief.progress import SILENT, Progress

STATS = ["Job stats:\n", "job         count\n", "--------  -------\n", "noted           5\n", "execute         2\n"]
STATS += ["page            1\n", "all             1\n", "total           9\n", "\n"]
PLAIN = "renderer: embedded\nexecuted reports/en/index.ipynb\nrendered reports/en/index.ipynb\n"
COUNTED = "renderer: embedded\n[1/3] executed reports/en/index.ipynb\n[2/3] rendered reports/en/index.ipynb\n"


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def tell(stream: io.StringIO) -> Progress:
    """Tell the beginning of a build."""
    progress = Progress(stream)
    progress("renderer: embedded")
    for line in STATS:
        progress.heed(line)
    progress.step("executed reports/en/index.ipynb")
    progress.step("rendered reports/en/index.ipynb")
    return progress


@pytest.mark.parametrize(("stream", "expected"), [(io.StringIO(), PLAIN), (Terminal(), COUNTED)], ids=["pipe", "tty"])
def test_steps_are_counted_for_people(stream: io.StringIO, expected: str) -> None:
    """Of the jobs that are planned those count that say something; what is no step is not counted."""
    progress = tell(stream)

    assert stream.getvalue() == expected
    assert progress.told == set(PLAIN.splitlines())


def test_the_whole_grows_with_what_slices_plan() -> None:
    """A slice tells its own jobs when it begins; and never are more done than there are."""
    stream = Terminal()
    progress = tell(stream)
    progress.heed("audit           1\n")
    for name in ("audited index", "audited erqi", "audited jinshui"):
        progress.step(name)

    assert stream.getvalue().splitlines()[-3:] == ["[3/4] audited index", "[4/4] audited erqi", "[5/5] audited jinshui"]


def test_silent_rules_are_those_that_run_no_command_of_ours(root: Path) -> None:
    """The Snakefile decides: a rule whose shell starts `districtbrief` says a line when it is done."""
    rules = re.split(r"^rule ", (root / "Snakefile").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    silent = {
        text.partition(":")[0]
        for text in rules
        if not re.search(r'^\s+(shell:\s+)?"districtbrief ', text, re.MULTILINE)
    }

    assert silent == set(SILENT)
