"""The renderer that needs nothing but wheels: pandoc and Typst, the engines Quarto itself is made of."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from babel.dates import format_date

from districtbrief.faults import Fault, FaultError
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project
from districtbrief.renderers.source import Source, read_source
from districtbrief.renderers.typesetting import typeset


def render_page(source: Path, *, project: Path, site: Path, draft: bool = False) -> list[Path]:
    """Render one notebook to HTML and PDF, or what asks for ``format: html`` to that alone; a draft is stamped.

    Jobs for different sources may run at once: files appear whole, by renaming.

    Returns:
        The files written, HTML first.

    Raises:
        FaultError: the source, pandoc or Typst found something to complain of; every complaint is in it.
    """
    settings = Project.read(project, draft=draft)
    page = read_source(source, name=settings.named(source))
    target = site / source.resolve().relative_to(settings.root)
    outputs = {".html": render_html(page, settings).encode()}
    if page.printed:
        outputs[".pdf"] = render_pdf(page, settings)
    return [_write(target.with_suffix(suffix), content) for suffix, content in outputs.items()]


def render_site(project: Path, site: Path, *, draft: bool = False) -> list[Path]:
    """Render every input of the site, as many at once as there are processors, and raise all faults together."""
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
    up = "../" * source.name.count("/")
    metadata = _metadata(source, project, to="html") | {
        "site-title": project.title,
        "root": up,
        "site-footer": project.footer,
        "navigation": [{**entry, "href": up + _published(entry["href"])} for entry in project.navigation],
        "printed": Path(source.name).with_suffix(".pdf").name if source.printed else "",
        "day": _day(source.front.get("date"), source.lang),
    }
    page = convert(source, project, to="html", metadata=metadata)
    # pandoc sets footnotes off by a rule; Quarto, for the same notes, by a heading.
    return page.replace(
        'role="doc-endnotes">\n<hr />', f'role="doc-endnotes">\n<h2>{metadata["words"]["footnotes"]}</h2>'
    )


def render_pdf(source: Source, project: Project) -> bytes:
    """Render ``source`` as PDF/A-2b and PDF/UA-1."""
    numbering = project.option("section-numbering", source.front, to="typst")
    metadata = _metadata(source, project, to="typst") | {"section-numbering": numbering}
    return typeset(convert(source, project, to="typst", metadata=metadata), source, project)


def _metadata(source: Source, project: Project, *, to: str) -> dict[str, Any]:
    stamp = {"stamp": project.stamp} if project.stamp else {}
    return (
        source.front
        | stamp
        | {
            "date": str(source.front.get("date", "")),
            "here": str(Path(source.name).parent),
            "words": project.words_in(source.lang),
            "number-sections": bool(project.option("number-sections", source.front, to=to)),
            "toc": bool(project.option("toc", source.front, to=to)),
        }
    )


def _published(path: str) -> str:
    return path.replace(".qmd", ".html").replace(".ipynb", ".html")


def _day(day: Any, lang: str) -> str:  # noqa: ANN401 - YAML gives a date or a text
    return format_date(day, "long", locale=lang.replace("-", "_")) if day else ""


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(path)
    return path
