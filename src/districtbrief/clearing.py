"""What a run removes before it begins: what is of nothing any more, what was left half done, what failed last time."""

from __future__ import annotations

import shutil
from pathlib import Path

from districtbrief.broken import BROKEN, failures
from districtbrief.leavings import clear_leavings
from districtbrief.outdated import left_over
from districtbrief.planning import Plan
from districtbrief.resting import search_folder


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
    for mark, members in zip(plan.sliced, plan.slices.values(), strict=True):
        if not all((plan.root / plan.pages / page).exists() for spec in members for page in spec.pages):
            (plan.root / mark).unlink(missing_ok=True)


def _forget_parts(plan: Plan) -> None:
    """Remove the parts of the search that are none any more: whatever lies there is published."""
    for part in search_folder(plan.root, Path(plan.pages)).glob("*/"):
        if part.name not in plan.searched:
            shutil.rmtree(part)
