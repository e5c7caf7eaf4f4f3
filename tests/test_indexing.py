"""The search of a large site lies in parts of a few cities, of which those are kept that say what they said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from browsing import served
from conftest import ROOT
from playwright.sync_api import Browser, Page

from districtbrief import indexing
from districtbrief.audited import Audited
from districtbrief.indexing import index_site
from districtbrief.renderers import search
from districtbrief.renderers.finished import FinishedPage, Section
from districtbrief.specs import ReportSpec

TAGS = {"zh": "zh-Hans", "en": "en-GB"}
CITIES = {"north": ("alder", "birch"), "south": ("cedar", "rowan"), "west": ("maple",)}
GROUP = ("profiles", "Districts")
PAGE = """<html lang="{tag}"><a class="search" data-root="./" data-found="found {{count}}" data-none="none">search</a>
<div id="search"></div><script src="search.js"></script>"""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let five pages be many, and a part be one city."""
    monkeypatch.setattr(indexing, "SECTIONED", 5)
    monkeypatch.setattr(indexing, "PART", 1)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which indexes are made, by their folders' names."""
    noted: list[str] = []
    proper = search.index_pages

    def index_and_note(folder: Path, *pages: object, **how: object) -> object:
        noted.append(folder.name)
        return proper(folder, *pages, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "index_pages", index_and_note)
    return noted


def specs_of(cities: Mapping[str, Sequence[str]]) -> list[ReportSpec]:
    """List a report on each district in both languages, and a home page."""
    homes = [ReportSpec("index", "home", lang, "", tuple(TAGS), {}) for lang in TAGS]
    return homes + [
        ReportSpec(name, "profile", lang, "", tuple(TAGS), {"district": name}, group=GROUP, city=city)
        for city, names in cities.items()
        for name in names
        for lang in TAGS
    ]


def audit_all(root: Path, specs: Sequence[ReportSpec], **told: str) -> None:
    """Keep of each report what its audit would; a page says its name and its tree, and what is ``told`` of it."""
    for name in {spec.name for spec in specs}:
        text = f"{name} grows here. {told.get(name, '二七区')}"
        pages = [
            FinishedPage(f"reports/{lang}/{name}.html", tag, name, "", "", "", (Section("", "", f"{text} {lang}"),))
            for lang, tag in TAGS.items()
        ]
        path = Audited(root, pages_of(root)).path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"pages": [asdict(page) for page in pages]}), encoding="utf-8")


def pages_of(root: Path) -> Path:
    """Say where the pages would be."""
    return root / "build" / "pages" / "embedded"


def index(root: Path, specs: Sequence[ReportSpec], site: str = "site") -> dict[str, bytes]:
    """Index a site, and read all that was written."""
    index_site(root, pages_of(root), root / site, specs)
    folder = root / site / search.FOLDER
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_of_few_pages_there_is_one_index(tmp_path: Path, made: list[str]) -> None:
    """And a list that names no others."""
    specs = specs_of({"north": ("alder",)})
    audit_all(tmp_path, specs)
    assert json.loads(index(tmp_path, specs)["parts.json"]) == {}
    assert made == [search.FOLDER]


def test_each_part_holds_whole_cities_and_the_outer_index_the_rest(tmp_path: Path) -> None:
    """Every page is a record of one of them, in its language."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    found = index(tmp_path, specs)
    counts = {
        name: [told["page_count"] for _, told in sorted(json.loads(content)["languages"].items())]
        for name, content in found.items()
        if name.endswith("entry.json")
    }
    outer, *parts = ("pagefind-entry.json", *(f"{number}/pagefind-entry.json" for number in ("001", "002", "003")))
    assert counts == {outer: [1, 1], parts[0]: [2, 2], parts[1]: [2, 2], parts[2]: [1, 1]}
    assert json.loads(found["parts.json"]) == {"en-gb": ["001", "002", "003"], "zh-hans": ["001", "002", "003"]}


def test_a_language_that_a_part_lacks_is_not_looked_for_there(tmp_path: Path) -> None:
    """It would answer with pages of another one."""
    specs = [spec for spec in specs_of(CITIES) if spec.lang == "zh" or spec.city != "south"]
    audit_all(tmp_path, specs)
    path = Audited(tmp_path, pages_of(tmp_path)).path
    for name in CITIES["south"]:
        told = json.loads(path(name).read_bytes())
        path(name).write_text(json.dumps({"pages": [page for page in told["pages"] if page["lang"] == "zh-Hans"]}))
    listed = json.loads(index(tmp_path, specs)["parts.json"])
    assert listed == {"en-gb": ["001", "003"], "zh-hans": ["001", "002", "003"]}


def test_a_changed_page_has_its_own_part_made_anew(tmp_path: Path, made: list[str]) -> None:
    """With the outer index, and to the same bytes as if nothing had been there."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    before = index(tmp_path, specs)
    assert made == [search.FOLDER, "001", "002", "003"]

    made.clear()
    audit_all(tmp_path, specs, cedar="walnut")
    changed = index(tmp_path, specs)
    assert made == [search.FOLDER, "002"]
    assert {name.split("/")[0] for name in changed if changed[name] != before.get(name)} == {"002"}

    (tmp_path / "build" / "search").rename(tmp_path / "elsewhere")
    assert index(tmp_path, specs, "other") == changed


def test_another_pagefind_makes_all_anew(tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes differs from one version to the next."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index(tmp_path, specs)
    made.clear()
    monkeypatch.setattr(indexing.metadata, "version", lambda _: "0")
    index(tmp_path, specs)
    assert made == [search.FOLDER, "001", "002", "003"]


def test_a_part_that_was_not_finished_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts from when it is whole."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    whole = index(tmp_path, specs)
    audit_all(tmp_path, specs, cedar="walnut")
    proper = search.index_pages

    def die_half_way(folder: Path, *pages: object, **how: object) -> object:
        written = proper(folder, *pages, **how)  # type: ignore[arg-type]
        if folder.name == "002":
            written[0].unlink()
            raise KeyboardInterrupt
        return written

    with monkeypatch.context() as dying:
        dying.setattr(search, "index_pages", die_half_way)
        with pytest.raises(KeyboardInterrupt):
            index(tmp_path, specs)
    audit_all(tmp_path, specs)
    assert index(tmp_path, specs) == whole


def test_what_is_no_part_any_more_is_not_kept(tmp_path: Path) -> None:
    """Neither its index nor what it was made of."""
    for cities in (CITIES, {"north": CITIES["north"], "west": CITIES["west"]}):
        audit_all(tmp_path, specs_of(cities))
        index(tmp_path, specs_of(cities))
    kept = sorted(path.name for path in (tmp_path / "build" / "search" / "embedded").iterdir())
    assert kept == ["001", "001.made-of", "002", "002.made-of"]


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_asks_every_part_in_the_language_of_its_page(tmp_path: Path, chromium: Browser) -> None:
    """What stands in the outer index, in a part, in several; of the other language nothing."""
    specs, site = specs_of(CITIES), tmp_path / "site"
    audit_all(tmp_path, specs, cedar="walnut", maple="walnut", index="walnut")
    index(tmp_path, specs)
    (site / "search.js").write_bytes((ROOT / "assets" / "search.js").read_bytes())
    for lang, tag in TAGS.items():
        (site / f"{lang}.html").write_text(PAGE.format(tag=tag), encoding="utf-8")
    with served(site) as address, chromium.new_context() as context:
        page = context.new_page()
        for lang in TAGS:
            at = f"{address}/{lang}.html"
            assert search_for(page, at, "walnut") == {f"{lang}/{name}" for name in ("cedar", "maple", "index")}
            assert search_for(page, at, "七区") == {f"{lang}/{name}" for name in ("alder", "birch", "rowan")}
            assert search_for(page, at, "birch") == {f"{lang}/birch"}
            assert search_for(page, at, "oak") == set()


def search_for(page: Page, address: str, query: str) -> set[str]:
    """Search, and give the pages that are found."""
    page.goto(f"{address}?q={query}")
    page.wait_for_function("() => /found|none/.test(document.querySelector('.told').textContent)")
    found = [str(link.get_attribute("href")) for link in page.locator(".hits a").all()]
    return {target.partition("/reports/")[2].removesuffix(".html") for target in found}
