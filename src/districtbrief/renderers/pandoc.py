"""Runs pandoc with the project's filters and templates, and makes every complaint of its a fault."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc

from districtbrief.faults import Fault, refuse
from districtbrief.renderers.project import Project
from districtbrief.renderers.source import Source

FILTERS = ("prose", "subset", "crossref", "print")


def convert(source: Source, project: Project, *, to: str, metadata: dict[str, Any]) -> str:
    """Convert ``source`` to ``html`` or ``typst`` with the template ``assets/report.<to>``.

    Raises:
        FaultError: pandoc or a filter complained; each complaint is one fault, with file and label.
    """
    with tempfile.TemporaryDirectory() as folder:
        values = Path(folder) / "metadata.json"
        values.write_text(json.dumps(metadata, ensure_ascii=False, default=str), encoding="utf-8")
        result = subprocess.run(
            [pypandoc.get_pandoc_path(), *_options(project, to, values)],
            input=source.markdown,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=(project.root / source.name).parent,
            env=os.environ | {"LUA_PATH": f"{project.root}/assets/filters/?.lua;;"},
        )
    refuse(_complaints(result.stderr, source))
    if result.returncode:
        refuse([Fault(source.name, f"pandoc stopped with code {result.returncode}", "see whether pandoc runs at all")])
    return result.stdout


def _options(project: Project, to: str, metadata: Path) -> Iterator[str]:
    assets = project.root / "assets"
    template = "report.html" if to == "html" else "report.typ"
    yield from ("--from", "markdown", "--to", "html5" if to == "html" else to, "--wrap", "none", "--mathml")
    yield from ("--standalone", "--section-divs", "--toc", "--toc-depth", "3")
    yield from ("--template", str(assets / template), "--metadata-file", str(metadata))
    yield "--figure-caption-position=above"
    for name in (*FILTERS, to, "charts", *(["page"] if to == "html" else [])):
        yield from ("--lua-filter", str(assets / "filters" / f"{name}.lua"))


def _complaints(stderr: str, source: Source) -> Iterator[Fault]:
    """Read the filters' faults (tab-separated, see ``faults.lua``); every other line is a warning of pandoc's."""
    for line in dict.fromkeys(filter(None, map(str.strip, stderr.splitlines()))):
        if line.startswith("fault\t"):
            _, label, found, remedy = line.split("\t")
            yield Fault(source.place(label), found, remedy)
        else:
            yield Fault(source.name, f"pandoc says: {line}", "mend what it names")
