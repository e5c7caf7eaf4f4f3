"""Where a reader can go from a page: the menu, the other languages, the page before and the page after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from districtbrief.specs import HOME, ReportSpec
from districtbrief.wording import locale

SEARCH: Final = "search"
"""The report that holds the search; like the home page it stands apart in the menu."""

Way = dict[str, object]


def ways(specs: Sequence[ReportSpec]) -> dict[str, Way]:
    """Say for each page, by its path, where it leads: what the front matter calls ``navigation``.

    Its keys: ``here``, the page's own label; ``home``, ``search``, ``previous`` and ``next``, ``group``, each with
    ``text`` and ``href``, where there is such a page; ``entries`` of the menu, the page's own or its group's marked
    ``current``; ``languages``, each with ``lang`` too. Every ``href`` is relative to the page.
    """
    found: dict[str, Way] = {}
    for lang in dict.fromkeys(spec.lang for spec in specs):
        found |= _of_language([spec for spec in specs if spec.lang == lang])
    return found


def _of_language(specs: Sequence[ReportSpec]) -> Iterator[tuple[str, Way]]:
    known = {spec.name: spec for spec in specs}
    walk = [spec for spec in specs if spec.name not in (HOME, SEARCH)]
    beside = {spec.name: pair for spec, *pair in zip(walk, [None, *walk], [*walk[1:], None], strict=False)}
    menu = [(key, _entry(next(members))) for key, members in groupby(walk, key=_key)]
    for spec in specs:
        before, after = beside.get(spec.name, (None, None))
        told = {
            "home": _link(known[HOME]) if spec.name != HOME else None,
            "here": spec.label,
            "group": _entry(spec) if spec.group else None,
            "entries": [{**link, "current": True} if key == _key(spec) else link for key, link in menu],
            "search": _link(known.get(SEARCH)),
            "languages": list(_languages(spec)),
            "previous": _link(before),
            "next": _link(after),
        }
        yield spec.path, {key: value for key, value in told.items() if value}


def _link(spec: ReportSpec | None) -> Mapping[str, str] | None:
    return {"text": spec.label, "href": f"{spec.name}.html"} if spec else None


def _entry(spec: ReportSpec) -> Mapping[str, str]:
    """Lead to a report, or for one of many to where the home page lists them all."""
    key, label = spec.group or (spec.name, spec.label)
    return {"text": label, "href": f"{HOME}.html#sec-{key}" if spec.group else f"{key}.html"}


def _key(spec: ReportSpec) -> str:
    return spec.group[0] if spec.group else spec.name


def _languages(spec: ReportSpec) -> Iterator[Mapping[str, object]]:
    for lang in spec.languages:
        words = locale(lang)
        link = {"text": words["name"], "lang": words["tag"], "href": f"../{lang}/{spec.name}.html"}
        yield {**link, "current": True} if lang == spec.lang else link
