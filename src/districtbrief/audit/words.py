"""The words and patterns of each language, as the tables of the locales have them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel.dates import format_date

Words = Mapping[str, Any]


def read_words(lang: str) -> Words:
    """Read a language's tables of words and patterns; there is one for each that `languages` lists."""
    return _tables()[lang]


def languages() -> list[str]:
    """List the languages that have tables, by the short names of their files."""
    return sorted(_tables())


def day(iso: str, pattern: str, words: Words) -> str:
    """Write an ISO date in a pattern and a language; nothing where it is no day."""
    try:
        known = len(iso) == len("2021-12-24") and date.fromisoformat(iso)
    except ValueError:
        return ""
    return format_date(known, pattern, locale=words["babel"]) if known else ""


def plain(text: str) -> str:
    """Write a text without its spaces, which line ends and typesetting change."""
    return re.sub(r"\s+", "", text)


@cache
def _tables() -> Mapping[str, Words]:
    folder = resources.files("districtbrief") / "locales"
    files = [item for item in folder.iterdir() if item.name.endswith(".toml")]
    names = {item.name.removesuffix(".toml"): item for item in files}
    return {name: {"lang": name} | tomllib.loads(item.read_text(encoding="utf-8")) for name, item in names.items()}
