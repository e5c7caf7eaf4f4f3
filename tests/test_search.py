"""Search: any Chinese substring, any English word and any printed number, in the page's language, without a server."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Speak
from playwright.sync_api import Browser, Page
from rendering import finish_site, finished_pages, index_site
from small_site import TAGS, lay_out

from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.search import apart

pytestmark = pytest.mark.slow

SPACED = {
    "二七区": "二 七 区",
    "8万余人次": "8 万 余 人 次",
    "区，服务": "区 ， 服 务",
    "共433.7亿元。": "共 433.7 亿 元 。",
    "Erqi (二七区) has 87": "Erqi ( 二 七 区 ) has 87",
    "over 80,000": "over 80,000",
    "𠮷野家": "𠮷 野 家",
}
HELD = {
    "zh": ["8万余人次", "433.7亿元", "老旧小区", "党史", "合计", "二七 金水"],
    "en": ["80,000", "43.37 billion", "compounds", "kindergarten", "Jinshui"],
}
HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, speak: Speak) -> Path:
    """Render the small site, and index it."""
    project = lay_out(tmp_path_factory.mktemp("search") / "project", speak)
    site = project / "build" / "site"
    for source in sorted(project.glob("reports/*/*.ipynb")):
        render_page(source, project=project, site=site)
    finish_site(project, site)
    index_site(site)
    return site


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open a window."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def search(page: Page, address: str, lang: str, query: str) -> list[str]:
    """Search on the page for it, and give where the results lead to and what they quote."""
    page.goto(f"{address}/reports/{lang}/search.html")
    page.fill("form.search input", query)
    page.wait_for_function("() => /\\d|“/.test(document.querySelector('.told').textContent)")
    while page.is_visible("form.search > button"):
        shown = page.locator(".hits li").count()
        page.click("form.search > button")
        page.wait_for_function(f"() => document.querySelectorAll('.hits li').length > {shown}")
    return [str(link.get_attribute("href")) for link in page.locator(".hits a").all()]


@pytest.mark.parametrize(("text", "spaced"), SPACED.items())
def test_han_characters_stand_apart_in_the_index(text: str, spaced: str) -> None:
    """Each is a word of its own there; other words and numbers stay whole."""
    assert apart(text) == spaced


def test_a_page_is_read_section_by_section(site: Path) -> None:
    """Each section with its anchor, its title without number, and its own text; a page that only leads on is none."""
    pages = {page.name: page for page in finished_pages(site)}
    sections = {section.anchor: section for section in pages["reports/zh/brief.html"].sections}

    assert set(pages) == {
        f"reports/{lang}/{name}.html" for lang in TAGS for name in ("index", "brief", "erqi", "search")
    }
    assert sections["sec-sources"].title == "来源与计算"
    assert not any(section.title[:1].isdigit() for section in sections.values())
    assert pages["reports/zh/erqi.html"].sections[1].text == "概况 · Overview · 甲。"


def test_the_same_pages_give_the_same_index(site: Path) -> None:
    """To the byte, and with nothing that a search does not load."""
    folder = site / "pagefind"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    written = index_site(site)

    assert {path: path.read_bytes() for path in written} == before
    assert not any("ui" in path.name or "highlight" in path.name for path in before)
    assert set(json.loads((folder / "pagefind-entry.json").read_bytes())["languages"]) == {"zh-hans", "en-gb"}


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize(("lang", "query"), [(lang, query) for lang in HELD for query in HELD[lang]])
def test_what_a_page_prints_is_found(page: Page, address: str, lang: str, query: str) -> None:
    """Numbers as printed, words and substrings: among the results is the report, and only pages of its language."""
    found = search(page, address, lang, query)

    assert any(link.startswith(f"{address}/reports/{lang}/brief.html") for link in found)
    assert all(f"/reports/{lang}/" in link for link in found)


@pytest.mark.long
@pytest.mark.browser
def test_any_chinese_substring_is_found_in_every_section_that_has_it(page: Page, site: Path, address: str) -> None:
    """Runs taken at random from the text are found in exactly the sections that hold them."""
    choose = random.Random(7)  # noqa: S311 - a choice of examples
    sections = {
        f"{address}/{told.name}{'#' * bool(section.anchor)}{section.anchor}": section.text
        for told in finished_pages(site)
        if told.lang == "zh-Hans"
        for section in told.sections
    }
    runs = sorted({run for text in sections.values() for run in HAN_RUN.findall(text)})
    for run in choose.sample(runs, 12):
        start = choose.randrange(len(run) - 1)
        query = run[start : start + choose.randint(2, 6)]
        assert set(search(page, address, "zh", query)) == {at for at, text in sections.items() if query in text}, query


@pytest.mark.browser
def test_excerpts_read_as_the_page_does(page: Page, address: str) -> None:
    """The spaces of the index are gone, and what was looked for is marked in one piece."""
    search(page, address, "zh", "8万余人次")
    quoted = page.locator(".hits p").first

    assert "8万余人次" in quoted.inner_text()
    assert quoted.locator("mark").first.inner_text() == "8万余人次"


@pytest.mark.browser
def test_a_search_can_be_shared(page: Page, address: str) -> None:
    """The address of the search page holds the query, and brings it back."""
    search(page, address, "en", "compounds")
    assert page.url == f"{address}/reports/en/search.html?q=compounds"
    page.reload()
    page.wait_for_selector(".hits a")
    assert page.input_value("form.search input") == "compounds"


@pytest.mark.browser
def test_nothing_found_is_said(page: Page, address: str) -> None:
    """In the page's words, with what to try, in a region that is announced."""
    assert search(page, address, "zh", "绝无此词") == []
    told = page.locator("[role=status]")
    assert "没有找到“绝无此词”" in told.inner_text()


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_search_works_by_keyboard_alone(page: Page, address: str, keys: str) -> None:
    """A key opens it, arrows walk through the results, Enter goes there; Escape closes it and gives the focus back."""
    page.goto(f"{address}/reports/en/brief.html")
    page.focus("a.search")
    page.keyboard.press(keys)
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.className") == "search"
    page.keyboard.press(keys)
    page.keyboard.type("kindergarten")
    page.wait_for_selector("dialog .hits a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    wanted = page.locator("dialog .hits a").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(str(wanted))
    assert page.locator("dialog[open]").count() == 0


@pytest.mark.browser
def test_a_key_typed_into_a_field_opens_nothing(page: Page, address: str) -> None:
    """A slash in the search page's own field is a slash."""
    page.goto(f"{address}/reports/en/search.html")
    page.focus("form.search input")
    page.keyboard.type("a/b")
    assert page.input_value("form.search input") == "a/b"


@pytest.mark.browser
def test_the_link_opens_the_dialog_and_loads_nothing_before(page: Page, address: str) -> None:
    """The index is fetched when something is looked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/reports/zh/brief.html")
    page.click("a.search")
    assert page.evaluate("() => document.activeElement.type") == "search"
    assert not any("pagefind" in url for url in asked)
    page.keyboard.type("党史")
    page.wait_for_selector("dialog .hits a")
    assert any("pagefind" in url for url in asked)


@pytest.mark.browser
def test_opened_from_a_folder_it_says_why_it_cannot(page: Page, site: Path) -> None:
    """Not silently: browsers let no page from a folder load an index."""
    page.goto(f"file://{site}/reports/zh/search.html?q=党史")
    page.wait_for_function("() => document.querySelector('.told').textContent.startsWith('搜索不能用')")


@pytest.mark.browser
def test_a_lost_index_is_said_and_asked_for_again(page: Page, address: str) -> None:
    """Where it does not load, the same sentence stands; the next try may find it."""
    page.route("**/pagefind/pagefind-entry.json*", lambda route: route.abort())
    page.goto(f"{address}/reports/en/search.html?q=parks")
    page.wait_for_function("() => document.querySelector('.told').textContent.startsWith('Search is not available')")
    page.unroute("**/pagefind/pagefind-entry.json*")
    assert search(page, address, "en", "compounds")
