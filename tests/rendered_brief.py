"""The brief of a project rendered in both languages, to be broken and audited."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from copying import FEW, copy_project
from rendering import finish_site, render_all

from districtbrief.audit import Audit, audit
from districtbrief.renderers.embedded import render_page

BRIEF = "reports/en/brief.html"
PDF = "reports/en/brief.pdf"
CHINESE = "reports/zh/brief.html"
CHART = "figures/en/brief-side-by-side"


@dataclass(frozen=True)
class Rendered:
    """A rendered site, and the project that it was rendered from."""

    project: Path
    site: Path

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Change a file of the site, which must change."""
        path = self.site / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, "nothing was planted"
        path.write_text(after, encoding="utf-8")

    def render(self, name: str, change: Callable[[str], str]) -> None:
        """Change the Markdown of an executed notebook, and render its page and PDF anew."""
        notebook = self.project / name.replace(".html", ".ipynb").replace(".pdf", ".ipynb")
        before = notebook.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, "nothing was planted"
        notebook.write_text(after, encoding="utf-8")
        render_page(notebook, project=self.project, site=self.site)
        notebook.write_text(before, encoding="utf-8")

    def print_anew(self, change: Callable[[str], str]) -> None:
        """Change the English brief's PDF and not its page."""
        page = (self.site / BRIEF).read_bytes()
        self.render(BRIEF, change)
        (self.site / BRIEF).write_bytes(page)

    def audit(self) -> Audit:
        """Audit the site."""
        return audit(self.project, self.site)


def render_few(folder: Path) -> None:
    """Render the few reports of a project that is as it is, where the pipeline renders them."""
    root = copy_project(folder / "project", FEW)
    render_all(root, pages_of(root))


def pages_of(root: Path) -> Path:
    """Say where the pages of a project are rendered."""
    return root / "build" / "pages" / "embedded"


def render(root: Path) -> Rendered:
    """Render the brief of a project in both languages, and what a site has besides."""
    (root / "reports.yml").write_text(FEW, encoding="utf-8")
    site = root / "site"
    render_all(root, site)
    finish_site(root, site)
    return Rendered(root, site)


def add_cell(notebook: str, markdown: str) -> str:
    """Put Markdown before the last cell of an executed notebook."""
    told = nbformat.reads(notebook, as_version=4)
    told.cells.insert(-1, nbformat.v4.new_markdown_cell(markdown))
    return nbformat.writes(told)


def linked(text: str, anchor: str, wanted: str) -> str:
    """Print a number otherwise, wherever it stands on a page."""
    return re.sub(rf'((?:href="#|id=")(?:{anchor})"[^>]*>)[^<]*', rf"\g<1>{wanted}", text)


def without_number(notebook: str, count: int = 1) -> str:
    """Take a number out of the text of an executed notebook, once or, for 0, wherever it stands."""
    return re.sub(r"\[[^\]]*\]\(#obs-erqi-compounds\)\{[^}]*\}", "some", notebook, count=count)


def replaced(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    """Give the change of a text that puts one piece in the place of another."""
    return lambda text: text.replace(old, new, count)


def within(start: str, old: str, new: str) -> Callable[[str], str]:
    """Give the change of the first such piece of a text that stands somewhere behind a beginning."""
    return lambda text: re.sub(f"({start}.*?){re.escape(old)}", rf"\g<1>{new}", text, count=1, flags=re.DOTALL)
