"""Publishing takes each report's audit as it is kept, and swaps the site in whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EditCell
from copying import contents
from killing import copy_whole
from rendered_brief import pages_of

from districtbrief import manifest
from districtbrief.audit import Audit, Tally, audit, write_results
from districtbrief.audited import Audited
from districtbrief.cli import main
from districtbrief.faults import FaultError
from districtbrief.manifest import sha256
from districtbrief.publishing import publish
from districtbrief.renderers.finished import FinishedPage, Section
from districtbrief.renderers.publish import put
from districtbrief.renderers.search import index_pages

pytestmark = pytest.mark.slow

BRIEF, PDF = "reports/en/brief.html", "reports/en/brief.pdf"
LIE = ("</h1>", "</h1><p>Some 88 of them.</p>")
NAMES = ("index", "brief", "checked")


@pytest.fixture(scope="module")
def rendered(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Audit the reports of a project one by one where the pipeline renders them."""
    root = copy_whole(few, tmp_path_factory.mktemp("publishing") / "project")
    for name in NAMES:
        Audited(root, pages_of(root)).audit(name)
    return root


@pytest.fixture
def project(rendered: Path, tmp_path: Path) -> Path:
    """Copy the rendered project, its links as links and its times as they are, to be broken; a site is published."""
    root = tmp_path / "project"
    shutil.copytree(rendered, root, symlinks=True, ignore=shutil.ignore_patterns("fonts"))
    (root / "_site").mkdir()
    (root / "_site" / "index.html").write_text("as it was", encoding="utf-8")
    return root


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which reports are audited."""
    noted: list[str] = []
    proper = Audited.audit

    def audit_and_note(self: Audited, report: str, names: list[str]) -> object:
        noted.append(report)
        return proper(self, report, names)

    monkeypatch.setattr(Audited, "audit", audit_and_note)
    return noted


def kept(root: Path, name: str) -> Path:
    """Say where the audit of a report is kept."""
    return root / "build" / "audited" / "embedded" / f"{name}.json"


def edit(path: Path, *change: str) -> None:
    """Put a new file, with one piece changed, in the place of one."""
    before = path.read_text(encoding="utf-8")
    after = before.replace(*change)
    assert after != before, "nothing was planted"
    path.unlink()
    path.write_text(after, encoding="utf-8")


def test_audits_that_are_kept_are_not_made_again(project: Path, audits: list[str]) -> None:
    """Nothing but the parts is read of pages that are as they were, and the whole passes."""
    publish(project, pages_of(project))
    assert audits == []
    assert json.loads((project / "_site" / "audit.json").read_text(encoding="utf-8"))["findings"] == []


def test_the_parts_together_are_the_audit_of_the_whole(project: Path) -> None:
    """`audit.json` of parts is that of one pass over the site, and so are the pages' results."""
    publish(project, pages_of(project))
    before = contents(project / "_site")
    write_results(project / "_site", audit(project, project / "_site"))
    assert contents(project / "_site") == before


def test_one_audit_may_overtake_another(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the first reports, audited side by side, one may find that charts have just been provided by the other."""
    (pages_of(project) / "figures").unlink()

    def overtake(folder: Path, **_: object) -> None:
        monkeypatch.undo()
        Audited(project, pages_of(project)).audit("checked")
        shutil.rmtree(folder, ignore_errors=True)

    monkeypatch.setattr(shutil, "rmtree", overtake)
    part = Audited(project, pages_of(project)).audit("brief")
    assert [*part.findings] == []
    assert (pages_of(project) / "figures").is_symlink()


def test_what_listings_and_search_need_is_kept_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are not parsed again, for listings or for search."""
    read: list[str] = []
    monkeypatch.setattr("districtbrief.renderers.finished.finished_page", lambda _, name: read.append(name))
    publish(project, pages_of(project))
    assert read == []
    assert (project / "_site" / "pagefind" / "pagefind-entry.json").is_file()
    assert (project / "_site" / "llms.txt").read_text(encoding="utf-8").count("\n- [") == 2 * len(NAMES)


def test_the_manifest_lists_each_file_as_it_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the audits or other processes have read is not read again, and what was written after them is."""
    read: list[str] = []
    monkeypatch.setattr(manifest, "sha256", lambda path: read.append(path.name) or sha256(path))
    publish(project, pages_of(project))
    assert {"brief.html", "brief.pdf", "brief-themes.svg", "observations.csv", "pagefind.js"} & set(read) == set()
    assert {"checked.html", "audit.json"} <= set(read)
    assert list(manifest.differences(project / "_site", project)) == []


def test_a_page_changed_after_its_audit_is_audited_again(project: Path, audits: list[str]) -> None:
    """That report alone, and what is found on it counts."""
    edit(pages_of(project) / BRIEF, *LIE)
    with pytest.raises(FaultError, match="88 leads to no line"):
        publish(project, pages_of(project))
    assert audits == ["brief"]


CHANGES: dict[str, Callable[[Path, EditCell], object]] = {
    "its PDF": lambda root, _: os.utime(pages_of(root) / PDF, (1, 1)),
    "a chart's table": lambda root, _: edit(root / "figures/en/brief-side-by-side.csv", ",524,524,", ",534,534,"),
    "a chart gone": lambda root, _: (root / "figures/en/brief-side-by-side.svg").unlink(),
    "an observation": lambda root, edit_cell: edit_cell(
        root / "data/observations/erqi.csv", "erqi-compounds", "paragraph", "51"
    ),
    "a district's name": lambda root, edit_cell: edit_cell(root / "data/districts.csv", "erqi", "name_en", "Erki"),
    "an indicator": lambda root, edit_cell: edit_cell(root / "data/indicators.csv", "compounds", "label_en", "homes"),
    "a part cut short": lambda root, _: edit(kept(root, "brief"), '"audit"', ""),
}
HARMLESS = {"its PDF", "a part cut short"}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_an_audit_has_read_makes_it_anew_when_it_changes(
    project: Path, audits: list[str], edit_cell: EditCell, change: str
) -> None:
    """Pages, PDFs, charts, and of the data what the report rests on; what then lies is found."""
    CHANGES[change](project, edit_cell)
    if change in HARMLESS:
        publish(project, pages_of(project))
    else:
        with pytest.raises(FaultError, match="brief"):
            publish(project, pages_of(project))
    assert "brief" in audits


def test_what_is_kept_for_the_search_is_made_anew_where_it_is_damaged(project: Path) -> None:
    """The audit, which stands apart from it, is taken as it is kept."""
    before = kept(project, "brief").read_bytes()
    edit(kept(project, "brief"), '"anchor"', "")
    publish(project, pages_of(project))
    assert kept(project, "brief").read_bytes() == before


def test_a_page_of_no_report_is_left_out(project: Path, audits: list[str]) -> None:
    """What a renderer left in a language that is no more is no part of the report, which is audited without it."""
    put(pages_of(project) / BRIEF, pages_of(project) / "reports/fr/brief.html")
    Audited(project, pages_of(project)).audit("brief", ())
    publish(project, pages_of(project))
    assert audits == ["brief", "brief"]
    assert not (project / "_site" / "reports" / "fr").exists()


def test_a_district_that_a_report_does_not_name_leaves_its_audit(
    project: Path, audits: list[str], edit_cell: EditCell
) -> None:
    """The page on the checks rests on no observation: it is not audited again when one changes."""
    edit_cell(project / "data/observations/erqi.csv", "erqi-compounds", "paragraph", "51")
    with pytest.raises(FaultError):
        publish(project, pages_of(project))
    assert "checked" not in audits


def test_a_report_that_was_not_audited_is_named(project: Path) -> None:
    """With what to do; nothing is published."""
    kept(project, "brief").unlink()
    with pytest.raises(FaultError) as raised:
        publish(project, pages_of(project))
    (fault,) = raised.value.faults
    assert (fault.place, fault.found) == (
        "build/audited/embedded/brief.json",
        "the report brief has not been audited",
    )
    assert fault.remedy == "run: districtbrief audit-report build/pages/embedded brief"
    assert contents(project / "_site") == {"index.html": b"as it was"}


def test_a_lie_on_one_page_publishes_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit of the report keeps it and passes; publishing refuses, and the site is as it was."""
    edit(pages_of(project) / BRIEF, *LIE)
    monkeypatch.chdir(project)
    assert main(["audit-report", "build/pages/embedded", "brief"]) == 0
    assert main(["publish", "build/pages/embedded"]) == 1
    assert contents(project / "_site") == {"index.html": b"as it was"}
    told = json.loads((project / "build" / "site" / "audit.json").read_text(encoding="utf-8"))
    assert {finding["kind"] for finding in told["findings"]} >= {"untraced"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (('href="brief.html"', 'href="briefs.html"'), "there is no such file in the site"),
        (('href="brief.html"', 'href="brief.html#sec-nowhere"'), "there is no such place on the page"),
    ],
)
def test_links_between_reports_are_followed(project: Path, change: tuple[str, str], found: str) -> None:
    """From the part of one report into that of another, to its file and its anchor."""
    edit(pages_of(project) / "reports/en/checked.html", *change)
    with pytest.raises(FaultError, match=found):
        publish(project, pages_of(project))


def test_pages_and_charts_are_linked_and_the_rest_is_copied(project: Path) -> None:
    """No page is written twice; what people edit in its place is no link, nor is the page that is filled in."""
    before = contents(pages_of(project))
    publish(project, pages_of(project))
    site = project / "_site"
    for name in (BRIEF, PDF, "index.html"):
        assert (site / name).samefile(pages_of(project) / name)
    assert (site / "figures/en/brief-side-by-side.svg").samefile(project / "figures/en/brief-side-by-side.svg")
    for name in ("data/themes.csv", "data/observations/erqi.csv", "assets/search.js"):
        assert not (site / name).samefile(project / name)
    assert b'<table class="counts">' in (site / "reports/en/checked.html").read_bytes()
    assert contents(pages_of(project)) == before


def test_where_no_link_can_be_it_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another disk or file system refuses links, and the file is there all the same."""
    (tmp_path / "page").write_text("text", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    put(tmp_path / "page", tmp_path / "site" / "page")
    assert (tmp_path / "site" / "page").read_text(encoding="utf-8") == "text"
    assert not (tmp_path / "site" / "page").samefile(tmp_path / "page")


def test_a_report_without_pages_is_a_fault(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that no page bears is said to be none."""
    monkeypatch.chdir(project)
    assert main(["audit-report", "build/pages/embedded", "breif"]) == 1


def many(count: int) -> Audit:
    """Write an audit of as many pages, each with its PDF."""
    names = [f"reports/{lang}/d{number}.{end}" for lang in ("en", "zh") for number in range(count) for end in ENDS]
    tallies = {name: Tally(traced=2, structural={"date": 1}) for name in ["index.html", *names]}
    return Audit((), tallies, {"index.html": "Gateway"})


ENDS = ("html", "pdf")


@pytest.mark.parametrize(("count", "rows"), [(49, 1 + 4 * 49), (50, 1 + 4)])
def test_beyond_a_hundred_pages_results_are_a_row_a_language(tmp_path: Path, count: int, rows: int) -> None:
    """Pages and PDFs apart, with their number and the same total; `audit.json` keeps all."""
    path = tmp_path / "reports" / "en" / "checked.html"
    path.parent.mkdir(parents=True)
    path.write_text('<html lang="en"><div id="audit-results"></div></html>', encoding="utf-8")
    found = many(count)
    found = Audit((), {**found.tallies, "reports/en/checked.html": Tally()}, found.titles)
    write_results(tmp_path, found)
    page = path.read_text(encoding="utf-8")
    assert page.count("<tr><td>") == rows + (count < 50)
    assert f"<th>Total</th><td>{3 * (1 + 4 * count)}</td>" in re.sub(r"(?<=\d),(?=\d)", "", page)
    assert len(json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["pages"]) == 2 + 4 * count
    if count >= 50:
        assert '<a href="../../reports/en/index.html">50 in English (PDF)</a></td><td>150</td>' in page


def test_beyond_two_hundred_pages_a_page_is_one_record(tmp_path: Path) -> None:
    """As far as its appendix, which repeats it."""
    texts = (("", "opening"), ("sec-a", "walnut"), ("sec-sources", "quoted"), ("sec-sources-articles", "article"))
    sections = tuple(Section(anchor, anchor, text) for anchor, text in texts)
    page = FinishedPage("reports/en/a.html", "en-GB", "A title", "", "", "", sections)
    counted = []
    for by_section in (True, False):
        index_pages(tmp_path, [page], sections=by_section)
        entry = json.loads((tmp_path / "pagefind-entry.json").read_bytes())
        counted.append(entry["languages"]["en-gb"]["page_count"])
    assert counted == [4, 1]


def test_the_number_of_pages_decides_how_they_are_indexed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than would be made in slices are indexed section by section, more as pages."""
    monkeypatch.setattr("districtbrief.indexing.MANY", 2 * len(NAMES) + 1)
    publish(project, pages_of(project))
    by_section = records_of(project)
    monkeypatch.setattr("districtbrief.indexing.MANY", 2 * len(NAMES))
    publish(project, pages_of(project))
    assert records_of(project) == {"en-gb": len(NAMES), "zh-hans": len(NAMES)}
    assert all(count > 3 * len(NAMES) for count in by_section.values())


def records_of(project: Path) -> dict[str, int]:
    """Count the records that a site's search holds in each language."""
    entry = json.loads((project / "_site" / "pagefind" / "pagefind-entry.json").read_bytes())
    return {lang: told["page_count"] for lang, told in entry["languages"].items()}
