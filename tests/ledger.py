"""The ledger of the real data, as pages in both languages, and what a reader's hands do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import ROOT, Speak, copy_project
from nbformat import v4, write
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from rendering import finish_site

from districtbrief.datapackage import DataPackage
from districtbrief.renderers.manuscript import read_manuscript
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project
from districtbrief.report import build_report
from districtbrief.rows import Observation
from districtbrief.wording import locale

LANGUAGES = ("zh", "en")
NAME = "reports/{}/observations"
ROWS = ".ledger tbody tr:visible"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

Open = Callable[..., Page]


def lay_out(root: Path, speak: Speak) -> Path:
    """Write the ledger of the real data in both languages, as notebooks that have been executed."""
    copy_project(root)
    for lang in LANGUAGES:
        told = speak(build_report(ROOT, "observations", {"districts": [], "themes": [], "lang": lang}), "observations")
        front = f"---\ntitle: Ledger\nlang: {locale(lang)['tag']}\ndate: 2026-11-21\n---"
        path = root / f"{NAME.format(lang)}.ipynb"
        path.parent.mkdir(parents=True)
        write(v4.new_notebook(cells=[v4.new_raw_cell(front), v4.new_markdown_cell(told)]), path)
    return root


def render(project: Path) -> Path:
    """Render these pages with the embedded renderer."""
    site = project / "site"
    for lang in LANGUAGES:
        name = NAME.format(lang)
        manuscript = read_manuscript(project / f"{name}.ipynb", name=f"{name}.ipynb")
        page = convert(manuscript, Project.read(project), to=("html",))["html"]
        (site / name).parent.mkdir(parents=True)
        (site / f"{name}.html").write_text(page, encoding="utf-8")
    finish_site(project, site)
    return site


@contextmanager
def opener(chromium: Browser, address: str) -> Iterator[Open]:
    """Give the opener of the ledger: ``read(lang, query, **options of the browser)``; nothing may go wrong on it."""
    contexts: list[BrowserContext] = []
    told: list[str] = []
    asked: list[str] = []

    def opened(lang: str = "en", query: str = "", **options: Any) -> Page:
        context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/{NAME.format(lang)}.html{query}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []
    assert [url for url in asked if not url.startswith(f"{address}/")] == []


def ids(page: Page) -> list[str]:
    """List the observations that are shown, in order."""
    found: list[str] = page.locator(f"{ROWS} a.entry").evaluate_all("(links) => links.map((link) => link.id.slice(4))")
    return found


def wanted(package: DataPackage, keeps: Callable[[Observation], bool]) -> set[str]:
    """List the observations that a filter must show."""
    return {key for key, row in package.observations.items() if keeps(row)}


def choose(page: Page, column: str, value: str) -> None:
    """Choose in one of the filters."""
    page.locator(f".ledger select[name={column}]").select_option(value)


def row(page: Page, key: str) -> Locator:
    """Find the row of an observation."""
    return page.locator(".ledger tbody tr").filter(has=page.locator(f"#row-{key}"))


def cite(page: Page, key: str) -> Locator:
    """Find the button that copies the citation of an observation."""
    return row(page, key).get_by_role("button")


def facets_of(item: Observation) -> dict[str, str]:
    """Give the values that an observation may be filtered by."""
    return {
        "district": item.district,
        "theme": item.indicator.theme,
        "status": item.status,
        "qualifier": item.qualifier,
        "grade": item.indicator.grade or "unpaired",
    }
