"""Figures as an article might report them: the real indicators, near the real values, printed as newspapers print."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from random import Random

from districtbrief.csvtables import read_table
from districtbrief.numerals import plain, read_printed

FEWEST, MOST = 25, 65
SPREAD = math.log(4)
"""How far from a real value an invented one may lie: to a quarter, or fourfold."""
EVERYWHERE, COMMON, RARE = 8.0, 2.0, 0.3
SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4), "": Decimal(1)}
HAN = "一两三四五六七八九十"
ABOUT = 0.01
"""How many figures are printed with 约, which the real articles happen to lack."""
SPLIT = (
    "dead-end-roads",
    "compounds",
    "parking-spaces",
    "schools-built",
    "school-places",
    "markets",
    "lifts-installed",
)
"""Of which an article may tell what is done beside what is not."""
FOLLOWS = {"roadworks-length": "roadworks", "grid-road-length": "grid-roads", "compound-area": "compounds"}
"""What is measured has the status of what it is measured of."""
HOMES = ("damaged-homes", "homes-repaired", "homes-rebuilt")
PROJECTS = ("key-projects", "major-projects", "key-project-investment", "major-project-investment")


@dataclass(frozen=True)
class Kind:
    """An indicator as the real articles report it; ``weight`` says how many districts report it."""

    id: str
    theme: str
    unit: str
    labels: Mapping[str, str]
    values: tuple[Decimal, ...]
    measures: tuple[str, ...]
    statuses: tuple[str, ...]
    qualifiers: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Figure:
    """One number that an article is to report."""

    kind: Kind
    status: str
    value: Decimal
    qualifier: str
    printed: str
    alone: bool = True

    @property
    def name(self) -> str:
        """What follows the district in its id."""
        return self.kind.id if self.alone else f"{self.kind.id}-{self.status}"


def read_kinds(data: Path) -> list[Kind]:
    """Read what the real articles report, in the order of `indicators.csv`."""
    tables = [read_table(path) for path in sorted((data / "observations").glob("*.csv"))]
    rows = [row for table in tables for row in table]
    reporting = Counter(name for table in tables for name in {row["indicator"] for row in table})
    qualifiers = tuple(row["qualifier"] for row in rows)
    found = []
    for number, item in enumerate(read_table(data / "indicators.csv")):
        own = [row for row in rows if row["indicator"] == item["id"]]
        rarity = COMMON * (RARE / COMMON) ** (number * 7 % 13 / 12)
        found.append(
            Kind(
                id=item["id"],
                theme=item["theme"],
                unit=item["unit"],
                labels={lang: item[f"label_{lang}"] for lang in ("zh", "en")},
                values=tuple(Decimal(row["value"]) for row in own),
                measures=tuple(read_printed(row["as_printed"]).measure for row in own),
                statuses=tuple(row["status"] for row in own),
                qualifiers=qualifiers,
                weight=EVERYWHERE if reporting[item["id"]] > 1 else rarity,
            )
        )
    return found


def draw(kinds: Sequence[Kind], rng: Random) -> list[Figure]:
    """Draw the figures of one article, in the order of the indicators; what belongs together adds up."""
    count = rng.randint(FEWEST, MOST)
    split = set(rng.sample(SPLIT, rng.choices((0, 1, 2, 3), (1, 5, 4, 2))[0]))
    chosen = _chosen(kinds, count - len(split), split, rng)
    statuses = {kind.id: _statuses(kind, split, rng) for kind in chosen}
    statuses |= {name: statuses[first] for name, first in FOLLOWS.items() if name in statuses and first in statuses}
    figures = [
        replace(_figure(kind, status, rng), alone=len(statuses[kind.id]) == 1)
        for kind in chosen
        for status in statuses[kind.id]
    ]
    return _agreeing(figures, rng)


def _chosen(kinds: Sequence[Kind], count: int, split: set[str], rng: Random) -> list[Kind]:
    # the averages of compounds done and planned are told together, so their areas must be there
    wanted = split | ({"compound-area"} if "compounds" in split else set())
    keyed = {kind.id: 2.0 if kind.id in wanted else rng.random() ** (1 / kind.weight) for kind in kinds}
    least = sorted(keyed.values(), reverse=True)[min(count, len(keyed)) - 1]
    return [kind for kind in kinds if keyed[kind.id] >= least]


def _statuses(kind: Kind, split: set[str], rng: Random) -> tuple[str, ...]:
    if kind.id not in split:
        return (rng.choice(kind.statuses),)
    return ("achieved", "planned" if kind.id == "compounds" or rng.random() < 2 / 3 else "ongoing")


def _figure(kind: Kind, status: str, rng: Random) -> Figure:
    place = rng.randrange(len(kind.values))
    qualifier = "about" if rng.random() < ABOUT else rng.choice(kind.qualifiers)
    if kind.id in HOMES + PROJECTS or kind.unit == "percent":
        qualifier = "exact"
    value = _share(kind, rng) if kind.unit == "percent" else _near(kind.values[place], rng)
    return _print(kind, status, value, (qualifier, kind.measures[place]), rng)


def _share(kind: Kind, rng: Random) -> Decimal:
    real = float(kind.values[0])
    low, high = (0.8 * real, 100.0) if real <= 100 else (80.0, 120.0)  # noqa: PLR2004 - per cent
    return round(Decimal(rng.uniform(low, high)), rng.randint(0, 2))


def _near(real: Decimal, rng: Random) -> Decimal:
    return max(Decimal(1), real * Decimal(math.exp(rng.uniform(-SPREAD, SPREAD))))


def _print(kind: Kind, status: str, value: Decimal, manner: tuple[str, str], rng: Random) -> Figure:
    qualifier, measure = manner
    scale = next(word for word, size in SCALES.items() if value >= size)
    number = value / SCALES[scale]
    if qualifier != "exact" and number >= 10:  # noqa: PLR2004 - 余 follows a round number
        return _rough(kind, status, (number, scale, qualifier, measure), rng)
    if qualifier != "exact" and scale and kind.unit != "km":
        return _rough(kind, status, (number, scale, qualifier, measure), rng)
    number = _rounded(kind, number, scale, rng)
    digits = plain(number)
    if not scale and number <= len(HAN) and kind.unit == "count" and rng.random() < 1 / 4:
        digits = HAN[int(number) - 1]
    return Figure(kind, status, number * SCALES[scale], "exact", f"{digits}{scale}{measure}")


def _rounded(kind: Kind, number: Decimal, scale: str, rng: Random) -> Decimal:
    """Round an exact number: 1855.19万, 433.7亿, 107.2, 99.36 and 639."""
    places = {"亿": rng.randint(0, 1), "万": rng.randint(0, 2), "": 0}[scale]
    if kind.unit == "percent":
        return number
    return round(number, rng.randint(0, 1) if kind.unit == "km" else places).normalize()


def _rough(kind: Kind, status: str, told: tuple[Decimal, str, str, str], rng: Random) -> Figure:
    """Print a floor, a ceiling or an estimate: 122余万件, 8万余人次, 近20公里, 约60个."""
    number, scale, qualifier, measure = told
    size = Decimal(1).scaleb(max(number.adjusted() - 1, min(number.adjusted(), 1)))
    number = (number / size).to_integral_value(ROUND_FLOOR) * size
    digits, value = plain(number), number * SCALES[scale]
    if qualifier == "at_least":
        word = rng.choice("余余多")
        tens = {"10": "十", "100": "百"}.get(digits, digits) if not scale and rng.random() < 1 / 2 else digits
        printed = f"{tens}{word}{scale}" if number >= 10 else f"{digits}{scale}{word}"  # noqa: PLR2004
    else:
        printed = f"{'近' if qualifier == 'nearly' else '约'}{digits}{scale}"
    return Figure(kind, status, value, qualifier, f"{printed}{measure}")


def _agreeing(figures: Sequence[Figure], rng: Random) -> list[Figure]:
    """Let the homes add up, and key projects cost more than major ones: the reports' prose claims both."""
    known = {figure.kind.id: figure for figure in figures if figure.alone}
    changed = dict(_changes(known, rng))
    return [changed.get(figure.kind.id, figure) for figure in figures]


def _changes(known: Mapping[str, Figure], rng: Random) -> Iterator[tuple[str, Figure]]:
    if all(name in known for name in HOMES):
        damaged, repaired, rebuilt = (known[name] for name in HOMES)
        yield "damaged-homes", _anew(damaged, repaired.value + rebuilt.value)
    if all(name in known for name in PROJECTS):
        key, major = (known[name] for name in PROJECTS[2:])
        if key.value <= major.value:
            yield "key-project-investment", _anew(key, major.value * round(Decimal(rng.uniform(1.1, 1.6)), 1))


def _anew(figure: Figure, value: Decimal) -> Figure:
    """Print a figure with another value, to the last digit."""
    scale = "亿" if figure.kind.unit == "yuan" else ""
    printed = f"{plain(value / SCALES[scale])}{scale}{figure.kind.measures[0]}"
    return replace(figure, value=value, printed=printed)
