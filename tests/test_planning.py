"""How the reports of many districts are parted into slices."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_districts import write_project

from districtbrief.planning import Plan

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a project of so many districts that its reports are made slice by slice."""
    project = tmp_path_factory.mktemp("many") / "project"
    write_project(ROOT, project, 100)
    return project


def test_slices_have_the_size_that_was_asked_for(many: Path) -> None:
    """Every slice but the last has that many reports or more, and the cities of each are whole."""
    found = Plan.read(many, {"renderer": "embedded", "slice_size": 40}).slices
    cities = [{spec.city for spec in members} for members in found.values()]

    assert list(found)[:2] == ["001", "002"]
    assert all(len(members) >= 40 for members in list(found.values())[:-1])
    assert sum(map(len, found.values())) == 200
    assert sum(map(len, cities)) == len(set.union(*cities))


def test_a_slice_is_found_by_its_number(many: Path) -> None:
    """Snakemake reads 002 as 2, and the run for the slice makes its reports all the same."""
    plan = Plan.read(many, {"renderer": "embedded", "slice_size": 40, "slice": 2})

    assert list(plan.reports.values()) == plan.slices["002"]
    assert plan.wanted == plan.audited
