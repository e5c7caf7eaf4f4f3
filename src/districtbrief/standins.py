"""The page that stands in for a report that could not be built, and says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import nbformat

from districtbrief.directory import city_list, home_list
from districtbrief.frontmatter import UNPRINTED
from districtbrief.navigation import way_of
from districtbrief.notebooks import normalise
from districtbrief.reportfaults import HOME
from districtbrief.resting import districts_of
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.wording import escape, locale

MARK = "standing-in"
"""The class by which the audit knows a page that stands in for a report."""


def stand_in(root: Path, spec: ReportSpec) -> Path:
    """Write, in place of an executed report, a page that says that it could not be built, and leads on all the same."""
    words = locale(spec.lang)
    label = f"{spec.label} · {spec.group[1]}" if spec.of_city and spec.group else spec.label
    told = {key: text.format(label=escape(label)) for key, text in words["stand_in"].items()}
    text = f"::: {{.{MARK}}}\n{told['text']}\n:::"
    matter = {
        "title": told["title"],
        "description": told["description"],
        "lang": words["tag"],
        "date": date.fromisoformat(spec.date),
        "navigation": way_of(spec, read_specs(root)),
        **({} if spec.printed else UNPRINTED),
    }
    cells = [nbformat.v4.new_markdown_cell(item) for item in (text, _leads(root, spec)) if item]
    path = root / spec.path
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(normalise(nbformat.v4.new_notebook(cells=cells), matter), path)
    return path


def _leads(root: Path, spec: ReportSpec) -> str:
    """Write what only this page leads to: a home page to all reports, a city's to its own."""
    if spec.name == HOME:
        return home_list(root, spec.lang)
    return city_list(root, spec.lang, spec.notebook, districts_of(spec), spec.label)
