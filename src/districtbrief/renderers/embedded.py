"""The renderer that needs nothing but wheels: pandoc and Typst, the engines Quarto itself is made of."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from districtbrief.faults import Fault, FaultError
from districtbrief.filing import write_whole
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project
from districtbrief.renderers.source import Source, read_source
from districtbrief.renderers.typesetting import typeset


def render_page(source: Path, *, project: Path, site: Path, draft: bool = False) -> list[Path]:
    """Render one notebook to HTML and PDF, or ``index.qmd`` to HTML, under ``site``; a draft is stamped.

    Jobs for different sources may run at once: files appear whole, by renaming.

    Returns:
        The files written, HTML first.

    Raises:
        FaultError: the source, pandoc or Typst found something to complain of; every complaint is in it.
    """
    settings = Project.read(project, draft=draft)
    page = read_source(source, name=settings.named(source))
    target = site / source.resolve().relative_to(settings.root)
    texts = convert(page, settings, to=("html", "typst") if page.printed else ("html",))
    outputs = {".html": texts["html"].encode()}
    if page.printed:
        outputs[".pdf"] = typeset(texts["typst"], page, settings)
    for suffix, content in outputs.items():
        write_whole(target.with_suffix(suffix), content)
    return [target.with_suffix(suffix) for suffix in outputs]


def render_site(project: Path, site: Path, *, draft: bool = False) -> list[Path]:
    """Render every input of the site, as many at once as there are processors, and raise all faults together.

    Returns:
        The files written, in the order of the inputs.

    Raises:
        FaultError: as `render_page` does, once for all inputs.
    """
    provide_fonts(project)
    faults: list[Fault] = []
    written: list[Path] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        inputs = Project.read(project).inputs()
        for job in [pool.submit(render_page, item, project=project, site=site, draft=draft) for item in inputs]:
            try:
                written += job.result()
            except FaultError as error:
                faults += error.faults
    if faults:
        raise FaultError(faults)
    return written


def render_html(source: Source, project: Project) -> str:
    """Render ``source`` as a page that loads nothing from any other origin."""
    return convert(source, project, to=("html",))["html"]
