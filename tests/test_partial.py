"""One broken part among many: the rest is built, the summary names it, and a partial site says what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import Run, report, write_last_cell
from conftest import EditCell, copy_project

REPORTS = """date: 2026-11-21
languages: [zh, en]
reports:
  index: {notebook: directory, formats: [html], label: {zh: 首页, en: Home}}
  profiles: {notebook: profile, for_each: districts, label: {zh: 各区, en: Districts}}
  checked: {notebook: checked, formats: [html], label: {zh: 核对, en: Checks}}
"""
ENDLESS = "import time\ntime.sleep(1000)"
DEADLY = "import os\nos._exit(1)"


def read(project: Path, name: str) -> str:
    """Read a page that was published."""
    return (project / "_site" / "reports" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project, with few reports."""
    copy = copy_project(tmp_path_factory.mktemp("partial") / "project")
    (copy / "reports.yml").write_text(REPORTS, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def broken(project: Path, edit_cell: EditCell) -> Path:
    """Break one district's table."""
    edit_cell(project / "data" / "observations" / "erqi.csv", "erqi-open-letters", "value", "five")
    return project


@pytest.fixture(scope="module")
def going(broken: Path) -> Run:
    """Build all that can be built."""
    return report(broken, "--keep-going")


@pytest.fixture(scope="module")
def partial(broken: Path, going: Run) -> Run:
    """Publish it all the same."""
    assert going.code == 1
    return report(broken, "--partial")


@pytest.fixture(scope="module")
def mended(broken: Path, partial: Run, edit_cell: EditCell) -> Run:
    """Mend the table, and build as always."""
    assert partial.code == 0, "\n".join(partial.lines)
    edit_cell(broken / "data" / "observations" / "erqi.csv", "erqi-open-letters", "value", "5")
    return report(broken)


@pytest.mark.long
class TestOneBrokenDistrict:
    """A table that cannot be read, from the first build to the mended site."""

    def test_the_others_are_built_and_nothing_is_published(self, broken: Path, going: Run) -> None:
        """With `--keep-going` every report that does not rest on the table is made; there is no site."""
        made = {path.relative_to(broken).as_posix() for path in (broken / "reports").glob("*/*.ipynb")}
        names = ("index", "checked", "jinshui")

        assert going.code == 1
        assert made == {f"reports/{lang}/{name}.ipynb" for lang in ("zh", "en") for name in names}
        assert not (broken / "_site").exists()

    def test_the_summary_names_what_failed_its_cause_and_its_log(self, broken: Path, going: Run) -> None:
        """The last lines name the table, the file that says all, and the fault."""
        log = "build/broken/data/erqi.txt"

        assert f"failed: data/erqi (see {log})" in going.lines
        assert "column value: 'five'" in going.lines[-1]
        assert "'five'" in (broken / log).read_text(encoding="utf-8")

    def test_a_partial_site_is_published_and_says_what_is_missing(self, broken: Path, partial: Run) -> None:
        """With `--partial` pages stand in for the district's, and the page on checks lists them."""
        assert partial.code == 0, "\n".join(partial.lines)
        assert partial.lines[-1].startswith("published 4 reports but 3 that failed: ")
        told = json.loads((broken / "_site" / "audit.json").read_text(encoding="utf-8"))
        assert told["missing"] == ["reports/en/erqi.html", "reports/zh/erqi.html"]
        assert told["findings"] == []
        assert "missing from this edition" in read(broken, "en/erqi.html")
        assert '<a href="../../reports/zh/erqi.html">' in read(broken, "zh/checked.html")
        assert (broken / "_site" / "reports" / "zh" / "erqi.pdf").is_file()

    def test_once_mended_nothing_stands_in(self, broken: Path, mended: Run) -> None:
        """The next build makes what was missing, and nothing else is executed."""
        executed = {line for line in mended.lines if line.startswith("executed ")}

        assert mended.code == 0, "\n".join(mended.lines)
        assert executed == {f"executed reports/{lang}/erqi.ipynb" for lang in ("zh", "en")}
        assert "missing" not in json.loads((broken / "_site" / "audit.json").read_text(encoding="utf-8"))
        assert "missing from this edition" not in read(broken, "en/erqi.html")

    @pytest.mark.hour
    def test_a_traceback_is_shown_to_who_asks(self, broken: Path, mended: Run) -> None:
        """A step that fails as nobody foresaw is a line like any other, and tells more with `--debug`."""
        assert mended.code == 0
        path = broken / "_quarto.yml"
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace("\nformat:", "\nformats:"), encoding="utf-8")
        plain, told = report(broken), report(broken, "--debug")
        path.write_text(before, encoding="utf-8")

        assert (plain.code, told.code) == (1, 1)
        assert "this was not foreseen: KeyError: 'format'; run it again with --debug" in plain.lines[-1]
        assert "Traceback" not in "".join(plain.lines)
        assert "Traceback (most recent call last):" in told.lines

    @pytest.mark.parametrize(
        ("source", "found"),
        [(ENDLESS, "longer than 3 seconds"), (DEADLY, "its kernel died")],
        ids=["endless", "deadly"],
    )
    @pytest.mark.hour
    def test_a_notebook_that_hangs_or_dies_fails_alone(
        self, broken: Path, mended: Run, source: str, found: str
    ) -> None:
        """It is ended, kept as far as it came, and named; the site stands as it was."""
        assert mended.code == 0
        before = (broken / "notebooks" / "checked.ipynb").read_text(encoding="utf-8")
        site = {path: path.read_bytes() for path in (broken / "_site").rglob("*") if path.is_file()}
        write_last_cell(broken, "checked", source)
        run = report(broken, "--keep-going", "--time-limit", "3")
        (broken / "notebooks" / "checked.ipynb").write_text(before, encoding="utf-8")

        assert run.code == 1
        assert "notebooks/checked.ipynb: " in run.lines[-1]
        assert found in run.lines[-1]
        assert (broken / "build" / "failed" / "reports" / "zh" / "checked.ipynb").is_file()
        assert {path: path.read_bytes() for path in (broken / "_site").rglob("*") if path.is_file()} == site
