"""A whole site rendered by the embedded renderer, and read again: a build does both a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.finished import FinishedPage, finished_page
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.project import Project


def render_site(project: Path, site: Path, *, draft: bool = False) -> None:
    """Render every page that `_quarto.yml` names, as many at once as there are processors."""
    provide_fonts(project)
    render = partial(render_page, project=project, site=site, draft=draft)
    with ThreadPoolExecutor() as pool:
        list(pool.map(render, Project.read(project).inputs()))


def finished_pages(site: Path) -> Iterator[FinishedPage]:
    """Read the pages of a site in the order of their names; one that only leads on to another is none."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    yield from filter(None, (finished_page(site, name) for name in names))
