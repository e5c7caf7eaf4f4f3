"""Reports made in slices, of few here: each slice sees what has changed, and what is wrong stops all of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EditCell
from copying import contents
from make_districts import write_project
from settings import clean_environment

from districtbrief.csvtables import read_table
from districtbrief.indexing import index_part
from districtbrief.options import TARGETS
from districtbrief.planning import Plan

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
REPORTS = """\
date: 2026-11-21
languages: [zh, en]
reports:
  index: {notebook: home, formats: [html], label: {zh: 首页, en: Home}}
  profiles: {notebook: profile, for_each: districts, formats: [html], label: {zh: 各区, en: Districts}}
"""
SMALL = {"renderer": "embedded", "many": 3, "slice_size": 2}
MODES = ["--nolock", "--cores", "2"]


def begin(project: Path, *modes: str, **config: object) -> subprocess.Popen[str]:
    """Begin to make all, as `districtbrief report` asks Snakemake to."""
    told = [f"{key}={value}" for key, value in (SMALL | config).items()]
    command = [sys.executable, "-m", "districtbrief.scheduler", ",".join(TARGETS), *MODES, *modes, "--config", *told]
    environment = clean_environment(PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=project, env=environment, start_new_session=True, text=True, **pipes)


def make(project: Path, *modes: str, **config: object) -> tuple[int, set[str]]:
    """Make all; say how that ended, and which steps were done."""
    with begin(project, *modes, **config) as run:
        said = "".join(run.stdout or ())
    sys.stdout.write(said)  # which is shown where a test fails
    return run.returncode, set(map(str.strip, re.findall(r"districtbrief: (.+)", said)))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make seven districts of two cities, whose reports are two slices."""
    folder = tmp_path_factory.mktemp("slices") / "project"
    write_project(ROOT, folder, 7)
    (folder / "reports.yml").write_text(REPORTS, encoding="utf-8")
    assert list(Plan.read(folder, SMALL).slices) == ["001", "002"]
    code, done = make(folder)
    assert code == 0, done
    assert json.loads((folder / "_site/pagefind/parts.json").read_bytes()) == {"en-gb": ["001"], "zh-hans": ["001"]}
    return folder


@pytest.fixture
def district(project: Path) -> str:
    """Name the district whose reports are the second slice."""
    return Plan.read(project, SMALL).slices["002"][0].name


def first_figure(project: Path, district: str) -> tuple[Path, str]:
    """Find the table of a district, and its first figure."""
    table = project / "data" / "observations" / f"{district}.csv"
    return table, table.read_text(encoding="utf-8").splitlines()[1].split(",")[0]


@pytest.mark.long
def test_a_table_that_changes_has_its_slice_made_again_and_no_other(
    project: Path, district: str, edit_cell: EditCell
) -> None:
    """Of the slice, only the report of the district is executed; of the rest, what reads every table."""
    edit_cell(*first_figure(project, district), "note_en", "counted otherwise")

    code, done = make(project)

    assert code == 0, done
    checked = {step for step in done if step.startswith("checked")}
    executed = {f"executed reports/{lang}/{name}.ipynb" for lang in ("zh", "en") for name in (district, "index")}
    made = {step for step in done if step.startswith(("executed", "made", "indexed"))}
    assert made == {*executed, "made slice 002", "indexed part 001"}
    assert checked == {checked_line(project, district), "checked data/: together"}
    assert "published _site/" in done


def checked_line(project: Path, district: str) -> str:
    """Say what the step tells that validates a district, with the others of its batch."""
    (batch,) = [members for members in Plan.read(project, SMALL).batches.values() if district in members]
    return f"checked data/: {batch[0]} to {batch[-1]}, {len(batch)} districts"


@pytest.mark.long
def test_a_notebook_that_changes_has_every_slice_made_again(project: Path) -> None:
    """All reports of the notebook are executed, and no other."""
    pair = project / "notebooks" / "profile.py"
    pair.write_text(f"{pair.read_text(encoding='utf-8')}\n# %%\n# looked at again\n", encoding="utf-8")
    subprocess.run([BIN / "jupytext", "--sync", "--quiet", pair], check=True)

    code, done = make(project)

    assert code == 0, done
    specs = [spec for members in Plan.read(project, SMALL).slices.values() for spec in members]
    assert {step for step in done if step.startswith("executed")} == {f"executed {spec.path}" for spec in specs}
    assert {"made slice 001", "made slice 002", "published _site/"} <= done


def part_of(project: Path, **config: object) -> tuple[Path, list[str]]:
    """Give the folder of the one part of the search, and the names of its reports."""
    plan = Plan.read(project, SMALL | config)
    return (project / plan.part_of("001")).parent, plan.names_in("001")


def assert_part_is_current(project: Path, **config: object) -> None:
    """See that the part of the search is what one says that is made of the pages as they are now, and is published."""
    folder, names = part_of(project, **config)
    before = contents(folder)
    index_part(project, project / "build" / "pages" / folder.parent.name, "001", names)
    assert contents(folder) == before
    published = contents(project / "_site" / "pagefind" / "001")
    assert published == {name: before[name] for name in published}


@pytest.mark.long
def test_a_run_killed_when_a_slice_is_made_leaves_no_search_behind_it(
    project: Path, district: str, edit_cell: EditCell
) -> None:
    """The next run indexes what the slice's pages say by then."""
    edit_cell(*first_figure(project, district), "note_en", "counted a third time")
    run = begin(project)
    assert any("made slice 002" in line for line in run.stdout or ())
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    assert "counted a third time" not in (project / f"_site/reports/en/{district}.html").read_text(encoding="utf-8")

    code, done = make(project, "--rerun-incomplete")

    assert code == 0, done
    assert "indexed part 001" in done
    assert "counted a third time" in (project / f"_site/reports/en/{district}.html").read_text(encoding="utf-8")
    assert_part_is_current(project)


@pytest.mark.long
def test_drafts_have_parts_of_their_own(project: Path) -> None:
    """What is indexed of stamped pages lies apart from what is published without a stamp."""
    folder, _ = part_of(project)
    before = contents(folder)

    code, done = make(project, draft=True)

    assert code == 0, done
    assert part_of(project, draft=True)[0] != folder
    assert contents(folder) == before
    assert_part_is_current(project, draft=True)


@pytest.mark.long
def test_a_page_that_stands_in_is_found_in_its_part(project: Path, district: str, edit_cell: EditCell) -> None:
    """As long as its report is missing, and no longer."""
    table, figure = first_figure(project, district)
    value = next(row["value"] for row in read_table(table) if row["id"] == figure)
    edit_cell(table, figure, "value", "-5")
    code, done = make(project, "--keep-going", partial=True, keep_going=True)
    assert code == 0, done
    assert f"_site/reports/en/{district}.html" in standing_in(project)
    assert_part_is_current(project, partial=True)
    edit_cell(table, figure, "value", value)

    code, done = make(project)

    assert code == 0, done
    assert standing_in(project) == []
    assert_part_is_current(project)


def standing_in(project: Path) -> list[str]:
    """List the pages that say that their report is missing."""
    told = json.loads((project / "_site" / "audit.json").read_bytes())
    return [f"_site/{name}" for name in told.get("missing", ())]


@pytest.mark.long
def test_a_table_that_changes_is_seen_where_snakemake_has_no_record(
    project: Path, district: str, edit_cell: EditCell
) -> None:
    """As of a slice that was made elsewhere, or of a build that was copied without them."""
    shutil.rmtree(project / ".snakemake")
    edit_cell(*first_figure(project, district), "note_en", "counted without a record")

    code, done = make(project)

    assert code == 0, done
    assert {checked_line(project, district), "made slice 002", "published _site/"} <= done
    assert "counted without a record" in (project / f"_site/reports/en/{district}.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_one_wrong_figure_stops_every_slice(project: Path, district: str, edit_cell: EditCell) -> None:
    """Though a sound table has changed too, nothing is made of it."""
    sound = Plan.read(project, SMALL).slices["001"][0].name
    edit_cell(*first_figure(project, sound), "note_en", "counted otherwise")
    edit_cell(*first_figure(project, district), "value", "-5")

    code, done = make(project)

    assert code == 1
    assert not [step for step in done if not step.startswith("checked")]
