"""What somebody calls who works with the figures in a notebook or a script of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from districtbrief import datapackage, scanning, verification
from districtbrief.articles import Article, read_article
from districtbrief.comparison import Comparison, ComparisonTable, Side
from districtbrief.datapackage import DataPackage
from districtbrief.rows import Indicator, Observation
from districtbrief.scanning import Expression
from districtbrief.specs import find_root
from districtbrief.verification import Verification

if TYPE_CHECKING:
    from pandas import DataFrame

OBSERVATION = (
    *("id", "district", "theme", "indicator", "value", "qualifier", "unit", "measure", "status", "period"),
    *("as_printed", "paragraph", "position", "reviewed"),
)
SIDE = ("theme", "indicator", "district", "grade", "value", "qualifier", "unit", "rate", "ratio")
"""The columns that frames of observations and of comparisons have, besides labels and notes in each language."""


def load(districts: Sequence[str] = (), themes: Sequence[str] = (), *, root: Path | None = None) -> DataPackage:
    """Read the project's data for some districts and themes; an empty choice means all.

    Args:
        districts: ids of `data/districts.csv`.
        themes: ids of `data/themes.csv`.
        root: the project; the one that the current folder lies in, where none is given.

    Raises:
        FaultError: an unknown district or theme, a row that cannot be read, or no project.
    """
    return datapackage.load(_project(root), districts, themes)


def scan(text: Article | Path | str) -> list[Expression]:
    """List every numeric expression of a text in its order: what is printed, where, and what it says.

    Args:
        text: the text itself, whose non-blank lines are its paragraphs, or the path of its file.

    Raises:
        FaultError: the file cannot be read, or holds no text.
    """
    return scanning.scan(read_article(text) if isinstance(text, Path) else text)


def verify(*articles: Path | str, root: Path | None = None) -> Verification:
    """Hold the project's data against the articles that it was read from; `faults` has all that is wrong.

    Args:
        articles: text files, or folders of them.
        root: the project; the one that the current folder lies in, where none is given.

    Raises:
        FaultError: no article is given, or one of them or a table cannot be read.
    """
    return verification.verify(_project(root), [Path(article) for article in articles])


def to_frame(rows: DataPackage | ComparisonTable | Sequence[Expression]) -> DataFrame:
    """Make a pandas frame of figures, a row each, in their order.

    Args:
        rows: a data package, for its observations by their ids; a comparison table, for each district's side of each
            comparison; or what `scan` has found.

    Returns:
        The frame; its values are floats, as pandas reckons with them: exact ones are in the rows themselves.
    """
    if isinstance(rows, DataPackage):
        return _frame([_observation(row) for row in rows.observations.values()], OBSERVATION).set_index("id")
    if isinstance(rows, ComparisonTable):
        return _frame([_side(item, side) for item in rows.comparisons for side in item.sides], SIDE)
    read = [vars(row) | {"value": _number(row.value), "high": _number(row.high)} for row in rows]
    return _frame(read, [field.name for field in fields(Expression)])


def _observation(row: Observation) -> dict[str, object]:
    own = {name: getattr(row, name) for name in OBSERVATION if hasattr(row, name)}
    notes = {f"note_{lang}": text for lang, text in row.notes.items()}
    return own | _of_indicator(row.indicator) | {"value": _number(row.value), "unit": row.unit.id} | notes


def _side(comparison: Comparison, side: Side) -> dict[str, object]:
    told = {"district": side.district, "grade": comparison.grade, "value": _number(side.basis.value)}
    rate = _number(side.rate.value) if side.rate else None
    ratio = _number(comparison.ratio.value) if comparison.ratio else None
    also = {"qualifier": side.basis.qualifier, "unit": comparison.indicator.unit.id, "rate": rate, "ratio": ratio}
    return _of_indicator(comparison.indicator) | told | also


def _of_indicator(indicator: Indicator) -> dict[str, object]:
    labels = {f"label_{lang}": text for lang, text in indicator.labels.items()}
    return {"theme": indicator.theme, "indicator": indicator.id, **labels}


def _number(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)


def _frame(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> DataFrame:
    """Put the columns that every frame has first, also where there is no row."""
    from pandas import DataFrame  # noqa: PLC0415 - a second that only frames need

    more = [name for name in (rows[0] if rows else ()) if name not in columns]
    return DataFrame(rows, columns=[*columns, *more])


def _project(root: Path | None) -> Path:
    return find_root(Path.cwd()) if root is None else root
