"""What is done once, before anything is forked: everything imported, and what libraries prepare when first used."""

from __future__ import annotations

import contextlib
import gc
import importlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from districtbrief.faults import FaultError
from districtbrief.specs import ReportSpec, read_specs

IMPORTED = (
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "PIL.PngImagePlugin",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.core.completer",
    "papermill",
    "cn2an",
    "districtbrief.cli",
    "districtbrief.report",
    "districtbrief.notebooks",
    "districtbrief.validation",
    "districtbrief.pipeline",
    "districtbrief.renderers.embedded",
    "districtbrief.audited",
    "districtbrief.indexing",
    "districtbrief.publishing",
    "districtbrief.standins",
    "frictionless",
)
OFTEN = 50_000
"""After how many new objects a child looks for garbage: of a thousand districts it makes many, and needs them all."""


def warm_up(root: Path) -> Iterator[None]:
    """Import what steps and kernels need, then prepare what libraries and reports do; no thread or kernel is begun.

    Yields:
        Nothing, as often as what has been done by then may be forked.
    """
    for name in IMPORTED:
        importlib.import_module(name)
    gc.set_threshold(OFTEN, 20, 100)
    for prepare in (_read_words, _rehearse, _read_figures):
        for _ in prepare(root):
            gc.collect()
            gc.freeze()  # else the first collection of every child would copy all that it shares with this process
            yield


def _read_words(root: Path) -> Iterator[None]:
    """Read words and prose, and have done once what every step and kernel would do."""
    yield
    import nbformat  # noqa: PLC0415 - among what has just been imported
    from pypandoc import get_pandoc_path  # noqa: PLC0415

    from districtbrief.templates import open_template  # noqa: PLC0415
    from districtbrief.wording import locale  # noqa: PLC0415

    nbformat.validate({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []})  # compiled once
    get_pandoc_path()  # looked for once
    for path in sorted((root / "notebooks" / "text").glob("*.md.j2")):
        name, lang, *_ = path.name.split(".")
        with contextlib.suppress(FaultError):  # the report that needs it will say so
            locale(lang)
            open_template(path.parent, name, lang)
    yield


def _read_figures(root: Path) -> Iterator[None]:
    """Read the figures of all districts, some at a time: each page that compares them all would read them anew."""
    from districtbrief.datapackage import load, observed  # noqa: PLC0415 - among what has been imported
    from districtbrief.inspection import batches  # noqa: PLC0415

    with contextlib.suppress(Exception):  # what cannot be read validation will tell
        package = load(root, opened=[])
        for districts in batches(list(package.districts)):
            with contextlib.suppress(FaultError):
                observed(root, districts, package.indicators)
            yield


def _rehearse(root: Path) -> Iterator[None]:
    """Draw a chart in each language and word its report, and throw all away: libraries prepare much when first used."""
    with contextlib.suppress(Exception):  # what cannot be drawn is told by the report that shows it
        for spec in {spec.lang: spec for spec in read_specs(root) if "district" in spec.parameters}.values():
            _draw(root, spec)
            yield
    yield


def _draw(root: Path, spec: ReportSpec) -> None:
    """Draw a chart of a report.

    Raises:
        FaultError: the report cannot be built; whoever asks for it will be told.
    """
    from districtbrief.charts import make_chart, save_chart  # noqa: PLC0415 - among what has been imported
    from districtbrief.parameters import complete_parameters  # noqa: PLC0415
    from districtbrief.report import build_report  # noqa: PLC0415

    given = complete_parameters(root, spec.notebook, spec.parameters, spec.lang)
    report = build_report(root, spec.notebook, given)
    report.plain("themes")
    chart = make_chart("themes", report.voice.table, report.voice.locale)
    with tempfile.TemporaryDirectory() as folder:
        save_chart(chart, Path(folder), "rehearsed") if chart else None
