"""What stands at the head of an executed notebook, and tells renderers what the page is, rests on, and leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode

from districtbrief.csvtables import read_table
from districtbrief.navigation import way_of
from districtbrief.specs import ReportSpec, read_specs
from districtbrief.subject import titles
from districtbrief.wording import escape, locale

UNPRINTED = {"format": "html", "number-sections": False}
"""What the front matter of a page without a PDF says besides."""
TEXTS = ("title", "subtitle", "description", "name", "creator", "image-alt", "text", "here")
"""Which texts of the front matter are read as Markdown by whoever renders it."""
_ARTICLE = re.compile(r"^- \[.+\]\{#article-(\S+)\}$", re.MULTILINE)
_CHART = re.compile(r'!\[.*\]\((\S+)\.svg\)\{.*?fig-alt="(.*?)"')


def front_matter(
    root: Path, spec: ReportSpec, parameters: Mapping[str, object], executed: NotebookNode
) -> dict[str, object]:
    """Give a page its title, language, date, description, what it rests on, where it leads, and its picture."""
    told = {"lang": locale(spec.lang)["tag"], "date": date.fromisoformat(spec.date)}
    way = {"navigation": way_of(spec, read_specs(root)), **({} if spec.printed else UNPRINTED)}
    shown = [text for cell in executed.cells for output in cell.get("outputs", []) for text in _markdown(output)]
    return {**titles(root, spec.notebook, parameters), **told, **_sources(root, shown), **way, **picture(shown)}


def picture(shown: Iterable[str]) -> dict[str, str]:
    """Give the page that shows some Markdown its picture, for those who share it: the first chart, as PNG."""
    found = next(filter(None, map(_CHART.search, shown)), None)
    return {"image": f"{found[1]}.png", "image-alt": found[2].replace(r"\\", "\\")} if found else {}


def _sources(root: Path, shown: Iterable[str]) -> dict[str, object]:
    """Describe the articles that the page lists."""
    listed = [key for text in shown for key in _ARTICLE.findall(text)]
    rows = {row["district"]: row for row in read_table(root / "data" / "sources.csv")} if listed else {}
    found = (rows[key] for key in listed if key in rows)
    told = [{"name": row["headline"], "creator": row["byline"], "date": row["published"]} for row in found]
    return {"sources": told} if told else {}


def _markdown(output: NotebookNode) -> Iterator[str]:
    if "text/markdown" in output.get("data", {}):
        yield output["data"]["text/markdown"]


def written(matter: Mapping[str, object]) -> str:
    """Write front matter as YAML, between its rules."""
    return f"---\n{yaml.safe_dump(_literal(matter), allow_unicode=True, sort_keys=False)}---"


def _literal(matter: Any, key: str = "") -> Any:  # noqa: ANN401 - front matter has any type
    """Let the texts of front matter stand in it as the letters that they are."""
    if isinstance(matter, Mapping):
        return {name: _literal(value, name) for name, value in matter.items()}
    if isinstance(matter, list):
        return [_literal(value) for value in matter]
    return _unlike_shortcodes(escape(matter)) if key in TEXTS and isinstance(matter, str) else matter


def _unlike_shortcodes(markdown: str) -> str:
    """Set a brace of each mark of a shortcode apart: in front matter Quarto takes even escaped ones for shortcodes."""
    return markdown.replace(r"\{\{\<", r"\{[\{]{}\<").replace(r"\>\}\}", r"\>[\}]{}\}")
