"""The search of a large site lies in parts, which are made apart from it and asked all together."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from browsing import served
from conftest import ROOT
from copying import contents
from playwright.sync_api import Browser, Page

from districtbrief.audited import Audited, as_lines
from districtbrief.filing import write_whole
from districtbrief.indexing import index_part, index_site
from districtbrief.renderers import search
from districtbrief.renderers.finished import FinishedPage, Section
from districtbrief.resting import MEMBERS
from districtbrief.specs import ReportSpec

TAGS = {"zh": "zh-Hans", "en": "en-GB"}
CITIES = {"north": ("alder", "birch"), "south": ("cedar", "rowan"), "west": ("maple",)}
ENTRY = "pagefind-entry.json"
GROUP = ("profiles", "Districts")
PAGE = """<html lang="{tag}">
<a class="search" data-root="./" data-found="found {{count}}" data-none="none" data-away="away">search</a>
<div id="search"></div><script src="search.js"></script>"""


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
    """Keep of each report what its audit would; a page says its name, which is a tree's, and what is ``told`` of it."""
    for name in {spec.name for spec in specs}:
        text = f"{name} grows here. {told.get(name, '二七区')}"
        pages = [
            FinishedPage(f"reports/{lang}/{name}.html", tag, name, "", "", "", (Section("", "", f"{text} {lang}"),))
            for lang, tag in TAGS.items()
        ]
        path = Audited(root, pages_of(root)).path(name)
        kept = as_lines({}, pages)
        if not path.exists() or path.read_bytes() != kept:
            write_whole(path, kept)


def pages_of(root: Path) -> Path:
    """Say where the pages would be."""
    return root / "build" / "pages" / "embedded"


def index(root: Path, specs: Sequence[ReportSpec]) -> dict[str, bytes]:
    """Index a site, and read all that was written."""
    index_site(root, pages_of(root), root / "site", specs)
    return contents(root / "site" / search.FOLDER)


def index_parts(root: Path) -> None:
    """Index each city as a part."""
    for number, (_, names) in enumerate(CITIES.items(), start=1):
        index_part(root, pages_of(root), f"00{number}", names)


def test_without_parts_there_is_one_index(tmp_path: Path) -> None:
    """And a list that names no others."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    found = index(tmp_path, specs)
    assert json.loads(found["parts.json"]) == {}
    assert counts(found) == {ENTRY: [6, 6]}


def test_what_is_in_a_part_is_in_no_other_index(tmp_path: Path) -> None:
    """Every page is a record of one of them, in its language; what names a part's reports is not published."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    found = index(tmp_path, specs)
    parts = {
        f"{number}/pagefind-entry.json": sizes for number, sizes in (("001", [2, 2]), ("002", [2, 2]), ("003", [1, 1]))
    }
    assert counts(found) == {"pagefind-entry.json": [1, 1], **parts}
    assert json.loads(found["parts.json"]) == {"en-gb": ["001", "002", "003"], "zh-hans": ["001", "002", "003"]}
    assert not [name for name in found if name.endswith(MEMBERS)]


def counts(found: Mapping[str, bytes]) -> dict[str, list[int]]:
    """Count the records of each index, language by language."""
    entries = {name: json.loads(content) for name, content in found.items() if name.endswith("pagefind-entry.json")}
    return {
        name: [told["page_count"] for _, told in sorted(entry["languages"].items())] for name, entry in entries.items()
    }


def test_a_language_that_a_part_lacks_is_not_looked_for_there(tmp_path: Path) -> None:
    """It would answer with pages of another one."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    for name in CITIES["south"]:
        audited = Audited(tmp_path, pages_of(tmp_path))
        pages = [page for page in audited.finished(name) if page.lang == "zh-Hans"]
        write_whole(audited.path(name), as_lines({}, pages))
    index_parts(tmp_path)
    listed = json.loads(index(tmp_path, specs)["parts.json"])
    assert listed == {"en-gb": ["001", "003"], "zh-hans": ["001", "002", "003"]}


def test_a_part_is_made_from_nothing(tmp_path: Path) -> None:
    """What it said before is gone, and what is published stays as it was until it is published anew."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    first = index(tmp_path, specs)
    audit_all(tmp_path, specs, cedar="walnut")
    index_part(tmp_path, pages_of(tmp_path), "002", CITIES["south"])
    assert contents(tmp_path / "site" / search.FOLDER) == first

    changed = index(tmp_path, specs)
    assert {name.split("/")[0] for name in first.keys() | changed.keys() if first.get(name) != changed.get(name)} == {
        "002"
    }
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    assert index(tmp_path, specs) == first


def test_a_part_that_is_half_made_is_none(tmp_path: Path) -> None:
    """What names its reports is written last, and goes first."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    Audited(tmp_path, pages_of(tmp_path)).path("cedar").unlink()
    with pytest.raises(FileNotFoundError):
        index_part(tmp_path, pages_of(tmp_path), "002", CITIES["south"])
    assert not (tmp_path / "build" / "search" / "embedded" / "002" / MEMBERS).exists()
    assert (tmp_path / "build" / "search" / "embedded" / "001" / MEMBERS).exists()


def test_a_part_that_is_older_than_an_audit_is_indexed_anew(tmp_path: Path) -> None:
    """A page may be audited anew by who publishes by hand: the search says what it says now, and still in parts."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    first = index(tmp_path, specs)
    audit_all(tmp_path, specs, cedar="walnut")
    found = index(tmp_path, specs)
    assert counts(found) == counts(first)
    assert {name.split("/")[0] for name in first.keys() | found.keys() if first.get(name) != found.get(name)} == {"002"}
    index_part(tmp_path, pages_of(tmp_path), "002", CITIES["south"])
    assert index(tmp_path, specs) == found


def test_a_part_is_kept_whose_reports_were_audited_again_and_say_the_same(tmp_path: Path) -> None:
    """A page is audited again for a figure that it may rest on: nothing of that need be indexed."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    first = index(tmp_path, specs)
    mark = tmp_path / "build" / "search" / "embedded" / "002" / MEMBERS
    made = mark.stat().st_mtime_ns
    path = Audited(tmp_path, pages_of(tmp_path)).path("cedar")
    write_whole(path, path.read_bytes())
    os.utime(path, ns=(made + 1, made + 1))
    assert index(tmp_path, specs) == first
    assert mark.stat().st_mtime_ns == made


def test_a_part_with_a_report_that_is_none_any_more_is_left_out(tmp_path: Path) -> None:
    """Its other reports are found all the same."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    found = index(tmp_path, [spec for spec in specs if spec.name != "cedar"])
    assert counts(found) == {ENTRY: [2, 2], f"001/{ENTRY}": [2, 2], f"003/{ENTRY}": [1, 1]}


def test_what_strayed_into_a_part_is_not_published(tmp_path: Path) -> None:
    """Systems and editors leave files wherever somebody looks."""
    specs = specs_of(CITIES)
    audit_all(tmp_path, specs)
    index_parts(tmp_path)
    clean = index(tmp_path, specs)
    for folder in ("", "001", "001/fragment"):
        (tmp_path / "build" / "search" / "embedded" / folder / ".DS_Store").touch()
        (tmp_path / "build" / "search" / "embedded" / folder / "notes.txt").touch()
    assert index(tmp_path, specs) == clean


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_asks_every_part_in_the_language_of_its_page(tmp_path: Path, chromium: Browser) -> None:
    """What stands in the outer index, in a part, in several; of the other language nothing."""
    specs, site = specs_of(CITIES), tmp_path / "site"
    audit_all(tmp_path, specs, cedar="walnut", maple="walnut", index="walnut")
    index_parts(tmp_path)
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
            page.route("**/pagefind/pagefind-entry.json*", lambda route: route.abort())
            page.goto(f"{at}?q=birch")
            page.wait_for_function("() => document.querySelector('.told').textContent === 'away'")
            page.unroute("**/pagefind/pagefind-entry.json*")


def search_for(page: Page, address: str, query: str) -> set[str]:
    """Search, and give the pages that are found."""
    page.goto(f"{address}?q={query}")
    page.wait_for_function("() => /found|none/.test(document.querySelector('.told').textContent)")
    found = [str(link.get_attribute("href")) for link in page.locator(".hits a").all()]
    return {target.partition("/reports/")[2].removesuffix(".html") for target in found}
