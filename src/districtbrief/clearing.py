"""What a run removes before it begins: what is of nothing any more, what was left half done, what failed last time."""

from __future__ import annotations

import json
import os
import shutil
from functools import cache
from pathlib import Path

from districtbrief.broken import BROKEN, failures
from districtbrief.leavings import clear_leavings
from districtbrief.outdated import left_over
from districtbrief.planning import Plan
from districtbrief.resting import search_folder


@cache
def begin(root: Path, config: str, *, elsewhere: bool = False) -> Plan:
    """Plan a run, and clear away before it, once a process: what is asked for next goes by the same plan.

    Args:
        root: the project.
        config: what Snakemake was told, as JSON.
        elsewhere: whether this is but a job of a run that others are at work in too, and that has cleared away.
    """
    plan = Plan.read(root, json.loads(config))
    if not elsewhere:
        clear_away(plan)
    return plan


def clear_away(plan: Plan) -> None:
    """Remove what is of no report any more, what a killed run left, and the marks of what has since been deleted.

    Where this run makes all, no other one may be at work.
    """
    if not plan.slice_name:
        clear_leavings(plan.root)
    for name in left_over(plan.root, plan.specs, plan.reports):
        (plan.root / name).unlink()
    if plan.slice_name:
        return
    _forget_broken(plan)
    _forget_deleted(plan)
    _forget_parts(plan)


def _forget_broken(plan: Plan) -> None:
    """Have what failed in the last build made anew, whatever stands in its place."""
    for what in failures(plan.root):
        part = Path(what).name
        made = plan.mark_of(plan.batch_of.get(part, part)) if what.startswith("data/") else f"{what}.ipynb"
        (plan.root / made).unlink(missing_ok=True)
        for name, members in plan.slices.items():
            if f"{what}.ipynb" in {spec.path for spec in members} or what.startswith("data/"):
                (plan.root / plan.slice_of(name)).unlink(missing_ok=True)
    shutil.rmtree(plan.root / BROKEN, ignore_errors=True)


def _forget_deleted(plan: Plan) -> None:
    """Have the site published anew where it is gone, and slices made anew whose pages are."""
    if not (plan.root / "_site" / "index.html").exists():
        (plan.root / "build" / "published").unlink(missing_ok=True)
    folder = f"{plan.root / plan.pages}/"
    for mark, members in zip(plan.sliced, plan.slices.values(), strict=True):
        if not all(os.path.exists(folder + page) for spec in members for page in spec.pages):  # noqa: PTH110
            (plan.root / mark).unlink(missing_ok=True)


def _forget_parts(plan: Plan) -> None:
    """Remove the parts of the search that are none any more: whatever lies there is published."""
    for part in search_folder(plan.root, Path(plan.pages)).glob("*/"):
        if part.name not in plan.searched:
            shutil.rmtree(part)
