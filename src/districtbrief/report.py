"""What a notebook's cells call: one report, opened from its parameters, shown block by block."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from IPython.display import Markdown
from jinja2 import Template

from districtbrief import tables
from districtbrief.charts import chart_rows, make_chart, save_chart
from districtbrief.comparison import compare
from districtbrief.datapackage import known_ids, load
from districtbrief.exhibits import exhibit
from districtbrief.narrative import Narrative, open_template, plain_text, render_block
from districtbrief.parameters import complete_parameters, read_parameters
from districtbrief.specs import ReportSpec, find_root, read_specs
from districtbrief.wording import locale

STEM_LENGTH = 60


@dataclass(frozen=True)
class Card:
    """What the home page says of another page: its label, where it and its PDF lie, and its description."""

    label: str
    href: str
    pdf: str
    description: str


@dataclass(frozen=True)
class Report:
    """One notebook's report: its voice, its prose and its charts' captions, and the stem of their file names."""

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
        package = self.voice.table.package
        year = min((source.published[:4] for source in package.sources.values()), default="")
        return self._render(self.template, block, everyone=self.voice.names(package.districts), year=year, report=self)

    def finding(self, name: str) -> str:
        """Say as Markdown what a chart shows; nothing where there is no chart, or the data bears no sentence."""
        frame = chart_rows(name, self.voice.table, self.voice.locale)
        if frame.empty:
            return ""
        keys = (number.partition("-")[2] for number in frame.drop_duplicates("district")["number"])
        known = self.voice.table.package.observations
        return self._render(self.captions, name, drawn=[known[key] for key in keys if key in known])

    def chart(self, name: str, *, width: int = 100) -> Markdown | None:
        """Draw a chart, save it under `figures/`, and show it; None where the data has nothing for it.

        Args:
            name: a key of `charts.PLANS`.
            width: per cent of the text's width.
        """
        finding = self.finding(name)
        chart = make_chart(name, self.voice.table, self.voice.locale, plain_text(finding))
        if chart is None:
            return None
        stem = f"{self.stem}-{name.replace('_', '-')}"
        folder = self.root / "figures" / self.voice.locale.lang
        save_chart(chart, folder, stem)
        path = Path(os.path.relpath(folder / stem, Path.cwd())).as_posix()
        return Markdown(exhibit(self.voice, chart, path, finding=finding, width=width))

    def cards(self) -> list[Card]:
        """List the printed reports of `reports.yml` that stand alone, in this report's language."""
        return [self._card(spec) for spec in self._printed() if not spec.group]

    def groups(self) -> list[tuple[str, str, list[Card]]]:
        """List the reports that are one a district: key and label of each such entry of `reports.yml`, and its cards.

        These have no descriptions: they would all say the same.
        """
        groups = dict.fromkeys(spec.group for spec in self._printed() if spec.group)
        return [(*group, [_card(spec) for spec in self._printed() if spec.group == group]) for group in groups]

    def publishes(self, name: str) -> bool:
        """Whether `reports.yml` has a report of that name, so that it may be linked to."""
        return any(spec.name == name for spec in self._specs)

    @cached_property
    def _specs(self) -> list[ReportSpec]:
        return [spec for spec in read_specs(self.root) if spec.lang == self.voice.locale.lang]

    def _printed(self) -> list[ReportSpec]:
        return [spec for spec in self._specs if spec.printed]

    def _card(self, spec: ReportSpec) -> Card:
        given = complete_parameters(self.root, spec.notebook, spec.parameters, spec.lang)
        return _card(spec, build_report(self.root, spec.notebook, given).plain("description"))

    def appendix(self) -> Markdown:
        """List where every number of the report comes from."""
        return Markdown(tables.appendix(self.voice))

    def _render(self, template: Template, block: str, **names: object) -> str:
        table = self.voice.table
        own = {"table": table, "package": table.package, "tables": tables, "districts": list(table.package.districts)}
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
    districts = [str(parameters["district"])] if "district" in parameters else parameters.get("districts", [])
    themes = parameters.get("themes", [])
    voice = Narrative(compare(load(root, districts, themes)), locale(lang))  # type: ignore[arg-type]
    prose, captions = (open_template(root / "notebooks" / "text", name, lang) for name in (notebook, "charts"))
    return Report(root, _stem(root, notebook, voice), voice, prose, captions)


def _stem(root: Path, notebook: str, voice: Narrative) -> str:
    package = voice.table.package
    parts = list(package.districts) if len(package.districts) < len(known_ids(root, "districts")) else []
    parts += list(package.themes) if len(package.themes) < len(known_ids(root, "themes")) else []
    stem = "-".join([notebook, *parts])
    if len(stem) <= STEM_LENGTH:
        return stem
    return f"{notebook}-{hashlib.sha256(stem.encode()).hexdigest()[:12]}"


def _card(spec: ReportSpec, description: str = "") -> Card:
    return Card(spec.label, f"{spec.name}.html", f"{spec.name}.pdf" if spec.printed else "", description)


def _shown(text: str) -> Markdown | None:
    return Markdown(text) if text else None
