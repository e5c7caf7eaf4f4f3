"""Runs pandoc once a page, with the project's filters and templates, and makes every complaint of its a fault."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.renderers.manuscript import Manuscript
from districtbrief.renderers.project import Project


def convert(manuscript: Manuscript, project: Project, *, to: Sequence[str]) -> dict[str, str]:
    """Convert a manuscript to each of the formats ``to``, ``html`` or ``typst``, as ``assets/render.lua`` writes them.

    Returns:
        The text of each format.

    Raises:
        FaultError: pandoc or a filter complained; each complaint is one fault, with file and label.
    """
    with tempfile.TemporaryDirectory() as folder:
        values = Path(folder) / "metadata.json"
        metadata = json.dumps(_metadata(manuscript, project), ensure_ascii=False, default=str)
        values.write_text(metadata, encoding="utf-8")
        result = _run(
            manuscript, project, [*_options(project, to), "--metadata-file", str(values), "--data-dir", folder]
        )
    refuse(_complaints(result.stderr, manuscript))
    if result.returncode:
        raise _failed(manuscript, f"stopped with code {result.returncode}")
    return _answer(result.stdout, to, manuscript)


def _metadata(manuscript: Manuscript, project: Project) -> dict[str, Any]:
    """Say what templates and filters ask: what the manuscript says of itself, and what the project says of it."""
    front = manuscript.front
    return (
        front
        | ({"stamp": project.stamp} if project.stamp else {})
        | {
            "source": manuscript.name,
            "here": str(Path(manuscript.name).parent),
            "printed": manuscript.printed,
            "date": str(front.get("date", "")),
            "words": project.words_in(manuscript.lang),
            "number-sections": bool(project.option("number-sections", front, to="html")),
            "toc": bool(project.option("toc", front, to="html")),
            "section-numbering": project.option("section-numbering", front, to="typst"),
        }
    )


def _run(manuscript: Manuscript, project: Project, options: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [pypandoc.get_pandoc_path(), *options],
            input=manuscript.markdown,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd=(project.root / manuscript.name).parent,
        )
    except OSError as error:
        raise _failed(manuscript, f"cannot be run: {error}") from error


def _options(project: Project, to: Sequence[str]) -> Iterator[str]:
    yield from ("--from", "markdown", "--to", str(project.root / "assets" / "render.lua"))
    yield from ("--variable", f"formats={' '.join(to)}", "--wrap", "none", "--mathml")
    yield from ("--section-divs", "--toc", "--toc-depth", "3", "--figure-caption-position=above")


def _complaints(stderr: str, manuscript: Manuscript) -> Iterator[Fault]:
    """Read the filters' faults (tab-separated, see ``faults.lua``); every other line is a warning of pandoc's."""
    for line in dict.fromkeys(filter(str.strip, stderr.split("\n"))):
        if line.startswith("fault\t"):
            _, code, label, *values = line.split("\t")
            yield Fault.of(code, manuscript.place(label), **dict(value.split("=", 1) for value in values))
        else:
            yield Fault.of("renderer.says", manuscript.name, program="pandoc", message=line.strip(), hint="")


def _answer(stdout: str, to: Sequence[str], manuscript: Manuscript) -> dict[str, str]:
    try:
        answer = json.loads(stdout)
        return {name: answer[name] for name in to}
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise _failed(manuscript, f"printed {stdout[:30]!r}, which is no page") from error


def _failed(manuscript: Manuscript, failure: str) -> FaultError:
    return FaultError([Fault.of("renderer.failed", manuscript.name, program="pandoc", failure=failure)])
