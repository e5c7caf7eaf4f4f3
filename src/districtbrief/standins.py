"""The page that stands in for a report that could not be built, and says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import nbformat

from districtbrief.directory import of_city, places
from districtbrief.navigation import DISTRICTS, way_of
from districtbrief.notebooks import UNPRINTED, normalise
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.wording import escape, locale

MARK = "standing-in"
"""The class by which the audit knows a page that stands in for a report."""


def stand_in(root: Path, spec: ReportSpec) -> Path:
    """Write, in place of an executed report, a page that says that it could not be built, and leads on all the same."""
    words = locale(spec.lang)
    told = {key: text.format(label=escape(spec.label)) for key, text in words["stand_in"].items()}
    text = f"::: {{.{MARK}}}\n{told['text']}\n:::"
    matter = {
        "title": told["title"],
        "description": told["description"],
        "lang": words["tag"],
        "date": date.fromisoformat(spec.date),
        "navigation": way_of(spec, read_specs(root)),
        **({} if spec.printed else UNPRINTED),
    }
    cells = [nbformat.v4.new_markdown_cell(item) for item in [text, *_places(root, spec)]]
    path = root / spec.path
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(normalise(nbformat.v4.new_notebook(cells=cells), matter), path)
    return path


def _places(root: Path, spec: ReportSpec) -> list[str]:
    """Lead on to the districts of a city, where this is its page."""
    districts = [str(key) for key in spec.parameters.get("districts", ())]  # type: ignore[attr-defined]
    rows = of_city(root, spec.lang, spec.notebook, districts) if districts else []
    heading = locale(spec.lang)["city"]["title"].format(city=spec.label)
    return [f"## {heading} {{#{DISTRICTS}}}\n\n{places(rows)}"] if rows else []
