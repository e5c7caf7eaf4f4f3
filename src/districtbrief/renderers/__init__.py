"""Turns executed notebooks into HTML pages and PDFs, through Quarto or through the engines it is made of."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # who asks for the choice alone would wait for pandoc's and Typst's modules
    from typing import Any

    from districtbrief.renderers.choice import Choice, choose, engines
    from districtbrief.renderers.embedded import render_page
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
    "render_site_with_quarto",
]
_PLACES = {
    "choice": ("Choice", "choose", "engines"),
    "embedded": ("render_page",),
    "fonts": ("provide_fonts",),
    "project": ("Project",),
    "publish": ("finish_site", "put"),
    "quarto": ("render_site_with_quarto",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Import what is asked for when it is."""
    for module, names in _PLACES.items():
        if name in names:
            from importlib import import_module  # noqa: PLC0415

            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)
