"""Typesets a PDF with Typst, from the project's own fonts only, and makes every warning a fault."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import typst

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.renderers.fonts import FOLDER
from districtbrief.renderers.manuscript import Manuscript
from districtbrief.renderers.project import Project

Problem = typst.TypstError | typst.TypstWarning


def typeset(markup: str, manuscript: Manuscript, project: Project) -> bytes:
    """Compile Typst ``markup`` to a PDF that is dated by the report, not by the clock.

    Raises:
        FaultError: Typst refused or warned, for instance of a glyph that no font has.
    """
    compiler = typst.Compiler(markup.encode(), root=str(project.root), font_paths=fonts_in(project.root / FOLDER))
    try:
        pdf, warnings = compiler.compile_with_warnings(pdf_standards=["a-2b", "ua-1"], timestamp=_timestamp(manuscript))
    except typst.TypstError as error:
        raise FaultError(_faults([error], manuscript, project)) from error
    refuse(_faults(warnings, manuscript, project))
    return cast("bytes", pdf)


@functools.cache
def fonts_in(folder: Path) -> typst.Fonts:
    """Find the fonts in ``folder``, once a process; those that it forks have them too.

    To fork after this is safe, to fork after a compilation is not: Typst's threads would be missing, and waited for.
    """
    # The same bytes on any machine: what its system has installed must not matter.
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _timestamp(manuscript: Manuscript) -> int:
    day = dt.date.fromisoformat(str(manuscript.front.get("date", "1970-01-01")))
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())


def _faults(problems: Sequence[Problem], manuscript: Manuscript, project: Project) -> Iterator[Fault]:
    for problem in problems:
        message = problem.message.replace("`", "").replace(f"{project.root}/", "")
        hint = f" ({', '.join(problem.hints)})" if problem.hints else ""
        place = manuscript.place(_label(message))
        yield Fault.of("renderer.says", place, program="Typst", message=message, hint=hint)


def _label(message: str) -> str:
    """Find what to look for in the source: the label, the character or the file that ``message`` names."""
    named = re.search(r"<([\w.-]+)>|the text \"(.+?)\"|searched at .*?([\w.-]+)\)", message)
    return next(filter(None, named.groups()), "") if named else ""
