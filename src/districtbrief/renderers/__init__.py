"""Turns executed notebooks into HTML pages and PDFs, through Quarto or through the engines it is made of."""

from __future__ import annotations

from districtbrief.renderers.choice import Choice, choose, engines
from districtbrief.renderers.embedded import render_page, render_site
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.project import Project
from districtbrief.renderers.publish import finish_site, put
from districtbrief.renderers.quarto import render_site_with_quarto

__all__ = [
    "Choice",
    "Project",
    "choose",
    "engines",
    "finish_site",
    "provide_fonts",
    "put",
    "render_page",
    "render_site",
    "render_site_with_quarto",
]
