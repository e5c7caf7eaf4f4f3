"""Which reports are published: `reports.yml`, expanded to one entry for every report and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from districtbrief.cities import Gazetteer, city_faults, read_gazetteer
from districtbrief.description import leaves
from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.kept import kept
from districtbrief.parameters import complete_parameters
from districtbrief.reportfaults import (
    FORMATS,
    NAME,
    PLACE,
    day_of,
    entry_faults,
    langs_of,
    read_written,
    reports_of,
    table_faults,
)


@dataclass(frozen=True)
class ReportSpec:
    """One report to publish: `reports/<lang>/<name>.ipynb`, made by a notebook with parameters.

    Attributes:
        label: its short name in its language, for menus and cards.
        printed: whether there is a PDF of it too.
        group: the key and the label of its entry in `reports.yml`, where that stands for one each district or city.
        city: the slug of the city that it is of, or that its one district lies in.
    """

    name: str
    notebook: str
    lang: str
    date: str
    languages: tuple[str, ...]
    parameters: Mapping[str, object]
    label: str = ""
    printed: bool = True
    group: tuple[str, str] | None = None
    city: str = ""

    @property
    def of_city(self) -> bool:
        """Whether it is one of the reports of a city, rather than of a district."""
        return bool(self.group and self.city and "districts" in self.parameters)

    @property
    def path(self) -> str:
        """Where the executed notebook lies, from the project's root."""
        return f"{self.stem}.ipynb"

    @property
    def stem(self) -> str:
        """What its files are called, without what they end in."""
        return f"reports/{self.lang}/{self.name}"

    @property
    def pages(self) -> list[str]:
        """Where its HTML page lies in the site, and its PDF if it has one."""
        return [f"{self.stem}.{end}" for end in (FORMATS if self.printed else FORMATS[:1])]


def find_root(start: Path) -> Path:
    """Find the project that a folder lies in: the nearest one with a `_quarto.yml`.

    Raises:
        FaultError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / "_quarto.yml").is_file() and (folder / "data").is_dir():
            return folder
    raise FaultError([Fault.of("reports.no-project", str(start))])


def _rests_on(root: Path) -> Iterator[Path]:
    yield from (root / name for name in ("reports.yml", "data/districts.csv", "data/themes.csv"))
    yield from (path for pattern in ("*.ipynb", "text/*.j2") for path in (root / "notebooks").glob(pattern))


@partial(kept, rests_on=_rests_on)
def read_specs(root: Path) -> tuple[ReportSpec, ...]:
    """Read `reports.yml`: one entry for every report and language.

    What was read is kept, and the same tuple given, until one of the files that it rests on changes.

    Raises:
        FaultError: a key, notebook, language or parameter is unknown, two reports have one name, or a report is asked
            for each city and a city has no name that is its own.
    """
    written = read_written(root)
    entries, faults = reports_of(written)
    langs, known = langs_of(written), sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
    faults += table_faults(written)
    sound = {}
    for name, entry in entries.items():
        found = list(entry_faults(name, entry, known, langs, EACH))
        faults += found
        if not found:
            sound[name] = entry
    gazetteer = read_gazetteer(root)
    if any(entry.get("for_each") == "cities" for entry in sound.values()):
        faults += city_faults(gazetteer)
    day = day_of(written) or date.min
    members = [list(_expand(name, entry, day, langs, gazetteer)) for name, entry in sound.items()]
    refuse(dict.fromkeys([*faults, *_of_specs(root, members)]))
    return tuple(spec for each in members for spec in each)


def _of_specs(root: Path, members: Sequence[Sequence[ReportSpec]]) -> Iterator[Fault]:
    """Say what is wrong with reports whose entries are sound: their prose, their parameters, their names."""
    specs = [spec for each in members for spec in each]
    for name in dict.fromkeys(spec.name for spec in specs):
        if not NAME.fullmatch(name):  # as an id in `districts.csv` may be, after which its report is named
            yield Fault.of("reports.no-name", f"{PLACE} report {name}")
    yield from _prose_faults(root, specs)
    yield from (fault for each in members for spec in _samples(each) for fault in _parameter_faults(root, spec))
    for path, count in Counter(spec.path for spec in specs).items():
        if count > 1:
            yield Fault.of("reports.called-alike", PLACE, name=path)


def _samples(members: Sequence[ReportSpec]) -> list[ReportSpec]:
    """Give one report a language of an entry: the others differ in ids that are taken from the data."""
    return list({spec.lang: spec for spec in reversed(members)}.values())


def _prose_faults(root: Path, specs: list[ReportSpec]) -> Iterator[Fault]:
    for name in dict.fromkeys(f"notebooks/text/{spec.notebook}.{spec.lang}.md.j2" for spec in specs):
        if not (root / name).is_file():
            yield Fault.of("prose.missing", name)
        elif leaves(root, root / name):
            yield Fault.of("reports.outside", name, path=(root / name).resolve())


def _parameter_faults(root: Path, spec: ReportSpec) -> list[Fault]:
    try:
        complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    except FaultError as error:
        asked = f"{PLACE} report {spec.name}"
        return [item.within(asked) if _is_asked(item) else item for item in error.faults]
    return []


def _is_asked(fault: Fault) -> bool:
    return fault.place.startswith("parameter ")


def _expand(
    name: str, entry: Mapping[str, Any], day: date, langs: tuple[str, ...], gazetteer: Gazetteer
) -> Iterator[ReportSpec]:
    given, labels = dict(entry.get("parameters") or {}), entry.get("label") or {}
    single = ReportSpec(name, entry["notebook"], "", day.isoformat(), langs, given)
    single = replace(single, printed="pdf" in entry.get("formats", FORMATS))
    for lang in langs:
        spec = replace(single, lang=lang, label=labels.get(lang, name))
        yield from EACH[entry["for_each"]](spec, gazetteer) if "for_each" in entry else [spec]


def _each_district(spec: ReportSpec, gazetteer: Gazetteer) -> Iterator[ReportSpec]:
    """Give a report that stands for all districts to each of them, by its id."""
    group = (spec.name, spec.label)
    for row in gazetteer.rows:
        key, city = row["id"], gazetteer.of.get(row["id"])
        own, label = {**spec.parameters, "district": key}, row.get(f"name_{spec.lang}") or key
        yield replace(spec, name=key, parameters=own, label=label, group=group, city=city.slug if city else "")


def _each_city(spec: ReportSpec, gazetteer: Gazetteer) -> Iterator[ReportSpec]:
    """Give a report that stands for all cities to each of them, be it of one district, as `<city>-<its own name>`."""
    group = (spec.name, spec.label)
    for city in gazetteer.cities.values():
        own, label = {**spec.parameters, "districts": list(city.districts)}, city.names.get(spec.lang) or city.slug
        name = f"{city.slug}-{spec.name}"
        yield replace(spec, name=name, parameters=own, label=label, group=group, city=city.slug)


EACH: Mapping[str, Callable[[ReportSpec, Gazetteer], Iterator[ReportSpec]]] = {
    "districts": _each_district,
    "cities": _each_city,
}
"""What `for_each` may say: which reports an entry stands for."""
