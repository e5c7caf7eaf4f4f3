"""The renderer that needs nothing but wheels: pandoc and Typst, the engines Quarto itself is made of."""

from __future__ import annotations

from pathlib import Path

from districtbrief.filing import write_whole
from districtbrief.renderers.manuscript import read_manuscript
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project
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
    page = read_manuscript(source, name=settings.named(source))
    target = site / source.resolve().relative_to(settings.root)
    texts = convert(page, settings, to=("html", "typst") if page.printed else ("html",))
    outputs = {".html": texts["html"].encode()}
    if page.printed:
        outputs[".pdf"] = typeset(texts["typst"], page, settings)
    for suffix, content in outputs.items():
        write_whole(target.with_suffix(suffix), content)
    return [target.with_suffix(suffix) for suffix in outputs]
