"""What a run makes, what each report rests on, and how very many reports are parted into slices."""

from __future__ import annotations

import time
from dataclasses import replace
from json import dumps
from pathlib import Path

import pytest
from make_districts import write_project

from districtbrief import planning
from districtbrief.broken import failures, note
from districtbrief.clearing import begin, clear_away
from districtbrief.faults import Fault
from districtbrief.manifest import input_files
from districtbrief.options import SLICE
from districtbrief.planning import Plan
from districtbrief.resting import KINDS, sources_of
from districtbrief.slicing import MANY, slices
from districtbrief.specs import read_specs

ROOT = Path(__file__).parent.parent
EMBEDDED = {"renderer": "embedded"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a project of so many districts that their reports are made in slices."""
    folder = tmp_path_factory.mktemp("many") / "project"
    write_project(ROOT, folder, 120, cities=True)
    return folder


@pytest.fixture(scope="module")
def plan(many: Path) -> Plan:
    """Read the plan of its outer run."""
    return Plan.read(many, EMBEDDED)


def test_few_reports_are_made_in_one_run(root: Path) -> None:
    """The two real districts need no slices: each report has its own jobs, and publishing waits for all."""
    plan = Plan.read(root, EMBEDDED)

    assert plan.slices == {}
    assert set(plan.reports) == {spec.path for spec in read_specs(root)}
    assert plan.wanted[-1] == "build/published"
    assert {*plan.reports, *plan.audited, "build/validated/districts-001", "build/noted/looks"} < set(plan.wanted)
    assert "build/audited/embedded/brief.json" in plan.audited


def test_every_report_of_a_city_or_district_is_in_one_slice(plan: Plan) -> None:
    """A slice holds whole cities; what is about no district is made by the outer run."""
    members = [spec for group in plan.slices.values() for spec in group]
    cities = {name: {spec.city for spec in group} for name, group in plan.slices.items()}

    assert len(plan.specs) >= MANY
    assert len(members) == len({spec.path for spec in members})
    assert {spec.path for spec in members} | set(plan.reports) == set(plan.specs)
    assert {spec.name for spec in plan.reports.values()} == {"index", "checked", "search"}
    assert sum(map(len, cities.values())) == len(set().union(*cities.values()))
    assert all(len(group) >= SLICE for group in list(plan.slices.values())[:-1])


def test_a_slice_makes_its_own_reports_and_publishes_nothing(many: Path, plan: Plan) -> None:
    """The run of a slice wants its reports and their audits, and rests on their tables and prose only."""
    name, members = next(iter(plan.slices.items()))
    part = Plan.read(many, {**EMBEDDED, "slice": name})

    assert list(part.reports.values()) == members
    assert {*part.reports, *part.audited} < set(part.wanted)
    assert "build/published" not in part.wanted
    assert set(part.audited) == {f"build/audited/embedded/{spec.name}.json" for spec in members}
    tables = {path for path in plan.read_by(*members) if path.startswith("data/observations/")}
    assert tables == {
        f"data/observations/{row}.csv" for spec in members for row in [spec.parameters.get("district")] if row
    }


def test_with_quarto_there_are_no_slices(plan: Plan) -> None:
    """Quarto renders all pages in one go."""
    assert replace(plan, renderer="quarto").slices == {}


def test_slices_do_not_depend_on_what_comes_later(many: Path) -> None:
    """A district added at the end changes no slice but the last."""
    specs = list(read_specs(many))
    fewer = [spec for spec in specs if spec.city != specs[-30].city]

    assert next(iter(slices(fewer).values())) == next(iter(slices(specs).values()))


def test_a_slice_that_lacks_a_page_is_made_again(many: Path, plan: Plan) -> None:
    """What says that a slice is made is removed where one of its pages has been deleted."""
    marks = [many / mark for mark in plan.sliced]
    for mark, members in zip(marks, plan.slices.values(), strict=True):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        for page in (page for spec in members for page in spec.pages):
            (many / plan.pages / page).parent.mkdir(parents=True, exist_ok=True)
            (many / plan.pages / page).touch()
    (many / plan.pages / plan.slices["002"][0].pages[0]).unlink()
    clear_away(Plan.read(many, EMBEDDED))

    assert [mark.exists() for mark in marks] == [name != "002" for name in plan.slices]


def test_the_search_has_the_same_parts_however_the_site_is_made(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is of whole cities; what is in no slice is in no part. A site without slices has none."""
    monkeypatch.setattr(planning, "PART", 90)
    plans = [Plan.read(many, {**EMBEDDED, "slice_size": size}) for size in (20, 60, 300)]
    named = [{part: plan.names_in(part) for part in plan.searched} for plan in plans]
    members = {spec.name for group in plans[0].slices.values() for spec in group}
    cities = [{spec.city for spec in group} for group in plans[0].searched.values()]

    assert len(named[0]) > 1
    assert named == named[:1] * 3
    assert sorted(name for names in named[0].values() for name in names) == sorted(members)
    assert sum(map(len, cities)) == len(set().union(*cities))
    assert Plan.read(many, {**EMBEDDED, "many": 10**6}).searched == {}


@pytest.mark.parametrize("size", [20, 60, 300])
def test_a_part_rests_on_the_slices_that_its_reports_are_in(
    many: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """On all of these and no other, be they smaller than it or larger."""
    monkeypatch.setattr(planning, "PART", 90)
    plan = Plan.read(many, {**EMBEDDED, "slice_size": size})
    for part, specs in plan.searched.items():
        wanted = [name for name, group in plan.slices.items() for spec in group if spec in specs]
        assert plan.slices_of(part) == [plan.slice_of(name) for name in dict.fromkeys(wanted)]


def test_a_part_of_the_search_that_is_none_any_more_is_removed(many: Path, plan: Plan) -> None:
    """Whatever lies there is published."""
    marks = [many / plan.part_of(name) for name in ("001", "999")]
    for mark in marks:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    clear_away(Plan.read(many, {**EMBEDDED, "slice": "002"}))
    assert [mark.exists() for mark in marks] == [True, True]
    clear_away(Plan.read(many, EMBEDDED))
    assert [mark.exists() for mark in marks] == [True, False]


def test_what_failed_is_made_anew_by_the_next_build(many: Path, plan: Plan) -> None:
    """A report's stand-in, a table's mark and their slices go; a slice's own run leaves what this build has noted."""
    spec = plan.slices["001"][0]
    report, stamp = many / spec.path, many / plan.mark_of("districts-001")
    for path in (report, stamp, many / plan.slice_of("001")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"cells": []}', encoding="utf-8")
    note(many, spec.path.removesuffix(".ipynb"), [Fault("here", "this", "that")])
    table = f"data/{plan.batches['districts-001'][0]}"
    note(many, table, [Fault("there", "a\nbreak", "mend it")])
    clear_away(Plan.read(many, {**EMBEDDED, "slice": "002"}))
    assert failures(many)[table] == [Fault("there", "a break", "mend it")]
    clear_away(Plan.read(many, EMBEDDED))

    assert not report.exists()
    assert not stamp.exists()
    assert not (many / plan.slice_of("001")).exists()
    assert failures(many) == {}


def test_slices_have_the_size_that_was_asked_for(many: Path) -> None:
    """A cluster wants larger ones: every slice but the last has that many reports or more."""
    found = Plan.read(many, {**EMBEDDED, "slice_size": 100}).slices

    assert list(found)[:2] == ["001", "002"]
    assert all(len(members) >= 100 for members in list(found.values())[:-1])


def test_a_slice_is_found_by_its_number(many: Path, plan: Plan) -> None:
    """Snakemake reads 002 as 2, and the run for the slice makes its reports all the same."""
    assert list(Plan.read(many, {**EMBEDDED, "slice": 2}).reports.values()) == plan.slices["002"]


@pytest.mark.hour
def test_planning_grows_with_the_reports_and_not_faster(tmp_path: Path) -> None:
    """All 2,850 districts, 7,600 reports, are planned in a few seconds."""
    write_project(ROOT, tmp_path / "project", 2850, cities=True)
    started = time.perf_counter()
    plan = Plan.read(tmp_path / "project", EMBEDDED)
    described = [plan.described(*members) for members in plan.slices.values()]

    assert sum(text.count(".ipynb") for text in described) > 7000
    assert time.perf_counter() - started < 10


def test_each_input_of_the_manifest_is_noted_for_publishing(root: Path) -> None:
    """But for the observations, on which reports rest: so that no manifest is older than what it lists."""
    plan = Plan.read(root, {"renderer": "embedded"})
    noted = {path for kind in (*KINDS, "site") for path in sources_of(plan.root, kind)}
    listed = {path.relative_to(root).as_posix() for path in input_files(root, root / "src" / "districtbrief").values()}
    assert {path for path in listed - noted if not path.startswith("data/observations/")} == set()


def test_a_run_clears_away_once(many: Path) -> None:
    """What its first target notes is there when Snakemake comes to the next, which goes by the same plan."""
    fault = Fault("there", "this", "mend it")
    note(many, "data/gone", [fault])
    first = begin(many, dumps(EMBEDDED))
    assert failures(many) == {}
    note(many, "data/gone", [fault])

    assert begin(many, dumps(EMBEDDED)) is first
    assert failures(many) == {"data/gone": [fault]}


def test_a_job_of_another_run_clears_nothing_away(many: Path) -> None:
    """On a cluster's node it finds what others are at work on."""
    note(many, "data/gone", [Fault("there", "this", "mend it")])
    begin(many, dumps(EMBEDDED), elsewhere=True)

    assert list(failures(many)) == ["data/gone"]
