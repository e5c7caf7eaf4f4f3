"""What the Snakefile asks: which reports a run makes, which files each rests on, which slices they are made in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from districtbrief.description import RESERVED, SHARED, TOGETHER
from districtbrief.inspection import batches
from districtbrief.navigation import way_of
from districtbrief.options import SLICE
from districtbrief.renderers.choice import choose
from districtbrief.resting import (
    KINDS,
    MEMBERS,
    digest_of,
    districts_of,
    districts_read,
    observation_tables,
    pages_folder,
    prose_of,
    search_folder,
    source_files,
    tables_of,
)
from districtbrief.slicing import DIGITS, MANY, PART, slices
from districtbrief.specs import ReportSpec, read_specs


@dataclass(frozen=True)
class Plan:
    """One run of the pipeline.

    Attributes:
        root: the project.
        specs: every report of `reports.yml`, by its path.
        renderer: ``quarto`` or ``embedded``.
        draft: whether every page is stamped.
        slice_name: the slice that this run makes; empty where it makes all the rest, and publishes.
        slice_size: how many reports a slice has at least, except the last.
        many: from so many reports on they are made in slices.
    """

    root: Path
    specs: Mapping[str, ReportSpec]
    renderer: str
    draft: bool = False
    slice_name: str = ""
    slice_size: int = SLICE
    many: int = MANY

    @classmethod
    def read(cls, root: Path, config: Mapping[str, object]) -> Plan:
        """Read `reports.yml`, and what Snakemake was told of the other fields, of ``slice_name`` as ``slice``."""
        renderer = choose(str(config.get("renderer", "auto"))).name
        specs = {spec.path: spec for spec in read_specs(root)}
        name = str(config.get("slice", ""))
        name = name and name.zfill(DIGITS)  # Snakemake has read 001 as 1
        size, many = (int(str(config.get(key, usual))) for key, usual in (("slice_size", SLICE), ("many", MANY)))
        return cls(root, specs, renderer, bool(config.get("draft")), name, size, many)

    @property
    def pages(self) -> str:
        """The folder that the renderer writes to."""
        return pages_folder(Path(), self.renderer, draft=self.draft).as_posix()

    @cached_property
    def slices(self) -> Mapping[str, list[ReportSpec]]:
        """The reports about districts of a city, a few cities a slice; none where there are not many reports."""
        few = len(self.specs) < self.many and not self.slice_name
        if few or self.renderer != "embedded":
            return {}
        return slices(self.specs.values(), self.slice_size)

    @cached_property
    def reports(self) -> Mapping[str, ReportSpec]:
        """The reports that this run makes itself, by their paths."""
        if self.slice_name:
            return {spec.path: spec for spec in self.slices[self.slice_name]}
        elsewhere = {spec.path for members in self.slices.values() for spec in members}
        return {path: spec for path, spec in self.specs.items() if path not in elsewhere}

    @property
    def audited(self) -> list[str]:
        """What says that each report of this run has been audited."""
        return self.audits(self.reports.values())

    @property
    def sliced(self) -> list[str]:
        """What says that each slice is made."""
        return [self.slice_of(name) for name in self.slices]

    @property
    def wanted(self) -> list[str]:
        """Every file that a step of this run makes, and not the last ones alone.

        Where a step has failed Snakemake notes what it was to be made of, and then takes the file that is missing for
        one that nobody needs: without this the next run would find nothing to do.
        """
        embedded, specs = self.renderer == "embedded", self.reports.values()
        pages = [f"{self.pages}/{page}" for spec in specs for page in spec.pages if embedded]
        made = [*self.validated(*specs), *self.reports, *pages, *self.audited]
        if self.slice_name:
            return made
        return [*(f"build/noted/{kind}" for kind in KINDS), *made, *self.sliced, "build/published"]

    @cached_property
    def searched(self) -> Mapping[str, Sequence[ReportSpec]]:
        """The reports of each part of the search; what is in none, publishing takes itself."""
        return slices(self.specs.values(), PART) if self.slices else {}

    def part_of(self, name: str) -> str:
        """Name the file that says which reports a part of the search is of."""
        return (search_folder(Path(), Path(self.pages)) / name / MEMBERS).as_posix()

    def names_in(self, part: str) -> list[str]:
        """Name the reports of a part of the search."""
        return list(dict.fromkeys(spec.name for spec in self.searched[part]))

    def slices_of(self, part: str) -> list[str]:
        """List what says that the slices are made which the reports of a part of the search are in."""
        wanted = {spec.path for spec in self.searched[part]}
        return [self.slice_of(name) for name, specs in self.slices.items() if wanted & {spec.path for spec in specs}]

    def audits(self, specs: Iterable[ReportSpec]) -> list[str]:
        """Name the files that hold what the audits of some reports found; the languages of a report share one."""
        return [self.audit_of(name) for name in dict.fromkeys(spec.name for spec in specs)]

    def audit_of(self, name: str) -> str:
        """Name the file that holds what the audit of a report found."""
        return f"build/audited/{Path(self.pages).name}/{name}.json"

    def slice_of(self, name: str) -> str:
        """Name the file that says what a slice was made of."""
        return f"build/slices/{Path(self.pages).name}/{name}"

    def described(self, *specs: ReportSpec) -> str:
        """Say what `reports.yml` says of reports, as a text: for anything else Snakemake would import pandas."""
        known = read_specs(self.root)
        told = [[spec.path, spec.date, dict(spec.parameters), way_of(spec, known)] for spec in specs]
        return json.dumps(told, ensure_ascii=False)

    def spec(self, lang: str, name: str) -> ReportSpec:
        """Find a report."""
        return self.specs[f"reports/{lang}/{name}.ipynb"]

    def named(self, *, printed: bool) -> str:
        """Write a pattern that the names of reports with a PDF match, or of those without."""
        return "|".join(sorted({spec.name for spec in self.reports.values() if spec.printed == printed})) or "-"

    def rendered(self, name: str) -> list[str]:
        """List the pages of a report in all its languages."""
        specs = [spec for spec in self.reports.values() if spec.name == name]
        return [f"{self.pages}/{page}" for spec in specs for page in spec.pages]

    def tables(self, part: str) -> list[str]:
        """List what is read to validate a batch, or what is ``shared``, or what holds of all ``together``."""
        if part == TOGETHER:
            pairs = [path for path in source_files(self.root, "notebooks") if path.endswith((".py", ".ipynb"))]
            return [*observation_tables(self.root), *pairs]
        tables = dict.fromkeys(table for name in self.batches.get(part, [part]) for table in tables_of(self.root, name))
        return ["data/datapackage.json", "data/observations.schema.json", *tables]

    @property
    def parts(self) -> list[str]:
        """List what says that each part of the data has been validated which this run's reports rest on."""
        return list(dict.fromkeys([*map(self.mark_of, RESERVED), *self.validated(*self.reports.values())]))

    def validated(self, *specs: ReportSpec) -> list[str]:
        """List what says that the data of reports has been validated."""
        districts = (district for spec in specs for district in districts_read(self.root, spec))
        parts = dict.fromkeys(self.batch_of[district] for district in districts)
        return [self.mark_of(part) for part in (SHARED, *parts)]

    @cached_property
    def batches(self) -> Mapping[str, Sequence[str]]:
        """The districts, of which each batch is validated by one step: Snakemake's own work grows with its jobs."""
        named = (district for spec in self.specs.values() for district in districts_of(spec))
        found = list(dict.fromkeys([*districts_read(self.root), *named]))
        return {f"districts-{number:0{DIGITS}}": members for number, members in enumerate(batches(found), start=1)}

    @cached_property
    def batch_of(self) -> Mapping[str, str]:
        """The batch that each district is validated in."""
        return {district: name for name, members in self.batches.items() for district in members}

    @staticmethod
    def mark_of(part: str) -> str:
        """Name the file that says that a part of the data has been validated."""
        return f"build/validated/{part}"

    def read_by(self, *specs: ReportSpec) -> list[str]:
        """List the files of their own that reports are made of: notebooks, prose, observations."""
        found = (
            [f"notebooks/{spec.notebook}.ipynb", *prose_of(self.root, spec), *observation_tables(self.root, spec)]
            for spec in specs
        )
        return list(dict.fromkeys(path for paths in found for path in paths))

    def digest(self, names: Iterable[str]) -> str:
        """Sum up what files say: Snakemake, which is told it, goes else by times, and a change may bear an old one."""
        return digest_of(self.root / name for name in names)
