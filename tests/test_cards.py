"""A number shows its line of the appendix in place, in a real browser: by pointer, by touch, by keyboard."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import PHONE, Visit, served
from conftest import ROOT, Speak, copy_project
from nbformat import v4, write
from playwright.sync_api import Browser, ElementHandle, Locator, Page
from rendering import finish_site
from tiers import first_of_each

from districtbrief.renderers.manuscript import read_manuscript
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project
from districtbrief.report import build_report
from districtbrief.wording import locale

pytestmark = pytest.mark.browser
LANGUAGES = ("zh", "en")
TITLES = {"zh": "两区数字", "en": "Two districts"}
KINDS = ("obs", "calc-rate", "calc-ratio", "ctx")
CARD = ".num-card:popover-open"
Read = Callable[..., Page]

LINE_OF = """(link) => {
    const row = document.getElementById(link.hash.slice(1)).closest("tr");
    return [row.closest("table").tHead.rows[0].cells, row.cells].map((cells) => [...cells].map((c) => c.textContent));
}"""
SHOWN = """(card) =>
    ["dt", "dd"].map((tag) => [...card.querySelectorAll(tag)].map((cell) => cell.textContent))
"""
PLACE = """(elements) => {
    const [link, card] = elements.map((element) => element.getBoundingClientRect());
    return [link.top, Math.round(Math.max(card.top - link.bottom, link.top - card.bottom))];
}"""
# Focused from the keyboard once, so each further focus counts as the keyboard's.
WALK = """() => {
    const numbers = [...document.querySelectorAll("main a.num:not(.num-card *)")];
    const places = () => numbers.map((a) => a.getBoundingClientRect()).map((at) => [at.left, at.top]).join();
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    return numbers.flatMap((number, count) => {
      document.activeElement.blur();
      number.scrollIntoView({ block: ["start", "center", "end"][count % 3], behavior: "instant" });
      const before = places();
      number.focus({ preventScroll: true });
      const card = document.querySelector(".num-card:popover-open");
      if (!card) return [[number.textContent, "no card"]];
      const at = card.getBoundingClientRect(), by = number.getBoundingClientRect();
      const faults = [];
      if (at.left < 0 || at.top < 0 || at.right > width || at.bottom > height) faults.push("out of the window");
      if (at.top < by.bottom && at.bottom > by.top) faults.push("over the number");
      if (card.scrollWidth > card.clientWidth) faults.push("wider than the card");
      if (places() !== before) faults.push("moves the text");
      return faults.map((fault) => [number.textContent, fault]);
    });
}"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, speak: Speak) -> Path:
    """Write the comparison of the real data in both languages, as a notebook that has been executed."""
    root = copy_project(tmp_path_factory.mktemp("cards") / "project")
    for lang, title in TITLES.items():
        told = speak(build_report(ROOT, "comparison", {"districts": [], "themes": [], "lang": lang}), "comparison")
        told = told.replace("](chart.svg){", '](chart.svg){fig-alt="A chart" ')
        front = v4.new_raw_cell(f"---\ntitle: {title}\nlang: {locale(lang)['tag']}\n---")
        folder = root / "reports" / lang
        folder.mkdir(parents=True)
        write(v4.new_notebook(cells=[front, v4.new_markdown_cell(told)]), folder / "cards.ipynb")
        shutil.copy(ROOT / "tests" / "renderers" / "compounds.svg", folder / "chart.svg")
    return root


@pytest.fixture(scope="module")
def site(project: Path) -> Iterator[str]:
    """Render these pages with the embedded renderer, and serve them."""
    site = project / "site"
    for lang in LANGUAGES:
        name = f"reports/{lang}/cards"
        manuscript = read_manuscript(project / f"{name}.ipynb", name=f"{name}.ipynb")
        page = convert(manuscript, Project.read(project), to=("html",))["html"]
        (site / name).parent.mkdir(parents=True)
        (site / f"{name}.html").write_text(page, encoding="utf-8")
        shutil.copy(project / "reports" / lang / "chart.svg", (site / name).parent)
    finish_site(project, site)
    with served(site) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Give the opener of a report: ``visit(site, lang, **options of the browser)``; its console must stay silent."""
    visits: list[Visit] = []

    def opened(site: str, lang: str = "en", **options: Any) -> Visit:
        visits.append(Visit(chromium.new_context(**options).new_page()))
        visits[-1].page.goto(f"{site}/reports/{lang}/cards.html")
        return visits[-1]

    yield opened
    for item in visits:
        item.page.context.close()
        assert item.told == []


@pytest.fixture
def read(visit: Callable[..., Visit], site: str) -> Callable[..., Page]:
    """Give the opener of a report of the embedded renderer: ``read(lang, **options)``."""
    return lambda lang="en", **options: visit(site, lang, **options).page


def number(page: Page, kind: str = "obs") -> Locator:
    """Find the first number of a kind, and bring it to the middle of the window."""
    found = page.locator(f"main a.num[href*='#{kind}-']").first
    found.evaluate("(link) => link.scrollIntoView({block: 'center'})")
    return found


def card(page: Page) -> Locator:
    """Wait for the card."""
    found = page.locator(CARD)
    found.wait_for()
    return found


def focused(page: Page) -> ElementHandle:
    """Give what has the focus."""
    found = page.evaluate_handle("document.activeElement").as_element()
    assert found
    return found


def same(page: Page, one: ElementHandle, other: Locator | ElementHandle) -> bool:
    """Whether two are one element of the page."""
    other = other.element_handle() if isinstance(other, Locator) else other
    return bool(page.evaluate("([one, other]) => one === other", [one, other]))


def press(page: Page, key: str) -> ElementHandle:
    """Press a key, and give what has the focus then."""
    page.keyboard.press(key)
    return focused(page)


def tab_to_number(page: Page) -> ElementHandle:
    """Press Tab until a number has the focus."""
    reached = (press(page, "Tab") for _ in range(60))
    return next(found for found in reached if found.get_attribute("class") == "num")


def address_of(link: Locator | ElementHandle) -> str:
    """Give the whole address that a link leads to."""
    return str(link.evaluate("(link) => link.href"))


def check_same_line(page: Page, link: Locator | ElementHandle) -> None:
    """Hold the open card against the row of the appendix that the number leads to."""
    assert card(page).evaluate(SHOWN) == link.evaluate(LINE_OF)


@pytest.mark.parametrize("lang", first_of_each(LANGUAGES, lambda _: "a language"))
def test_pointing_at_a_number_shows_its_very_line(read: Read, lang: str) -> None:
    """The card holds the appendix's cells under its headers, and leads to the line by the appendix's own name."""
    page = read(lang)
    for kind in KINDS:
        link = number(page, kind)
        link.hover()
        check_same_line(page, link)
        way = card(page).get_by_role("link").last
        assert way.inner_text() == {"zh": "来源与计算", "en": "Sources and calculations"}[lang]
        assert address_of(way) == address_of(link)
        press(page, "Escape")
        assert page.locator(CARD).count() == 0


def test_an_id_and_a_title_are_never_there_twice(read: Read) -> None:
    """Neither does the card repeat an anchor, nor does the title pop up beside it; what it said is a description."""
    page = read()
    link = number(page, "calc-rate")
    title = link.get_attribute("title")
    link.hover()

    assert card(page).locator("a.num").count()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((item) => item.id)")
    assert len(ids) == len(set(ids))
    assert card(page).locator("[title]").count() == 0
    assert not link.get_attribute("title")
    assert link.get_attribute("aria-description") == title


@pytest.mark.long
def test_the_pointer_may_move_onto_the_card_and_use_it(read: Read) -> None:
    """The card stays under the pointer and goes when it leaves; an input in the card leads to that input's line."""
    page = read()
    number(page, "calc-rate").hover()
    card(page).hover()
    page.wait_for_timeout(400)
    assert card(page).is_visible()

    page.mouse.move(2, 300)
    page.locator(CARD).wait_for(state="hidden")

    number(page, "calc-rate").hover()
    entry = card(page).locator("a.num").first
    wanted = address_of(entry)
    entry.click()
    assert page.url == wanted


def test_a_click_of_the_mouse_follows_the_link(read: Read) -> None:
    """Whoever clicks a number goes to its line, as without a card."""
    page = read()
    link = number(page)
    link.click()

    assert page.url == address_of(link)
    assert page.locator(CARD).count() == 0


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tap_shows_the_line_and_another_follows_the_link(read: Read, lang: str) -> None:
    """A finger has nothing to point with: it sees the line first, closes it beside, and goes there the second time."""
    page = read(lang, **PHONE)
    before, link = page.url, number(page)
    link.tap()
    check_same_line(page, link)
    assert page.url == before

    page.touchscreen.tap(180, 2)
    page.locator(CARD).wait_for(state="hidden")
    link.tap()
    card(page)
    link.tap()
    page.wait_for_url(address_of(link))


@pytest.mark.parametrize("lang", first_of_each(LANGUAGES, lambda _: "a language"))
def test_the_keyboard_shows_and_hides_a_line(read: Read, lang: str) -> None:
    """Focus shows the line and describes the number by it, Escape hides it, and the focus stays."""
    page = read(lang)
    link = tab_to_number(page)
    check_same_line(page, link)
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert described.inner_text() in card(page).inner_text()

    assert same(page, press(page, "Escape"), link)
    assert page.locator(CARD).count() == 0


@pytest.mark.long
@pytest.mark.parametrize("keys", [["Enter"], ["Escape", "Enter"]], ids=["shown", "hidden"])
def test_enter_follows_the_link(read: Read, keys: list[str]) -> None:
    """Enter on a number goes to its line at once, on a machine that has both keys and a touch screen too."""
    page = read(has_touch=True)
    page.locator("h1").tap()
    link = tab_to_number(page)
    for key in keys:
        press(page, key)

    assert page.url == address_of(link)
    assert page.locator(CARD).count() == 0


@pytest.mark.long
def test_tab_goes_through_the_card(read: Read) -> None:
    """The inputs and the way to the line come right after the number; Escape leads back to it."""
    page = read()
    link = tab_to_number(page)
    for inside in card(page).locator("a").element_handles():
        assert same(page, press(page, "Tab"), inside)

    assert same(page, press(page, "Escape"), link)
    assert page.locator(CARD).count() == 0


def test_a_card_goes_with_the_focus(read: Read) -> None:
    """Beyond the card the next number shows its own line; before the first number nothing is shown."""
    page = read()
    link = tab_to_number(page)
    press(page, "Shift+Tab")
    assert page.locator(CARD).count() == 0

    assert same(page, press(page, "Tab"), link)
    for _ in card(page).locator("a").element_handles():
        press(page, "Tab")
    check_same_line(page, press(page, "Tab"))


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_card_fits_a_narrow_window_and_moves_nothing(read: Read, lang: str) -> None:
    """At 360 px each card, of numbers in scrolling tables too, is within the window and clear of its number."""
    page = read(lang, viewport=PHONE["viewport"])
    tab_to_number(page)
    press(page, "Escape")

    assert page.evaluate(WALK) == []


def test_a_card_fits_a_phone_on_a_page_that_does_not(read: Read) -> None:
    """A page too wide for the window makes no card wider than the window."""
    page = read(**PHONE)
    page.evaluate("document.body.style.minWidth = '60rem'")
    tab_to_number(page)

    # not playwright's box, which is that of a page which has been moved sideways
    left, right = card(page).evaluate("(card) => ['left', 'right'].map((side) => card.getBoundingClientRect()[side])")
    assert 0 <= left < right <= 360


@pytest.mark.long
@pytest.mark.parametrize("change", ["scrollBy(0, 40)", "document.querySelector('main').style.paddingTop = '90px'"])
def test_a_card_keeps_to_its_number(read: Read, change: str) -> None:
    """Where the page is scrolled, or something above arrives late, the card goes along."""
    page = read()
    link = tab_to_number(page)
    place, gap = page.evaluate(PLACE, [link, card(page).element_handle()])
    page.evaluate(change)

    page.wait_for_function(
        f"([link, card]) => ({PLACE})([link, card])[1] === {gap}", arg=[link, card(page).element_handle()]
    )
    assert page.evaluate(PLACE, [link, card(page).element_handle()])[0] != place


@pytest.mark.long
def test_a_card_has_the_colours_of_its_page_and_is_not_printed(read: Read) -> None:
    """Light or dark, the card is like the page; on paper there is none."""
    page = read()
    tab_to_number(page)
    colour = "(item) => getComputedStyle(item).backgroundColor"
    shades = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        shade = card(page).evaluate(colour)
        assert shade == page.locator("body").evaluate(colour)
        shades.add(shade)
    assert len(shades) == 2

    page.emulate_media(media="print")
    assert not page.locator(".num-card").is_visible()


def test_without_scripts_a_number_is_a_link_with_a_title(read: Read) -> None:
    """The card is an addition: what was there before it works alone."""
    page = read(java_script_enabled=False)
    link = page.locator("main a.num[href*='#obs-']").first
    link.hover()

    assert "article, paragraph" in str(link.get_attribute("title"))
    wanted = str(link.get_attribute("href"))
    link.click()
    assert page.url.endswith(wanted)
    assert page.locator(".num-card").count() == 0


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_asks_only_its_own_site(visit: Callable[..., Visit], site: str, lang: str) -> None:
    """Opening a page and a card loads nothing from elsewhere."""
    seen = visit(site, lang)
    tab_to_number(seen.page)
    card(seen.page)

    assert f"{site}/assets/cards.js" in seen.asked
    assert seen.strangers(site) == []


@pytest.mark.quarto
def test_quartos_pages_have_the_same_cards(visit: Callable[..., Visit], project: Path) -> None:
    """Quarto finds script and style sheet from a page's own folder, and leaves the numbers as they are."""
    subprocess.run(
        ["quarto", "render", "reports/zh/cards.ipynb", "--to", "html"], cwd=project, check=True, capture_output=True
    )
    with served(project / "build" / "quarto-site") as site:
        seen = visit(site, "zh")
        link = number(seen.page, "calc-rate")
        link.hover()
        check_same_line(seen.page, link)
        assert card(seen.page).evaluate("(item) => getComputedStyle(item).borderRadius") == "6px"
        assert seen.strangers(site) == []
