"""Which reports are published: `reports.yml`, expanded to one entry for every report and language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from districtbrief.datapackage import read_table
from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.parameters import complete_parameters
from districtbrief.wording import languages

KEYS = ("date", "languages", "reports")
REPORT_KEYS = ("notebook", "for_each", "parameters", "label", "formats")
FORMATS = ("html", "pdf")
HOME = "index"
"""The report that is the home page of its language; every site has it."""


@dataclass(frozen=True)
class ReportSpec:
    """One report to publish: `reports/<lang>/<name>.ipynb`, made by a notebook with parameters.

    Attributes:
        label: its short name in its language, for menus and cards.
        printed: whether there is a PDF of it too.
        group: the key and the label of its entry in `reports.yml`, where that stands for a report each district.
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

    @property
    def path(self) -> str:
        """Where the executed notebook lies, from the project's root."""
        return f"reports/{self.lang}/{self.name}.ipynb"

    @property
    def pages(self) -> list[str]:
        """Where its HTML page lies in the site, and its PDF if it has one."""
        return [f"reports/{self.lang}/{self.name}.{end}" for end in (FORMATS if self.printed else FORMATS[:1])]


def read_specs(root: Path) -> list[ReportSpec]:
    """Read `reports.yml`: one entry for every report and language.

    Raises:
        FaultError: a key, notebook, language or parameter is unknown, or two reports have one name.
    """
    written = _read(root / "reports.yml")
    refuse(_spec_faults(root, written))
    langs = tuple(written["languages"])
    specs = [spec for key, entry in written["reports"].items() for spec in _expand(root, key, entry, written, langs)]
    names = [spec.path for spec in specs]
    refuse(_prose_faults(root, specs))
    refuse(dict.fromkeys(fault for spec in specs for fault in _parameter_faults(root, spec)))
    refuse(
        Fault("reports.yml", f"two reports are called {name}", "rename one")
        for name in set(names)
        if names.count(name) > 1
    )
    return specs


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
    if entry.get("for_each", "districts") != "districts":
        yield Fault(place, f"for_each {entry['for_each']!r} is unknown", "did you mean districts?")
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
    root: Path, name: str, entry: Mapping[str, Any], written: Mapping[str, Any], langs: tuple[str, ...]
) -> Iterator[ReportSpec]:
    given, labels = dict(entry.get("parameters") or {}), entry.get("label", {})
    single = ReportSpec(name, entry["notebook"], "", written["date"].isoformat(), langs, given)
    single = replace(single, printed="pdf" in entry.get("formats", FORMATS))
    for lang in langs:
        spec = replace(single, lang=lang, label=labels.get(lang, name))
        yield from _each(root, spec) if "for_each" in entry else [spec]


def _each(root: Path, spec: ReportSpec) -> Iterator[ReportSpec]:
    """Give a report that stands for all districts to each of them, by its name."""
    for row in read_table(root / "data" / "districts.csv"):
        own = {**spec.parameters, "district": row["id"]}
        group = (spec.name, spec.label)
        yield replace(
            spec, name=row["id"], parameters=own, label=row.get(f"name_{spec.lang}") or row["id"], group=group
        )
