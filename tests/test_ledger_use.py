"""The ledger in use: figures cited, by keyboard and by finger, for eyes of every kind; the same through Quarto."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PHONE, served
from conftest import Speak
from ledger import LANGUAGES, NAME, WCAG, Open, cite, ids, lay_out, opener, render, row, wanted
from playwright.sync_api import Browser, Page, expect

from districtbrief.datapackage import DataPackage

pytestmark = pytest.mark.slow

DAYS = {"zh": "2026年11月21日", "en": "21 November 2026"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, speak: Speak) -> Path:
    """Write the ledger of the real data."""
    return lay_out(tmp_path_factory.mktemp("ledger") / "project", speak)


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    """Render it."""
    return render(project)


@pytest.fixture
def read(chromium: Browser, address: str) -> Iterator[Open]:
    """Give what opens it."""
    with opener(chromium, address) as opened:
        yield opened


# Citations


def citation(package: DataPackage, page: Page, lang: str, key: str) -> str:
    """Write the citation of a figure as a reader would."""
    item = package.observations[key]
    source = package.sources[item.district]
    at = f"{page.url.split('?')[0].split('#')[0]}#row-{key}"
    if lang == "zh":
        return (
            f"{item.notes['zh']}：8万余人次（原文“8万余人次”，已有或已完成，下限）。二七区：《{source.headline}》，"
            f"{source.byline}，2021年，第13段。数字总账（{DAYS['zh']}）：{at}"
        )
    return (
        f"{item.notes['en']}: over 80,000 (printed as “8万余人次”; done or in place; floor). "
        f"Erqi: 《{source.headline}》, {source.byline}, 2021, paragraph 13. Ledger of {DAYS['en']}: {at}"
    )


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_citation_is_copied(read: Open, package: DataPackage, lang: str) -> None:
    """One line says what, how much, how sure, and from where; and the page says that it is copied."""
    page = read(lang, "?district=erqi")
    row(page, "erqi-party-history-audience").hover()
    cite(page, "erqi-party-history-audience").click()
    expect(page.locator(".ledger-notice[role=status]")).to_have_text(
        {"zh": "引文已复制", "en": "Citation copied"}[lang]
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == citation(package, page, lang, "erqi-party-history-audience")


@pytest.mark.browser
@pytest.mark.parametrize(
    "lack", ["undefined", "{ writeText: () => Promise.reject(new Error()) }"], ids=["none", "refused"]
)
@pytest.mark.long
def test_where_nothing_can_be_copied_the_text_is_shown(read: Open, package: DataPackage, lack: str) -> None:
    """The citation stands in a field, selected; Escape closes it and leads back, and so does leaving it."""
    page = read("en")
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{ value: {lack} }})")
    button = cite(page, "erqi-party-history-audience")
    button.focus()
    page.keyboard.press("Enter")
    field = page.locator(".ledger-manual").get_by_role("textbox")
    expect(field).to_be_focused()
    assert field.input_value() == citation(package, page, "en", "erqi-party-history-audience")
    assert field.evaluate("(field) => field.selectionEnd - field.selectionStart === field.value.length")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(field).to_have_count(0)


# Hands and eyes


@pytest.mark.browser
def test_the_keyboard_does_everything(read: Open, package: DataPackage) -> None:
    """Tab goes through search, filters, reset, headers and rows, each with a visible focus; keys use them."""
    page = read("en")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("school")
    for column in ("district", "theme", "status", "qualifier", "grade"):
        page.keyboard.press("Tab")
        expect(page.locator(f"select[name={column}]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Reset")).to_be_focused()
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("[document.activeElement.className, getComputedStyle(document.activeElement).outlineStyle]")
        )
        if page.evaluate("document.activeElement.textContent") == "Figure":
            page.keyboard.press("Enter")
            assert page.locator("th[aria-sort=ascending]").inner_text() == "Figure"
        if seen[-1][0] == "ledger-cite":
            break
    assert [name for name, _ in seen if name][-3:] == ["entry", "num", "ledger-cite"]
    assert "none" not in {style for _, style in seen}
    key = ids(page)[0]
    assert float(cite(page, key).evaluate("(button) => getComputedStyle(button).opacity")) == 1
    page.keyboard.press("Enter")
    expect(page.locator(".ledger-notice")).to_have_text("Citation copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith(package.observations[key].notes["en"])


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finger_does_everything(read: Open, package: DataPackage, lang: str) -> None:
    """On a phone every control is there without pointing, large enough, and works at a tap."""
    page = read(lang, **PHONE)
    small = (
        "(all) => all.map((one) => one.getBoundingClientRect()).filter((at) => at.width < 24 || at.height < 24).length"
    )
    assert page.locator(".ledger :is(button, select, input):visible").evaluate_all(small) == 0
    page.locator("th button").nth(3).tap()
    assert ids(page) == sorted(ids(page), key=lambda key: package.observations[key].value)
    key = ids(page)[0]
    assert float(cite(page, key).evaluate("(button) => getComputedStyle(button).opacity")) == 1
    cite(page, key).tap()
    assert package.observations[key].notes[lang] in page.evaluate("navigator.clipboard.readText()")


@pytest.mark.hour
@pytest.mark.browser
@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 900}}, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing(read: Open, lang: str, scheme: str, options: dict[str, Any]) -> None:
    """WCAG 2.2 AA holds of the tool in use, with a field to copy from, light and dark, wide and narrow."""
    page = read(lang, "?district=erqi&sort=-figure#row-erqi-compounds", **options, color_scheme=scheme)
    page.set_viewport_size(
        page.viewport_size | {"height": 30_000}
    )  # rows out of sight have no size yet, and the contents lie over a row
    for part in (".ledger", ".ledger-manual"):
        found = Axe().run(page, context=part, options={"runOnly": WCAG})
        assert found.violations_count == 0, found.generate_report()
        page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
        cite(page, "erqi-compounds").focus()
        page.keyboard.press("Enter")


# Through Quarto


@pytest.mark.browser
@pytest.mark.quarto
def test_quartos_page_has_the_same_tool(chromium: Browser, project: Path, package: DataPackage) -> None:
    """In Quarto's markup, it filters, sorts and cites."""
    notebook = f"{NAME.format('zh')}.ipynb"
    subprocess.run(["quarto", "render", notebook, "--to", "html"], cwd=project, check=True, capture_output=True)
    with served(project / "build" / "quarto-site") as address:
        context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}/{NAME.format('zh')}.html?district=erqi")
        page.get_by_role("button", name="数字", exact=True).click()
        kept = wanted(package, lambda item: item.district == "erqi")
        assert [package.observations[key].value for key in ids(page)] == sorted(
            package.observations[key].value for key in kept
        )
        row(page, "erqi-party-history-audience").hover()
        cite(page, "erqi-party-history-audience").click()
        expect(page.locator(".ledger-notice")).to_have_text("引文已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == citation(package, page, "zh", "erqi-party-history-audience")
        page.set_viewport_size({"width": 1280, "height": 30_000})  # rows out of sight have no size yet
        found = Axe().run(page, context=".ledger", options={"runOnly": WCAG})
        assert found.violations_count == 0, found.generate_report()
        context.close()
