"""A number shows its line of the appendix in place, in a real browser: by pointer, by touch, by keyboard."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Speak, copy_project
from nbformat import v4, write
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from districtbrief.renderers import Project, finish_site
from districtbrief.renderers.embedded import render_html
from districtbrief.renderers.source import read_source
from districtbrief.report import build_report

pytestmark = pytest.mark.browser
LANGUAGES = ("zh", "en")
TITLES = {"zh": "两区数字", "en": "Two districts"}
KINDS = ("obs", "calc-rate", "calc-ratio", "ctx")
CARD = ".num-card:popover-open"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking"
)

LINE_OF = """
    const row = document.getElementById(arguments[0].hash.slice(1)).closest("tr");
    return [row.closest("table").tHead.rows[0].cells, row.cells].map((cells) => [...cells].map((c) => c.textContent));
"""
SHOWN = """
    return ["dt", "dd"].map((tag) => [...arguments[0].querySelectorAll(tag)].map((cell) => cell.textContent));
"""
PLACE = """
    const [link, card] = [...arguments].map((element) => element.getBoundingClientRect());
    return [link.top, Math.round(Math.max(card.top - link.bottom, link.top - card.bottom))];
"""
# Focused from the keyboard once, so each further focus counts as the keyboard's.
WALK = """
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
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""


def tool(name: str) -> str:
    """Find a program of the browser; without one there is nothing to test, unless it is required."""
    path = shutil.which(name)
    if path is None and os.environ.get("DISTRICTBRIEF_BROWSER") == "required":
        pytest.fail(f"{name} is not on PATH, and DISTRICTBRIEF_BROWSER=required", pytrace=False)
    return path or pytest.skip(f"{name} is not on PATH")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Start a browser with a profile of its own; both paths are given, so that selenium looks for nothing online."""
    options = ChromeOptions()
    options.binary_location = tool("chromium")
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(tool("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, speak: Speak) -> Path:
    """Write the comparison of the real data in both languages, as a notebook that has been executed."""
    root = copy_project(tmp_path_factory.mktemp("cards") / "project")
    for lang, title in TITLES.items():
        told = speak(build_report(ROOT, "comparison", {"districts": [], "themes": [], "lang": lang}), "comparison")
        told = told.replace("](chart.svg){", '](chart.svg){fig-alt="A chart" ')
        front = v4.new_raw_cell(f"---\ntitle: {title}\nlang: {'zh-Hans' if lang == 'zh' else lang}\n---")
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
        page = render_html(read_source(project / f"{name}.ipynb", name=f"{name}.ipynb"), Project.read(project))
        (site / name).parent.mkdir(parents=True)
        (site / f"{name}.html").write_text(page, encoding="utf-8")
        shutil.copy(project / "reports" / lang / "chart.svg", (site / name).parent)
    finish_site(project, site)
    yield from serve(site)


def serve(site: Path) -> Iterator[str]:
    """Serve a folder on this machine alone."""
    (site / "favicon.ico").touch()  # browsers ask for one
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser(driver: Chrome) -> Chrome:
    """Give the browser as it was before any test: a wide window, a mouse in its corner, scripts, nothing logged."""
    driver.get("about:blank")
    for command in ("Emulation.clearDeviceMetricsOverride", "Emulation.setEmulatedMedia"):
        driver.execute_cdp_cmd(command, {})
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    ActionBuilder(driver).clear_actions()
    for log in ("browser", "performance"):
        driver.get_log(log)
    return driver


def read(browser: Chrome, site: str, lang: str = "en") -> str:
    """Open a report, and give its address."""
    address = f"{site}/reports/{lang}/cards.html"
    browser.get(address)
    return address


def narrow(browser: Chrome, *, mobile: bool = False) -> None:
    """Make the window as narrow as a phone."""
    size = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def number(browser: Chrome, kind: str = "obs") -> WebElement:
    """Find the first number of a kind, and bring it to the middle of the window."""
    found = browser.find_element(By.CSS_SELECTOR, f"main a.num[href*='#{kind}-']")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    return found


def card(browser: Chrome) -> WebElement:
    """Wait for the card."""
    return WebDriverWait(browser, 3, 0.02).until(lambda _: next(iter(cards(browser)), None))


def cards(browser: Chrome) -> list[WebElement]:
    """Find the open card, if there is one."""
    return browser.find_elements(By.CSS_SELECTOR, CARD)


def wait_until_closed(browser: Chrome) -> None:
    """Wait for the card to go."""
    WebDriverWait(browser, 3, 0.02).until(lambda _: not cards(browser))


def point_at(browser: Chrome, element: WebElement) -> None:
    """Move the mouse, and no button."""
    ActionChains(browser, duration=50).move_to_element(element).perform()


def press(browser: Chrome, key: str) -> WebElement:
    """Press a key, and give what has the focus then."""
    ActionChains(browser).send_keys(key).perform()
    return browser.switch_to.active_element


def tab_to_number(browser: Chrome) -> WebElement:
    """Press Tab until a number has the focus."""
    focused = (press(browser, Keys.TAB) for _ in range(30))
    return next(found for found in focused if found.get_attribute("class") == "num")


def tap(browser: Chrome, element: WebElement) -> None:
    """Touch with one finger."""
    finger = ActionBuilder(browser, mouse=PointerInput("touch", "finger"), duration=20)
    finger.pointer_action.move_to(element).pointer_down().pause(0.05).pointer_up()
    finger.perform()


def check_same_line(browser: Chrome, link: WebElement) -> None:
    """Hold the open card against the row of the appendix that the number leads to."""
    assert browser.execute_script(SHOWN, card(browser)) == browser.execute_script(LINE_OF, link)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pointing_at_a_number_shows_its_very_line(browser: Chrome, site: str, lang: str) -> None:
    """The card holds the appendix's cells under its headers, and leads to the line by the appendix's own name."""
    read(browser, site, lang)
    for kind in KINDS:
        link = number(browser, kind)
        point_at(browser, link)
        check_same_line(browser, link)
        way = card(browser).find_elements(By.TAG_NAME, "a")[-1]
        assert way.text == {"zh": "来源与计算", "en": "Sources and calculations"}[lang]
        assert way.get_attribute("href") == link.get_attribute("href")
        press(browser, Keys.ESCAPE)
        assert not cards(browser)


def test_an_id_and_a_title_are_never_there_twice(browser: Chrome, site: str) -> None:
    """Neither does the card repeat an anchor, nor does the title pop up beside it; what it said is a description."""
    read(browser, site)
    link = number(browser, "calc-rate")
    title = link.get_attribute("title")
    point_at(browser, link)

    assert card(browser).find_elements(By.CSS_SELECTOR, "a.num")
    ids = browser.execute_script("return [...document.querySelectorAll('[id]')].map((item) => item.id)")
    assert len(ids) == len(set(ids))
    assert not card(browser).find_elements(By.CSS_SELECTOR, "[title]")
    assert not link.get_attribute("title")
    assert link.get_attribute("aria-description") == title


def test_the_pointer_may_move_onto_the_card_and_use_it(browser: Chrome, site: str) -> None:
    """The card stays under the pointer and goes when it leaves; an input in the card leads to that input's line."""
    read(browser, site)
    point_at(browser, number(browser, "calc-rate"))
    point_at(browser, card(browser))
    browser.execute_async_script("setTimeout(arguments[0], 400)")
    assert cards(browser)

    point_at(browser, browser.find_element(By.CSS_SELECTOR, "aside h2"))
    wait_until_closed(browser)

    point_at(browser, number(browser, "calc-rate"))
    entry = card(browser).find_element(By.CSS_SELECTOR, "a.num")
    wanted = entry.get_attribute("href")
    entry.click()
    assert browser.current_url == wanted


def test_a_click_of_the_mouse_follows_the_link(browser: Chrome, site: str) -> None:
    """Whoever clicks a number goes to its line, as without a card."""
    read(browser, site)
    link = number(browser)
    link.click()

    assert browser.current_url == link.get_attribute("href")
    assert not cards(browser)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keyboard_shows_and_hides_a_line(browser: Chrome, site: str, lang: str) -> None:
    """Focus shows the line and describes the number by it, Escape hides it, and the focus stays."""
    read(browser, site, lang)
    link = tab_to_number(browser)
    check_same_line(browser, link)
    described = browser.find_element(By.ID, link.get_attribute("aria-describedby"))
    assert described.text in card(browser).text

    assert press(browser, Keys.ESCAPE) == link
    assert not cards(browser)


@pytest.mark.parametrize("keys", [[Keys.ENTER], [Keys.ESCAPE, Keys.ENTER]], ids=["shown", "hidden"])
def test_enter_follows_the_link(browser: Chrome, site: str, keys: list[str]) -> None:
    """Enter on a number goes to its line at once, on a machine that has both keys and a touch screen too."""
    read(browser, site)
    tap(browser, browser.find_element(By.TAG_NAME, "h1"))
    link = tab_to_number(browser)
    for key in keys:
        press(browser, key)

    assert browser.current_url == link.get_attribute("href")
    assert not cards(browser)


def test_tab_goes_through_the_card(browser: Chrome, site: str) -> None:
    """The inputs and the way to the line come right after the number; Escape leads back to it."""
    read(browser, site)
    link = tab_to_number(browser)
    inside = card(browser).find_elements(By.TAG_NAME, "a")
    assert [press(browser, Keys.TAB) for _ in inside] == inside

    assert press(browser, Keys.ESCAPE) == link
    assert not cards(browser)


def test_a_card_goes_with_the_focus(browser: Chrome, site: str) -> None:
    """Beyond the card the next number shows its own line; before the first number nothing is shown."""
    read(browser, site)
    link = tab_to_number(browser)
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert not cards(browser)

    assert press(browser, Keys.TAB) == link
    for _ in card(browser).find_elements(By.TAG_NAME, "a"):
        press(browser, Keys.TAB)
    check_same_line(browser, press(browser, Keys.TAB))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_card_fits_a_narrow_window_and_moves_nothing(browser: Chrome, site: str, lang: str) -> None:
    """At 360 px each card, of numbers in scrolling tables too, is within the window and clear of its number."""
    narrow(browser)
    read(browser, site, lang)
    tab_to_number(browser)
    press(browser, Keys.ESCAPE)

    assert browser.execute_script(WALK) == []


def test_a_card_fits_a_phone_on_a_page_that_does_not(browser: Chrome, site: str) -> None:
    """A table too wide for the window, as Quarto's pages may have, makes no card wider than the window."""
    narrow(browser, mobile=True)
    read(browser, site)
    browser.execute_script("document.body.style.minWidth = '60rem'")
    tab_to_number(browser)

    at = card(browser).rect
    assert 0 <= at["x"] < at["x"] + at["width"] <= 360


@pytest.mark.parametrize("change", ["scrollBy(0, 40)", "document.querySelector('main').style.paddingTop = '90px'"])
def test_a_card_keeps_to_its_number(browser: Chrome, site: str, change: str) -> None:
    """Where the page is scrolled, or something above arrives late, the card goes along."""
    read(browser, site)
    link = tab_to_number(browser)
    place, gap = browser.execute_script(PLACE, link, card(browser))
    browser.execute_script(change)

    WebDriverWait(browser, 3, 0.02).until(lambda _: browser.execute_script(PLACE, link, card(browser))[1] == gap)
    assert browser.execute_script(PLACE, link, card(browser))[0] != place


def test_a_card_has_the_colours_of_its_page_and_is_not_printed(browser: Chrome, site: str) -> None:
    """Light or dark, the card is like the page; on paper there is none."""
    read(browser, site)
    tab_to_number(browser)
    colour = "return getComputedStyle(arguments[0]).backgroundColor"
    shades = set()
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        shade = browser.execute_script(colour, card(browser))
        assert shade == browser.execute_script(colour, browser.find_element(By.TAG_NAME, "body"))
        shades.add(shade)
    assert len(shades) == 2

    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not card(browser).is_displayed()


def test_without_scripts_a_number_is_a_link_with_a_title(browser: Chrome, site: str) -> None:
    """The card is an addition: what was there before it works alone."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    read(browser, site)
    link = number(browser)
    point_at(browser, link)

    assert "article, paragraph" in link.get_attribute("title")
    link.click()
    assert browser.current_url == link.get_attribute("href")
    assert not cards(browser)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_asks_only_its_own_site_and_breaks_no_rule(browser: Chrome, site: str, lang: str) -> None:
    """Opening a page and a card loads nothing from elsewhere, and the page's policy and the console are at peace."""
    read(browser, site, lang)
    tab_to_number(browser)
    card(browser)

    assert strangers(browser, site) == []
    assert browser.get_log("browser") == []


def strangers(browser: Chrome, site: str) -> list[str]:
    """List what the browser has asked of anyone but the site."""
    events: list[dict[str, Any]] = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert f"{site}/assets/cards.js" in asked
    return [url for url in asked if not url.startswith((f"{site}/", "data:"))]


@pytest.mark.slow
@pytest.mark.quarto
@pytest.mark.skipif(shutil.which("quarto") is None, reason="Quarto is not installed")
def test_quartos_pages_have_the_same_cards(browser: Chrome, project: Path) -> None:
    """Quarto finds script and style sheet from a page's own folder, and its own scripts leave the numbers alone."""
    subprocess.run(
        ["quarto", "render", "reports/zh/cards.ipynb", "--to", "html"], cwd=project, check=True, capture_output=True
    )
    for site in serve(project / "build" / "quarto-site"):
        read(browser, site, "zh")
        link = number(browser, "calc-rate")
        point_at(browser, link)
        check_same_line(browser, link)
        assert card(browser).value_of_css_property("border-radius") == "6px"
        assert strangers(browser, site) == []
