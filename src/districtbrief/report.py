"""What a notebook's cells call: one report, opened from its parameters, shown block by block."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from IPython.display import Markdown
from jinja2 import Template

from districtbrief import tables
from districtbrief.appendix import appendix
from districtbrief.charts import Selection, make_chart, save_chart, select_rows
from districtbrief.cities import read_gazetteer
from districtbrief.comparing import compare
from districtbrief.directory import Card, card, city_list, groups, listing
from districtbrief.exhibits import exhibit
from districtbrief.narrative import Narrative, plain_text
from districtbrief.navigation import Map, map_of
from districtbrief.parameters import complete_parameters, ids_of, read_parameters
from districtbrief.specs import ReportSpec, find_root, read_specs
from districtbrief.subject import names_of, package_of, titles
from districtbrief.templates import open_template, render_block
from districtbrief.wording import locale

STEM_LENGTH = 60


@dataclass(frozen=True)
class Report:
    """One notebook's report.

    Attributes:
        root: the project.
        stem: what the files of its charts begin with.
        voice: what words its numbers and claims.
        template: its prose.
        captions: the prose of its charts.
    """

    root: Path
    stem: str
    voice: Narrative
    template: Template
    captions: Template

    def text(self, block: str) -> Markdown | None:
        """Render a block of the prose; None where it has nothing to say for these parameters."""
        return _shown(self.plain(block))

    def plain(self, block: str) -> str:
        """Render a block of the prose as Markdown text."""
        return self._render(self.template, block, report=self)

    def finding(self, name: str) -> str:
        """Say as Markdown what a chart shows; nothing where there is no chart, or the data bears no sentence."""
        return self._finding(name, select_rows(name, self.voice.table, self.voice.locale))

    def _finding(self, name: str, selection: Selection) -> str:
        frame = selection.frame
        if frame.empty:
            return ""
        keys = (number.partition("-")[2] for number in frame.drop_duplicates("district")["number"])
        known = self.voice.table.package.observations
        return self._render(self.captions, name, drawn=[known[key] for key in keys if key in known])

    def chart(self, name: str, *, width: int = 100) -> Markdown | None:
        """Draw a chart, save it under `figures/`, and show it; None where the data has nothing for it.

        Args:
            name: a key of `charts.RECIPES`.
            width: per cent of the text's width.
        """
        selection = select_rows(name, self.voice.table, self.voice.locale)
        finding = self._finding(name, selection)
        chart = make_chart(name, self.voice.table, self.voice.locale, plain_text(finding), selection=selection)
        if chart is None:
            return None
        stem = f"{self.stem}-{name.replace('_', '-')}"
        folder = self.root / "figures" / self.voice.locale.lang
        save_chart(chart, folder, stem)
        path = Path(os.path.relpath(folder / stem, Path.cwd())).as_posix()
        return Markdown(exhibit(self.voice, chart, path, finding=finding, width=width))

    def cards(self) -> list[Card]:
        """List the printed reports of `reports.yml` that stand alone, in this report's language."""
        return [self._card(spec) for spec in self._pages.rooms.get("", ()) if spec.printed and not spec.group]

    def groups(self) -> list[tuple[str, str, list[Card]]]:
        """List the reports that are one of many, as `directory.groups` does.

        These have no descriptions: they would all say the same.
        """
        return groups(self.root, self.voice.locale.lang)

    def city(self) -> Markdown | None:
        """Lead from a city's page to its other reports and its districts; None on any other page."""
        districts, lang = list(self.voice.table.package.districts), self.voice.locale.lang
        return _shown(city_list(self.root, lang, self._notebook, districts, self._names["everyone"]))

    def publishes(self, name: str) -> bool:
        """Whether `reports.yml` has a report of that name, so that it may be linked to."""
        return name in self._pages.known

    @property
    def _pages(self) -> Map:
        return map_of(self.voice.locale.lang, read_specs(self.root))

    @property
    def _notebook(self) -> str:
        return str(self.template.name).partition(".")[0]

    @cached_property
    def _names(self) -> Mapping[str, Any]:
        return names_of(self.root, self.voice)

    def _card(self, spec: ReportSpec) -> Card:
        given = complete_parameters(self.root, spec.notebook, spec.parameters, spec.lang)
        return card(spec, description=titles(self.root, spec.notebook, given)["description"])

    def appendix(self) -> Markdown:
        """List where every number of the report comes from."""
        return Markdown(appendix(self.voice))

    def _render(self, template: Template, block: str, **names: object) -> str:
        table = self.voice.table
        own = {"table": table, "package": table.package, "tables": tables, "listing": listing, **self._names}
        return render_block(template, block, voice=self.voice, **own, **names)


def open_report(notebook: str, namespace: Mapping[str, object]) -> Report:
    """Open a report with the parameters that a notebook's cell has set.

    Args:
        notebook: the notebook's name, which is also its prose's.
        namespace: the notebook's globals.

    Raises:
        FaultError: a parameter is unknown, missing or of the wrong type, or names nothing in the data.
    """
    root = find_root(Path.cwd())
    return build_report(root, notebook, read_parameters(root, notebook, namespace))


def build_report(root: Path, notebook: str, parameters: Mapping[str, object]) -> Report:
    """Open a report with checked parameters."""
    lang = str(parameters["lang"])
    voice = Narrative(compare(package_of(root, parameters)), locale(lang))
    prose, captions = (open_template(root / "notebooks" / "text", name, lang) for name in (notebook, "charts"))
    return Report(root, _stem(root, notebook, voice), voice, prose, captions)


def _stem(root: Path, notebook: str, voice: Narrative) -> str:
    package = voice.table.package
    parts = list(package.districts) if len(package.districts) < len(ids_of(root, "districts")) else []
    parts += list(package.themes) if len(package.themes) < len(ids_of(root, "themes")) else []
    stem = "-".join([notebook, *parts])
    if len(stem) <= STEM_LENGTH:
        return stem
    city = read_gazetteer(root).city_of(package.districts)
    named = [notebook, *([city.slug] if city else [])]
    return "-".join([*named, hashlib.sha256(stem.encode()).hexdigest()[:12]])


def _shown(text: str) -> Markdown | None:
    return Markdown(text) if text else None
