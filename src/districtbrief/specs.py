"""Which reports are published: `reports.yml`, expanded to one entry for every report and language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from districtbrief.cities import Gazetteer, city_faults, read_gazetteer
from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.kept import kept
from districtbrief.parameters import complete_parameters
from districtbrief.wording import languages

KEYS = ("date", "languages", "reports")
REPORT_KEYS = ("notebook", "for_each", "parameters", "label", "formats")
FORMATS = ("html", "pdf")
HOME = "index"
"""The report that is the home page of its language; every site has it."""


TIME_LIMIT = 600
"""Seconds that a cell of a notebook may take, where nothing else is said."""


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
    raise FaultError(
        [Fault(str(start), "no project lies here", "work in the folder that holds _quarto.yml, or below it")]
    )


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
    written = _read(root / "reports.yml")
    refuse(_spec_faults(root, written))
    gazetteer = read_gazetteer(root)
    if any((entry or {}).get("for_each") == "cities" for entry in written["reports"].values()):
        refuse(city_faults(gazetteer))
    entries = [list(_expand(key, entry, written, gazetteer)) for key, entry in written["reports"].items()]
    specs = [spec for members in entries for spec in members]
    refuse(_prose_faults(root, specs))
    refuse(
        dict.fromkeys(
            fault for members in entries for spec in _samples(members) for fault in _parameter_faults(root, spec)
        )
    )
    names = Counter(spec.path for spec in specs)
    refuse(
        Fault("reports.yml", f"two reports are called {name}", "rename one")
        for name, count in names.items()
        if count > 1
    )
    return tuple(specs)


def _samples(members: Sequence[ReportSpec]) -> list[ReportSpec]:
    """Give one report a language of an entry: the others differ in ids that are taken from the data."""
    return list({spec.lang: spec for spec in reversed(members)}.values())


def _read(path: Path) -> dict[str, Any]:
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FaultError([Fault(path.name, "the file is missing", "put it back")]) from None
    except (yaml.YAMLError, UnicodeError) as error:
        told = " ".join(str(error).split())
        raise FaultError([Fault(path.name, f"it is no YAML ({told})", "mend it there")]) from None
    if isinstance(written, dict) and all(isinstance(entry, dict) for entry in _entries(written)):
        return written
    raise FaultError([Fault(path.name, "it is no table of reports", f"write the keys {', '.join(KEYS)}")])


def _entries(written: dict[str, Any]) -> list[object]:
    reports = written.get("reports") or {}
    return list(reports.values()) if isinstance(reports, dict) else [reports]


def _spec_faults(root: Path, written: Mapping[str, Any]) -> Iterator[Fault]:
    yield from (
        Fault("reports.yml", f"the key {key!r} is unknown", nearest(key, KEYS)) for key in written if key not in KEYS
    )
    yield from (Fault("reports.yml", f"the key {key!r} is missing", "write it") for key in KEYS if not written.get(key))
    if not isinstance(written.get("date"), date):
        yield Fault("reports.yml", f"the date {written.get('date')!r} is no day", "write it as 2026-11-21")
    asked = written.get("languages") or []
    langs = [lang for lang in asked if lang in languages()]
    for lang in asked:
        if lang not in langs:
            yield Fault("reports.yml", f"the language {lang!r} is unknown", nearest(lang, languages()))
    if written.get("reports") and HOME not in written["reports"]:
        yield Fault("reports.yml", "no report is the home page", f"write {HOME}: {{notebook: home, formats: [html]}}")
    known = sorted(path.stem for path in (root / "notebooks").glob("*.ipynb"))
    for name, entry in (written.get("reports") or {}).items():
        yield from _entry_faults(name, entry or {}, known, langs)


def _entry_faults(name: str, entry: Mapping[str, Any], known: Sequence[str], langs: Sequence[str]) -> Iterator[Fault]:
    place = f"reports.yml report {name}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(name)):
        yield Fault(place, "its name is no file name", "use lower-case letters, digits and single hyphens")
    for key in entry:
        if key not in REPORT_KEYS:
            yield Fault(place, f"the key {key!r} is unknown", nearest(key, REPORT_KEYS))
    if entry.get("notebook") not in known:
        yield Fault(place, f"the notebook {entry.get('notebook')!r} is unknown", nearest(entry.get("notebook"), known))
    if entry.get("for_each", "districts") not in EACH:
        yield Fault(place, f"for_each {entry['for_each']!r} is unknown", nearest(entry["for_each"], EACH))
    if entry.get("formats", ["html"]) not in (["html"], list(FORMATS)):
        yield Fault(place, f"the formats {entry['formats']!r} are none", "write [html] or [html, pdf]")
    label = entry.get("label", {})
    told = [label.get(lang) for lang in langs] if isinstance(label, dict) else [None]
    if label and not all(isinstance(text, str) and text for text in told):
        yield Fault(place, f"the label {label!r} lacks a language", f"name the report in each of {', '.join(langs)}")


def _prose_faults(root: Path, specs: list[ReportSpec]) -> Iterator[Fault]:
    for name in dict.fromkeys(f"notebooks/text/{spec.notebook}.{spec.lang}.md.j2" for spec in specs):
        if not (root / name).is_file():
            yield Fault(name, "the file is missing", "write the prose of this report")


def _parameter_faults(root: Path, spec: ReportSpec) -> list[Fault]:
    try:
        complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    except FaultError as error:
        said = f"reports.yml report {spec.name}, "
        return [replace(item, place=said + item.place) if _is_asked(item) else item for item in error.faults]
    return []


def _is_asked(fault: Fault) -> bool:
    return fault.place.startswith("parameter ")


def _expand(
    name: str, entry: Mapping[str, Any], written: Mapping[str, Any], gazetteer: Gazetteer
) -> Iterator[ReportSpec]:
    given, labels = dict(entry.get("parameters") or {}), entry.get("label", {})
    langs = tuple(written["languages"])
    single = ReportSpec(name, entry["notebook"], "", written["date"].isoformat(), langs, given)
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
