"""What the pipeline types: each command is a step of a build. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.options import Options
from districtbrief.telling import Answer, only_faults, tell

if TYPE_CHECKING:
    from districtbrief.specs import ReportSpec

PUBLISHED = "published _site/"
"""What the last step says."""


def done(line: str, **told: object) -> Answer:
    """Tell the run that started this step what it has done."""
    return Answer([f"districtbrief: {line}"], told)


def as_options(options: argparse.Namespace, renderer: str) -> Options:
    """Give what was typed as a build takes it."""
    return Options(
        renderer=renderer,
        cores=options.cores,
        draft=options.draft,
        keep_going=options.keep_going or options.partial,
        partial=options.partial,
        time_limit=options.time_limit,
        debug=options.debug,
    )


@contextmanager
def noting_failures(root: Path, options: argparse.Namespace, *names: str) -> Iterator[list[Fault]]:
    """Make a step of reports or of parts of the data; note why it fails, and go on where a partial site is asked for.

    Yields the faults, which are there when the step is over.

    Raises:
        FaultError: the step failed, and no partial site is asked for.
    """
    from districtbrief.broken import note

    failed: list[Fault] = []
    try:
        with only_faults(options.typed, debug=options.debug):
            yield failed
    except FaultError as error:
        for name in names:
            note(root, name, error.faults)
        if not options.partial:
            raise
        tell(error.faults)
        failed += error.faults


def execute(root: Path, options: argparse.Namespace) -> Answer:
    """Run one report's notebook, or have a page stand in for it."""
    from districtbrief.broken import refuse_broken
    from districtbrief.notebooks import execute as run
    from districtbrief.resting import districts_read
    from districtbrief.standins import stand_in

    spec = _spec(root, options.path)
    with noting_failures(root, options, spec.stem) as failed:
        refuse_broken(root, districts_read(root, spec))
        run(root, spec, options.time_limit)
    if failed:
        stand_in(root, spec)
        return Answer()
    return done(f"executed {spec.path}")


def render(root: Path, options: argparse.Namespace) -> Answer:
    """Render one page with the embedded renderer, or one that stands in for it."""
    from districtbrief.renderers.embedded import render_page
    from districtbrief.renderers.fonts import provide_fonts
    from districtbrief.resting import pages_folder
    from districtbrief.standins import stand_in

    provide_fonts(root)
    site, path = pages_folder(root, "embedded", draft=options.draft), options.path
    with noting_failures(root, options, path.with_suffix("").as_posix()) as failed:
        render_page(path, project=root, site=site, draft=options.draft)
    if failed:
        stand_in(root, _spec(root, path))
        render_page(path, project=root, site=site, draft=options.draft)
    return done(f"rendered {path.as_posix()}")


def render_site(root: Path, options: argparse.Namespace) -> Answer:
    """Render every page with Quarto."""
    from districtbrief.renderers.quarto import render_site_with_quarto
    from districtbrief.resting import pages_folder

    render_site_with_quarto(root, pages_folder(root, "quarto", draft=options.draft), draft=options.draft)
    return done("rendered every page with Quarto")


def build_slice(root: Path, options: argparse.Namespace) -> Answer:
    """Make one slice of very many reports."""
    from districtbrief.pipeline import build_slice as build

    code = build(root, options.slice, replace(as_options(options, "embedded"), slice_size=options.slice_size))
    if code:
        sys.exit(code)  # the steps have said what is wrong
    return done(f"made slice {options.slice}")


def audit_report(root: Path, options: argparse.Namespace) -> Answer:
    """Hold one report's pages against `data/`, and keep what was found for `publish`."""
    from districtbrief.audited import Audited

    Audited(root, root / options.pages).audit(options.name)
    return done(f"audited {options.name}")


def index_part(root: Path, options: argparse.Namespace) -> Answer:
    """Index some of very many reports, as a part of the site's search."""
    from districtbrief.indexing import index_part as index

    index(root, root / options.pages, options.part, options.reports)
    return done(f"indexed part {options.part}")


def publish(root: Path, options: argparse.Namespace) -> Answer:
    """Put the audited pages together and swap them in as `_site/`.

    Raises:
        FaultError: something is wrong with the data, and no partial site is asked for; or as `publishing.publish` says.
    """
    from districtbrief.broken import failures
    from districtbrief.publishing import publish as swap_in

    if not options.partial:
        refuse(fault for what, faults in failures(root).items() if what.startswith("data/") for fault in faults)
    swap_in(root, root / options.pages)
    return done(PUBLISHED)


def _spec(root: Path, path: Path) -> ReportSpec:
    from districtbrief.specs import read_specs

    specs = {spec.path: spec for spec in read_specs(root)}
    if path.as_posix() not in specs:
        raise FaultError([Fault.of("command.no-report", path.as_posix(), nearest=nearest(path, specs))])
    return specs[path.as_posix()]
