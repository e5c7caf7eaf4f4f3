"""What is wrong with `reports.yml` by itself: its keys, its names, and the types of what stands there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from districtbrief.description import leaves
from districtbrief.faults import Fault, FaultError, nearest
from districtbrief.wording import languages
from districtbrief.written import hidden_fault

PLACE = "reports.yml"
KEYS = ("date", "languages", "reports")
REPORT_KEYS = ("notebook", "for_each", "parameters", "label", "formats")
FORMATS = ("html", "pdf")
HOME = "index"
"""The report that is the home page of its language; every site has it."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = LONGEST_LABEL = 80
GIVEN_BY = {"districts": "district", "cities": "districts"}
"""Which parameter each kind of `for_each` gives."""


class _Plain(yaml.SafeLoader):
    """Reads YAML in which nothing refers to another place, and no key stands twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - PyYAML's
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1  # type: ignore[union-attr]
            raise FaultError([Fault.of("reports.alias", PLACE, line=line, anchor=event.anchor)])
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise FaultError([Fault.of("reports.key-twice", PLACE, line=key.start_mark.line + 1, key=key.value)])
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_written(root: Path) -> dict[str, Any]:
    """Read `reports.yml` as it is written.

    Raises:
        FaultError: it is missing, no YAML, or no table.
    """
    path = root / PLACE
    if leaves(root, path):
        raise FaultError([Fault.of("reports.outside", PLACE, path=path.resolve())])
    try:
        written = yaml.load(path.read_text(encoding="utf-8-sig"), _Plain)  # noqa: S506 - it is a SafeLoader
    except FileNotFoundError:
        raise FaultError([Fault.of("reports.missing", PLACE)]) from None
    except (yaml.YAMLError, OSError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise FaultError([Fault.of("reports.no-yaml", PLACE, error=" ".join(str(error).split()))]) from None
    if isinstance(written, dict):
        return written
    raise FaultError([Fault.of("reports.no-table", PLACE, keys=", ".join(KEYS))])


def table_faults(written: Mapping[Any, Any]) -> Iterator[Fault]:
    """Say what is wrong with all but the reports."""
    for key in written:
        if key not in KEYS:
            yield Fault.of("reports.unknown-key", PLACE, key=key, nearest=nearest(key, KEYS))
    for key in KEYS:
        if not written.get(key):
            yield Fault.of("reports.missing-key", PLACE, key=key)
    if written.get("date") and day_of(written) is None:
        yield Fault.of("reports.no-day", PLACE, date=written["date"])
    asked = written.get("languages") or []
    if not isinstance(asked, list):
        yield Fault.of("reports.no-list", PLACE, key="languages", value=asked, write="write [zh, en]")
        return
    for number, lang in enumerate(asked):
        if lang not in languages():
            yield Fault.of("reports.unknown-language", PLACE, lang=lang, nearest=nearest(lang, languages()))
        elif lang in asked[:number]:
            yield Fault.of("reports.language-twice", PLACE, lang=lang)


def day_of(written: Mapping[Any, Any]) -> date | None:
    """Give the day that all reports bear, or none where no day is written."""
    day = written.get("date")
    return day if isinstance(day, date) and not isinstance(day, datetime) else None


def langs_of(written: Mapping[Any, Any]) -> tuple[str, ...]:
    """Give the languages asked for that there are, each once."""
    asked = written.get("languages")
    known = languages()
    return tuple(dict.fromkeys(lang for lang in asked if lang in known)) if isinstance(asked, list) else ()


def reports_of(written: Mapping[Any, Any]) -> tuple[dict[str, Mapping[str, Any]], list[Fault]]:
    """Give each report that is a table, by its name, and what is wrong with the others; an empty one is one too."""
    reports = written.get("reports") or {}
    if not isinstance(reports, dict):
        write = f"write {HOME}: {{notebook: home, formats: [html]}} and so on"
        return {}, [Fault.of("reports.no-entries", PLACE, value=reports, write=write)]
    entries = {name: entry or {} for name, entry in reports.items() if isinstance(entry or {}, dict)}
    faults = [
        Fault.of("reports.no-entry", f"{PLACE} report {name}", value=entry)
        for name, entry in reports.items()
        if name not in entries
    ]
    if reports and HOME not in reports:
        faults.append(Fault.of("reports.no-home", PLACE, home=HOME))
    return entries, faults


def entry_faults(
    name: object, entry: Mapping[str, Any], notebooks: Sequence[str], langs: Sequence[str], each: Collection[str]
) -> Iterator[Fault]:
    """Say what is wrong with one report, given the notebooks that there are, and what `for_each` may say."""
    place = f"{PLACE} report {name}"
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield Fault.of("reports.no-name", place)
    for key in entry:
        if key not in REPORT_KEYS:
            yield Fault.of("reports.unknown-key", place, key=key, nearest=nearest(key, REPORT_KEYS))
    notebook, asked = entry.get("notebook"), entry.get("for_each")
    if notebook not in notebooks:
        yield Fault.of("reports.unknown-notebook", place, notebook=notebook, nearest=nearest(notebook, notebooks))
    if "for_each" in entry and asked not in list(each):
        yield Fault.of("reports.unknown-each", place, each=asked, nearest=nearest(asked, each))
    if entry.get("formats", ["html"]) not in (["html"], list(FORMATS)):
        yield Fault.of("reports.unknown-formats", place, formats=entry["formats"])
    yield from _of_label(place, entry.get("label"), langs)
    yield from _of_parameters(place, entry.get("parameters"), asked)


def _of_label(place: str, label: object, langs: Sequence[str]) -> Iterator[Fault]:
    if label is None:
        return
    texts = [label.get(lang) for lang in langs] if isinstance(label, dict) else [None]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        yield Fault.of("reports.no-label", place, label=label, langs=", ".join(langs))
        return
    for text in map(str, texts):
        if len(text) > LONGEST_LABEL:
            yield Fault.of("reports.label-too-long", place, length=len(text), limit=LONGEST_LABEL)
        if hidden := hidden_fault(f"{place}, label", text):
            yield hidden


def _of_parameters(place: str, given: object, each: object) -> Iterator[Fault]:
    if given is None:
        return
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        yield Fault.of("reports.no-parameters", place, value=given)
        return
    by = {"lang": "languages"}
    if isinstance(each, str) and each in GIVEN_BY:
        by[GIVEN_BY[each]] = "for_each"
    for key in by.keys() & given.keys():
        yield Fault.of("reports.given-elsewhere", f"{place}, parameter {key}", by=by[key])
