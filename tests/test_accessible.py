"""Every page is open to everyone: axe finds nothing against WCAG 2.2 AA, on any page, in either theme."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PHONE, Visit, served
from building import Built
from killing import copy_whole
from playwright.sync_api import Browser, Page, Route
from rendering import finish_site

from districtbrief.specs import read_specs

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # what passes need not be written down, which takes most of axe's time
}
PAGES = [spec.path.replace(".ipynb", ".html") for spec in read_specs(Path(__file__).parent.parent)]
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def embedded(whole: Built) -> Iterator[str]:
    """Serve the site as the embedded renderer has written it."""
    with served(whole.project / "_site") as address:
        yield address


@pytest.fixture(scope="module")
def quarto(whole: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Render every page with Quarto, and serve them."""
    project = copy_whole(whole.project, tmp_path_factory.mktemp("accessible") / "project")
    subprocess.run(["quarto", "render", "--to", "html", "--no-clean"], cwd=project, check=True, capture_output=True)
    site = project / "build" / "quarto-site"
    finish_site(project, site)
    with served(site) as address:
        yield address


def faults(page: Page) -> list[str]:
    """List what axe finds: the rule, what it wants, and the first place."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{item['id']}: {item['help']}: {item['nodes'][0]['html'][:150]}" for item in found]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if "zh/brief" in name else pytest.mark.hour) for name in PAGES]
)
def test_a_page_of_the_embedded_renderer(chromium: Browser, embedded: str, name: str) -> None:
    """Nothing is found on any page as it opens, in either theme."""
    check(chromium, f"{embedded}/{name}")


def test_the_page_that_leads_on(chromium: Browser, embedded: str) -> None:
    """Nothing is found on the first page either, for those whose browser does not follow it at once."""

    def staying(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('http-equiv="refresh"', ""))

    page = chromium.new_context().new_page()
    page.route("**/index.html", staying)
    page.goto(f"{embedded}/index.html")
    found = faults(page)
    address = page.url
    page.context.close()
    assert found == []
    assert address == f"{embedded}/index.html"


@pytest.mark.hour
@pytest.mark.quarto
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_quarto(chromium: Browser, quarto: str, name: str) -> None:
    """Nothing is found on any page that Quarto has written, in either theme."""
    check(chromium, f"{quarto}/{name}")


@pytest.mark.hour
@pytest.mark.parametrize("name", [name for name in PAGES if "/zh/" in name])
def test_a_page_on_a_phone(chromium: Browser, embedded: str, name: str) -> None:
    """Nothing is found at 360 px, and no page is wider than that."""
    check(chromium, f"{embedded}/{name}", wide=360, **PHONE)


def check(chromium: Browser, address: str, wide: int = 0, **options: Any) -> None:
    """Open a page, look for faults and for regions within regions, and close it."""
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("load")
    width, height = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    # rows of the ledger that are out of sight have no places yet, which axe would judge
    page.set_viewport_size({"width": wide or 1280, "height": min(height, 16_000)})
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {item}" for item in faults(page)]
    nested = page.locator(".table .table").count()
    context.close()
    assert found == []
    assert not nested
    assert not wide or width <= wide


def opened_card(page: Page) -> None:
    """Show the line of a number."""
    page.locator("main a.num").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.locator(".num-card").wait_for()


def opened_numbers(page: Page) -> None:
    """Open the table of a chart."""
    page.locator(".chart-data summary").first.click()


def opened_search(page: Page) -> None:
    """Open the search."""
    page.keyboard.press("/")
    page.locator("dialog[open]").wait_for()


@pytest.mark.hour
@pytest.mark.parametrize(("lang", "scheme"), [("zh", "dark"), ("en", "light")])
@pytest.mark.parametrize("act", [opened_card, opened_numbers, opened_search], ids=lambda act: act.__name__)
def test_what_opens_on_a_page(
    chromium: Browser, embedded: str, lang: str, scheme: str, act: Callable[[Page], None]
) -> None:
    """Nothing is found while a card, a chart's table or the search is open."""
    context = chromium.new_context(color_scheme=scheme)
    visit = Visit(context.new_page())
    visit.page.goto(f"{embedded}/reports/{lang}/brief.html")
    act(visit.page)
    found = faults(visit.page)
    context.close()
    assert found == []
    assert visit.told == []
    assert visit.strangers(embedded) == []
