"""Where a reader can go from a page: the menu, the other languages, the page before and the page after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from districtbrief.reportfaults import HOME
from districtbrief.specs import ReportSpec
from districtbrief.wording import locale

SEARCH: Final = "search"
"""The report that holds the search; like the home page it stands apart in the menu."""

CITIES, DISTRICTS = "sec-cities", "sec-districts"
"""Where a home page lists the cities, and a city's page its districts."""

Way = dict[str, object]
Link = Mapping[str, str]
_MAPS: dict[str, tuple[Sequence[ReportSpec], Map]] = {}


def way_of(spec: ReportSpec, specs: Sequence[ReportSpec]) -> Way:
    """Say of a page where it leads: what the front matter calls ``navigation``.

    Its keys: ``here``, the page's own label; ``home``, ``search``, ``previous`` and ``next``, ``group``, each with
    ``text`` and ``href``, where there is such a page; ``entries`` of the menu, the page's own or its group's marked
    ``current``; ``languages``, each with ``lang`` too. Every ``href`` is relative to the page.

    Where a city has reports of its own, its menu and what comes before and after keep to it, with its districts.
    """
    return map_of(spec.lang, specs).way(spec)


def map_of(lang: str, specs: Sequence[ReportSpec]) -> Map:
    """Map the pages of a language; asked again with the same sequence, give the same map, which nobody may change."""
    if lang not in _MAPS or _MAPS[lang][0] is not specs:
        _MAPS[lang] = specs, Map(spec for spec in specs if spec.lang == lang)
    return _MAPS[lang][1]


class Map:
    """The pages of one language, each in its room: that of its city, where the city has reports, or the common one.

    Attributes:
        known: every page by its name.
        cities: the page of each city by its slug: the first of its reports.
        rooms: the pages of each room, without home and search, in the order of `reports.yml`.
    """

    def __init__(self, specs: Iterable[ReportSpec]) -> None:
        """Put every page in its room, in the order of `reports.yml`."""
        self.known = {spec.name: spec for spec in specs}
        walk = [spec for spec in self.known.values() if spec.name not in (HOME, SEARCH)]
        self.cities = {spec.city: spec for spec in reversed(walk) if spec.of_city}
        self._keys = list(dict.fromkeys(map(_key, walk)))
        self._first = {(self._room(spec), _key(spec)): spec for spec in reversed(walk)}
        self.rooms: dict[str, list[ReportSpec]] = {}
        for spec in walk:
            self.rooms.setdefault(self._room(spec), []).append(spec)
        self._beside: dict[str, tuple[ReportSpec | None, ReportSpec | None]] = {}
        for room in self.rooms.values():
            beside = zip([None, *room], [*room[1:], None], strict=False)
            self._beside |= {spec.name: pair for spec, pair in zip(room, beside, strict=True)}

    def way(self, spec: ReportSpec) -> Way:
        """Say where a page leads."""
        before, after = self._beside.get(spec.name, (None, None))
        menu = self._menu(self._room(spec))
        told = {
            "home": _link(self.known[HOME]) if spec.name != HOME else None,
            "here": spec.label if spec == self.cities.get(spec.city) else _label(spec),
            "group": self._above(spec),
            "entries": [{**link, "current": True} if key == _key(spec) else link for key, link in menu],
            "search": _link(self.known.get(SEARCH)),
            "languages": list(_languages(spec)),
            "previous": _link(before),
            "next": _link(after),
        }
        return {key: value for key, value in told.items() if value}

    def _room(self, spec: ReportSpec) -> str:
        return spec.city if spec.group and spec.city in self.cities else ""

    def _above(self, spec: ReportSpec) -> Link | None:
        """Lead from one of many to what lists it: from a city's page to the cities, from all else of it to its page."""
        city = self.cities.get(self._room(spec))
        if city is None:
            return _entry(spec) if spec.group else None
        return _every_city(spec.lang) if city == spec else {"text": city.label, "href": f"{city.name}.html"}

    def _menu(self, room: str) -> Iterator[tuple[str, Link]]:
        """Lead to what stands alone and to a city's own; from outside of cities, to all of these at once."""
        outside = True
        for key in self._keys:
            own, common = (self._first.get((place, key)) for place in (room, ""))
            if own and room:
                href = f"{own.name}.html" if own.of_city else f"{self.cities[room].name}.html#{DISTRICTS}"
                yield key, {"text": _group_label(own), "href": href}
            elif common:
                yield key, _entry(common)
            elif outside and not room:
                outside = False
                yield key, _every_city(next(iter(self.cities.values())).lang)


def _link(spec: ReportSpec | None) -> Link | None:
    return {"text": _label(spec), "href": f"{spec.name}.html"} if spec else None


def _label(spec: ReportSpec) -> str:
    """Call a page what tells it from those beside it: a report of a city by its kind."""
    return _group_label(spec) if spec.of_city else spec.label


def _group_label(spec: ReportSpec) -> str:
    return spec.group[1] if spec.group else spec.label


def _entry(spec: ReportSpec) -> Link:
    """Lead to a report, or for one of many to where the home page lists them all."""
    key, label = spec.group or (spec.name, spec.label)
    return {"text": label, "href": f"{HOME}.html#sec-{key}" if spec.group else f"{key}.html"}


def _every_city(lang: str) -> Link:
    """Lead to where the home page lists the cities."""
    return {"text": locale(lang)["city"]["all"], "href": f"{HOME}.html#{CITIES}"}


def _key(spec: ReportSpec) -> str:
    return spec.group[0] if spec.group else spec.name


def _languages(spec: ReportSpec) -> Iterator[Mapping[str, object]]:
    for lang in spec.languages:
        words = locale(lang)
        link = {"text": words["name"], "lang": words["tag"], "href": f"../{lang}/{spec.name}.html"}
        yield {**link, "current": True} if lang == spec.lang else link
