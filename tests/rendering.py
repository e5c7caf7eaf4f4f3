"""Pages rendered by the embedded renderer within the tests' own process, and read again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from executing import run_cells

from districtbrief.parameters import ids_of
from districtbrief.renderers import search
from districtbrief.renderers.downloads import write_downloads, write_tables
from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.finished import FinishedPage, finished_page
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.project import Project
from districtbrief.renderers.publish import put_data, put_looks
from districtbrief.specs import ReportSpec, read_specs

DRAWN = (".svg", ".png", ".csv")
"""How the files of a chart end."""


def render_site(project: Path, site: Path, *, draft: bool = False) -> None:
    """Render every page that `_quarto.yml` names, as many at once as there are processors."""
    provide_fonts(project)
    render = partial(render_page, project=project, site=site, draft=draft)
    with ThreadPoolExecutor() as pool:
        list(pool.map(render, Project.read(project).inputs()))


def render_all(root: Path, site: Path) -> None:
    """Execute every report of a project, and render all of its pages."""
    for spec in read_specs(root):
        run_cells(root, spec)
    render_site(root, site)


def render_reports(root: Path, site: Path, specs: Iterable[ReportSpec]) -> None:
    """Execute some reports of a project, and render their pages and PDFs."""
    provide_fonts(root)
    for spec in specs:
        run_cells(root, spec)
        render_page(root / spec.path, project=root, site=site)


def finish_site(project: Path, site: Path) -> None:
    """Put beside rendered pages all that they refer to, as publishing does."""
    texts = (path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    stems = {stem for text in texts for stem in re.findall(r"figures/[\w-]+/[\w-]+(?=\.svg)", text)}
    put_looks(project, site, {f"{stem}{ending}" for stem in stems for ending in DRAWN})
    with TemporaryDirectory() as folder:
        write_tables(project, Path(folder), ids_of(project, "districts"))
        write_downloads(site, put_data(project, site), [Path(folder)])


def index_site(site: Path) -> list[Path]:
    """Index the pages of a site section by section, as publishing does where they are few."""
    folder = site / search.FOLDER
    return [*search.index_pages(folder, finished_pages(site)), search.list_parts(folder)]


def finished_pages(site: Path) -> Iterator[FinishedPage]:
    """Read the pages of a site in the order of their names; one that only leads on to another is none."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    yield from filter(None, (finished_page(site, name) for name in names))
