"""The same project gives the same bytes, wherever, whenever, by whomever and on whatever it is built."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, copy_project
from copying import FEW

from districtbrief.made import Made, write_manifest
from districtbrief.manifest import FILE, input_files, sha256
from districtbrief.reproduce import HERE, THERE, build, compare, lay_out

BUILDS = {"embedded": (), "quarto": (pytest.mark.quarto, pytest.mark.hour)}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=marks) for name, marks in BUILDS.items()])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build a small project twice, each time from what the manifest lists and nothing else."""
    root = copy_project(tmp_path_factory.mktemp("same") / "project", FEW)
    for what in (what for made in (HERE, THERE) for what in made.wanting()):
        warnings.warn(f"not varied: {what}", stacklevel=1)
    one, other = (build(root, root.parent, made, request.param) for made in (HERE, THERE))
    return one, other


@pytest.mark.long
def test_every_byte_is_the_same(both: tuple[Path, Path]) -> None:
    """Site and charts do not differ, their manifests neither, and each site is as its own manifest says."""
    one, other = both
    assert compare(one, other) == []
    assert (one / "_site" / FILE).read_bytes() == (other / "_site" / FILE).read_bytes()
    assert (one / "_site" / "reports" / "zh" / "brief.pdf").is_file()


@pytest.mark.long
def test_permissions_are_what_the_builder_grants(both: tuple[Path, Path]) -> None:
    """They may differ: a file is read and written by whom the umask of its builder allows, and run by nobody."""
    for project, made in zip(both, (HERE, THERE), strict=True):
        modes = {path.stat().st_mode & 0o777 for path in (project / "_site").rglob("*") if path.is_file()}
        assert modes == {0o666 & ~made.umask}


def test_the_circumstances_differ_in_all_that_they_say() -> None:
    """Folder, environment, home, permissions, processors, times and order of files, and day."""
    assert {name for name, value in vars(HERE).items() if value == vars(THERE)[name]} == set()
    assert {name for name in HERE.env if HERE.env[name] == THERE.env.get(name)} == set()


@pytest.mark.parametrize("named", ["_faketime", "shutil.which"])
def test_what_cannot_be_varied_is_said(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a machine cannot be made to believe in another day, or in one processor."""
    before = [what for made in (HERE, THERE) for what in made.wanting()]
    monkeypatch.setattr(f"districtbrief.reproduce.{named}", lambda *_: None)
    after = [what for made in (HERE, THERE) for what in made.wanting()]
    assert {"_faketime": "the day: there is no libfaketime", "shutil.which": "the processors: there is no taskset"}[
        named
    ] in after
    assert set(before) <= set(after)


def test_a_copy_has_what_is_listed_and_nothing_else(tmp_path: Path) -> None:
    """Written at the times that the circumstances say, in one order or the other."""
    lay_out(ROOT, tmp_path / "one", HERE)
    lay_out(ROOT, tmp_path / "other", replace(THERE, folder="b"))
    listed = input_files(ROOT, ROOT / "src" / "districtbrief")
    for folder in ("one", "other"):
        made = {
            path.relative_to(tmp_path / folder).as_posix() for path in (tmp_path / folder).rglob("*") if path.is_file()
        }
        assert made == {f"src/{name}" if name.startswith("districtbrief/") else name for name in listed}
    times = [(tmp_path / "other" / name).stat().st_mtime for name in ("Snakefile", "reports.yml")]
    assert times[0] < times[1]


def test_a_byte_that_differs_is_found(tmp_path: Path) -> None:
    """In a page, in a chart that no page shows, and in a site that is not as its manifest says."""
    for name in ("one", "other"):
        for path in (f"{name}/_site/index.html", f"{name}/figures/zh/a.svg"):
            (tmp_path / path).parent.mkdir(parents=True)
            (tmp_path / path).touch()
        write_manifest(ROOT, tmp_path / name / "_site", Made("embedded", draft=False, engines={}))
    one, other = tmp_path / "one", tmp_path / "other"
    assert compare(one, other) == []
    (other / "figures/zh/a.svg").write_text("x", encoding="utf-8")
    (other / "_site/index.html").write_text("x", encoding="utf-8")
    assert sha256(one / "_site" / FILE) == sha256(other / "_site" / FILE)
    assert compare(one, other) == [f"{other}: changed index.html", "_site/index.html", "figures/zh/a.svg"]
