"""A sample of two reports, one in each language, that uses every construct of the Markdown which is rendered."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
from copying import ROOT
from nbformat import v4

from districtbrief.renderers.fonts import provide_fonts
from districtbrief.wording import locale

HERE = Path(__file__).parent / "renderers"
LANGUAGES = ("zh", "en")
FRONT = "---\ntitle: 样张\nlang: zh-Hans\ndate: 2026-11-21\n---\n"


def notebook(text: str) -> Any:
    """Make an executed notebook of front matter and cells, each begun by ``%% kind``."""
    front, *cells = re.split(r"^%% ", text, flags=re.MULTILINE)
    made = [v4.new_raw_cell(front.strip())]
    for kind, source in (written.split("\n", 1) for written in cells):
        made.append(cell(kind, source.strip()))
    return v4.new_notebook(cells=made)


def cell(kind: str, source: str) -> Any:
    """Make a cell of a kind."""
    if kind == "markdown":
        return v4.new_markdown_cell(source)
    if kind == "tagged":
        return v4.new_markdown_cell(source, metadata={"tags": ["remove-cell"]})
    if kind == "hidden":
        return v4.new_code_cell(source, metadata={"tags": ["parameters", "remove-cell"]})
    if kind == "stream":
        return v4.new_code_cell("show()", outputs=[v4.new_output("stream", text=source)])
    data = {kind if "/" in kind else "text/markdown": source, "text/plain": "<Markdown>"}
    return v4.new_code_cell("show()", execution_count=1, outputs=[v4.new_output("display_data", data=data)])


HOME = """---
title: Home
lang: {lang}
format: html
---
%% markdown
[The sample](sample.ipynb)
"""


def lay_out(root: Path) -> Path:
    """Lay out a project of two reports, one in each language, with this project's own settings."""
    for name in ("assets", "data"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copy(ROOT / name, root)
    for lang in LANGUAGES:
        figures = root / "figures" / lang
        figures.mkdir(parents=True)
        for name in ("compounds.svg", "compounds.csv"):
            shutil.copy(HERE / name, figures)
        write_report(root, lang, (HERE / f"{lang}.md").read_text(encoding="utf-8"))
        write_report(root, lang, HOME.format(lang=locale(lang)["tag"]), name="index")
    provide_fonts(root)
    return root


def write_report(root: Path, lang: str, text: str, name: str = "sample") -> Path:
    """Write the notebook that ``text`` describes where the pipeline would."""
    path = root / "reports" / lang / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook(text), path)
    return path
