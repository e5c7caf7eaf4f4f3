"""What a report is about, and how it is therefore called: title, subtitle and description, which rest on no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from districtbrief.cities import read_gazetteer
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage, load
from districtbrief.drawing import ABREAST
from districtbrief.narrative import Narrative
from districtbrief.parameters import is_about_districts
from districtbrief.templates import open_template, render_block
from districtbrief.wording import escape, locale

TITLES = ("title", "subtitle", "description")

NOTHING = DataPackage(
    districts={},
    ranks={},
    themes={},
    units={},
    indicators={},
    observations={},
    denominators={},
    formulas=(),
    sources={},
)
"""What a page rests on that is about no district: nothing that another district or figure would change."""


def package_of(root: Path, parameters: Mapping[str, Any], *, opened: Sequence[str] | None = None) -> DataPackage:
    """Load what a notebook with these parameters is about: nothing where it takes no districts.

    Args:
        root: the project.
        parameters: the notebook's, checked.
        opened: the districts whose observations are read; all that it is about where none are given.

    Raises:
        FaultError: a row cannot be read.
    """
    if not is_about_districts(parameters):
        return NOTHING
    districts = [parameters["district"]] if "district" in parameters else parameters["districts"]
    return load(root, districts, parameters.get("themes", []), opened=opened)


def names_of(root: Path, voice: Narrative) -> dict[str, Any]:
    """Give what all prose may name: ``everyone``, the ``year``, the ``districts``, and whether they are ``crowded``."""
    package = voice.table.package
    districts = list(package.districts)
    year = min((source.published[:4] for source in package.sources.values()), default="")
    crowded = len(districts) > ABREAST
    return {"everyone": _everyone(root, voice), "year": year, "districts": districts, "crowded": crowded}


def _everyone(root: Path, voice: Narrative) -> str:
    """Name the districts; where they are too many to stand abreast, their city."""
    districts = voice.table.package.districts
    if len(districts) <= ABREAST:
        return voice.names(districts)
    city, words = read_gazetteer(root).city_of(districts), voice.locale
    return escape(city.names.get(words.lang, "")) if city else str(words["city"]["everyone"])


def titles(root: Path, notebook: str, parameters: Mapping[str, object]) -> dict[str, str]:
    """Word title, subtitle and description of a report, for which no observation is read.

    Args:
        root: the project.
        notebook: the notebook's name, which is also its prose's.
        parameters: the notebook's, checked.

    Raises:
        FaultError: the prose lacks one of them, or one asks for more than ``everyone``, ``year``, ``districts`` and
            whether they are ``crowded``.
    """
    lang, package = str(parameters["lang"]), package_of(root, parameters, opened=())
    names = names_of(root, Narrative(ComparisonTable(package, (), {}), locale(lang)))
    prose = open_template(root / "notebooks" / "text", notebook, lang)
    told = {block: render_block(prose, block, **names) for block in TITLES}
    return told | {"title": told["title"][:1].upper() + told["title"][1:]}
