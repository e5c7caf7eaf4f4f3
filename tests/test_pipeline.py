"""The pipeline: two articles in, a published site out, and no step more than is needed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from building import Built, Run, report
from conftest import EditCell, copy_project
from copying import contents
from killing import copy_whole
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from districtbrief.audit import audit
from districtbrief.outdated import charts_of, left_over
from districtbrief.publishing import publish
from districtbrief.resting import observation_tables, source_files, tables_of
from districtbrief.specs import read_specs

LANGUAGES = ("zh", "en")
NAMES = ("brief", "comparison", "erqi", "jinshui", "observations")
PAGES = ("index", "checked", "search")
SOURCES = {"zh": "来源与计算", "en": "Sources and calculations"}
NUMBER = re.compile(r"^#(obs|calc|ctx)-")
QUICK = 10
STAMP = "DRAFT / 草稿"


@pytest.fixture(scope="module")
def first(whole: Built) -> Run:
    """Build from nothing."""
    return whole.run


@pytest.fixture(scope="module")
def project(whole: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the built project once; the fixtures below change it one after the other."""
    return copy_whole(whole.project, tmp_path_factory.mktemp("pipeline") / "project")


@pytest.fixture(scope="module")
def site(project: Path, first: Run) -> dict[str, bytes]:
    """Keep what the first run published."""
    assert first.code == 0, "\n".join(first.lines)
    return contents(project / "_site")


@pytest.fixture(scope="module")
def second(project: Path, site: dict[str, bytes]) -> Run:
    """Build again, with nothing changed."""
    assert site
    return report(project)


@pytest.fixture(scope="module")
def changed(project: Path, second: Run, edit_cell: EditCell) -> Run:
    """Build after one observation of Erqi was corrected, and one notebook has a new cell."""
    assert second.code == 0
    add_cell(project / "notebooks" / "checked.py")
    for column, value in (("value", "51"), ("as_printed", "51个")):
        edit_cell(project / "data" / "observations" / "erqi.csv", "erqi-one-stop-matters", column, value)
    return report(project)


def add_cell(pair: Path) -> None:
    """Write a cell more at the end of a notebook's pair, and bring the two in step."""
    pair.write_text(f"{pair.read_text(encoding='utf-8')}\n# %%\n# looked at again\n", encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("jupytext"), "--sync", "--quiet", pair], check=True)


@pytest.fixture(scope="module")
def published(project: Path, changed: Run) -> dict[str, bytes]:
    """Keep what was published before anything was broken."""
    assert changed.code == 0, "\n".join(changed.lines)
    return contents(project / "_site")


@pytest.fixture(scope="module")
def draft(project: Path, published: dict[str, bytes]) -> Run:
    """Build the same as a draft."""
    assert published
    return report(project, "--draft")


@pytest.fixture(scope="module")
def stamped(project: Path, draft: Run) -> dict[str, bytes]:
    """Keep what the draft published."""
    assert draft.code == 0, "\n".join(draft.lines)
    return contents(project / "_site")


@pytest.fixture(scope="module")
def fair(project: Path, stamped: dict[str, bytes]) -> Run:
    """Build the fair copy again, after the draft."""
    assert stamped
    return report(project)


# a table that fails comes last: what rests on it is built anew afterwards
BREAKAGES: dict[str, tuple[str, Callable[[str], str], str]] = {
    "prose": (
        "notebooks/text/brief.en.md.j2",
        lambda text: text.replace("voice.mark(", "voice.marc(", 1),
        r"^notebooks/text/brief\.en\.md\.j2 .*marc",
    ),
    "a language": (
        "reports.yml",
        lambda text: text.replace("[zh, en]", "[zh, eng]"),
        r"^reports\.yml: the language 'eng' is unknown; did you mean en\? \[",
    ),
    "a parameter": (
        "reports.yml",
        lambda text: text.replace("{notebook: brief,", "{notebook: brief, parameters: {distrcts: [erqi]},"),
        r"distrcts.*did you mean districts\? \[",
    ),
    "a district": (
        "reports.yml",
        lambda text: text.replace("{notebook: brief,", "{notebook: brief, parameters: {districts: [erq]},"),
        r"'erq'.*did you mean erqi\? \[",
    ),
    "no themes": ("data/themes.csv", lambda _: "", r"^data/themes\.csv: .*missing.*; put"),
    "no observations": (
        "data/observations/jinshui.csv",
        lambda _: "",
        r"^data/observations/jinshui\.csv: .*missing.*; put",
    ),
    "no prose": ("notebooks/text/profile.en.md.j2", lambda _: "", r"^notebooks/text/profile\.en\.md\.j2: .*missing"),
    "a value": (
        "data/observations/erqi.csv",
        lambda text: text.replace(",2.47万户,", ",2.47 万户,").replace(",24700,", ',"24,700",'),
        r"^data/observations/erqi\.csv row \d+, column value: '24,700' is not a decimal; write 24700 \[",
    ),
}
LIKE_OTHERS = ("a parameter", "a district", "no observations")
TIERS = dict.fromkeys(BREAKAGES, pytest.mark.long) | dict.fromkeys(LIKE_OTHERS, pytest.mark.hour) | {"prose": ()}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=marks) for name, marks in TIERS.items()])
def broken(request: pytest.FixtureRequest, project: Path, published: dict[str, bytes]):
    """Break one file, build, and put the file back."""
    name, damage, pattern = BREAKAGES[request.param]
    path = project / name
    before, times = path.read_text(encoding="utf-8"), path.stat()
    after = damage(before)
    assert published
    assert after != before
    path.write_text(after, encoding="utf-8") if after else path.unlink()
    run = report(project)
    path.write_text(before, encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # as if it had never been touched
    return run, pattern


@pytest.mark.slow
class TestBuild:
    """One build after the other in one copy of the project."""

    def test_it_ends_well_and_says_where_to_look(self, first: Run) -> None:
        """The run names its renderer and why, tells each step, and ends with the page to open."""
        assert first.code == 0, "\n".join(first.lines)
        assert first.lines[0].startswith("renderer: embedded (")
        assert first.lines[-1] == "published 10 reports: open _site/index.html"
        every = {f"reports/{lang}/{name}.ipynb" for lang in LANGUAGES for name in (*NAMES, *PAGES)}
        assert first.told("executed") == every

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", NAMES)
    def test_every_report_is_a_page_and_a_pdf(self, site: dict[str, bytes], name: str, lang: str) -> None:
        """Each report is published as HTML and as PDF, neither of them empty."""
        assert site[f"reports/{lang}/{name}.html"].lstrip().lower().startswith(b"<!doctype html>")
        assert site[f"reports/{lang}/{name}.pdf"].startswith(b"%PDF-")

    def test_home_data_and_charts_are_published(self, root: Path, site: dict[str, bytes]) -> None:
        """Beside the reports lie the home page, the data as written, and the charts with their tables."""
        data = {f"data/{name}": content for name, content in contents(root / "data").items()}

        assert "index.html" in site
        assert {name for name in data if site.get(name) != data[name]} == set()
        assert {name.rsplit(".", 1)[1] for name in site if name.startswith("figures/")} >= {"svg", "csv"}

    def test_charts_are_those_that_are_kept(self, root: Path, project: Path, site: dict[str, bytes]) -> None:
        """A build draws `figures/` anew, to the byte."""
        assert site
        kept = {name: text for name, text in contents(root / "figures").items() if name.endswith((".svg", ".csv"))}
        made = {name: text for name, text in contents(project / "figures").items() if name.endswith((".svg", ".csv"))}

        assert set(made) == set(kept)
        assert {name for name in made if made[name] != kept[name]} == set()

    def test_every_link_of_the_site_leads_somewhere(self, site: dict[str, bytes]) -> None:
        """No page links to a file or an anchor that is not there."""
        pages = {name: Links.of(content.decode()) for name, content in site.items() if name.endswith(".html")}
        lost = []
        for name, page in pages.items():
            for link in page.links:
                path, _, anchor = link.partition("#")
                target = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name  # noqa: PTH118, PTH120
                if target not in site or (anchor and target in pages and anchor not in pages[target].ids):
                    lost.append(f"{name}: {link}")

        assert lost == []
        assert all(len(page.ids) == len(set(page.ids)) for page in pages.values())

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", NAMES)
    def test_every_number_of_a_page_says_who_says_so(self, site: dict[str, bytes], name: str, lang: str) -> None:
        """Each number of a page is a link to its line in the same page."""
        page = Links.of(site[f"reports/{lang}/{name}.html"].decode())
        numbers = [link for link in page.links if NUMBER.match(link)]

        assert len(numbers) > 30
        assert {link for link in numbers if link[1:] not in page.ids} == set()

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_brief_is_two_pages_before_its_appendix(self, project: Path, site: dict[str, bytes], lang: str) -> None:
        """The narrative takes at most two A4 pages; sources and calculations begin on the third at the latest."""
        assert site
        reader = PdfReader(project / "_site" / "reports" / lang / "brief.pdf")
        texts = [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]
        heading = re.sub(r"\s+", "", SOURCES[lang])

        # a table of contents, if any, names the heading too; the last page with it is where the appendix begins
        begins = max(number for number, text in enumerate(texts, start=1) if heading in text[:600])
        assert begins <= 3
        assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]

    @pytest.mark.parametrize("lang", LANGUAGES)
    @pytest.mark.parametrize("name", NAMES)
    def test_a_pdf_is_archivable_and_accessible(
        self, project: Path, site: dict[str, bytes], name: str, lang: str
    ) -> None:
        """Each PDF is PDF/A-2b and PDF/UA-1, tagged, in its language, with all fonts embedded."""
        assert site
        reader = PdfReader(project / "_site" / "reports" / lang / f"{name}.pdf")
        metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
        fonts = [
            font.get_object()["/DescendantFonts"][0].get_object()
            for page in reader.pages
            for font in page["/Resources"].get_object().get("/Font", {}).values()
            if "/DescendantFonts" in font.get_object()
        ]

        assert re.search(r'pdfaid:part[>="]+2', metadata)
        assert re.search(r'pdfaid:conformance[>="]+B', metadata)
        assert re.search(r'pdfuaid:part[>="]+1', metadata)
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert str(reader.trailer["/Root"]["/Lang"]).startswith(lang)
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object()) for font in fonts)

    def test_nothing_of_the_machine_is_published(self, project: Path, site: dict[str, bytes]) -> None:
        """No page, PDF or chart names the folder it was made in."""
        assert [name for name, content in site.items() if str(project).encode() in content] == []

    def test_a_second_run_does_nothing_and_says_so(self, second: Run) -> None:
        """With nothing changed nothing is run, and that is told at once."""
        assert second.code == 0
        assert second.lines[1:] == ["nothing to do: _site/ is up to date"]
        assert second.seconds < QUICK

    def test_what_has_changed_runs_its_own_reports_only(self, changed: Run) -> None:
        """A correction in Erqi runs Erqi's reports and the shared ones, a new cell its notebook's, and no others."""
        corrected = {name for name in (*NAMES, "index") if name != "jinshui"}

        assert changed.code == 0
        assert changed.told("executed") == {
            f"reports/{lang}/{name}.ipynb" for lang in LANGUAGES for name in (*corrected, "checked")
        }
        assert not [line for line in changed.lines if "jinshui" in line and not line.startswith("checked")]

    def test_the_correction_is_published(self, site: dict[str, bytes], published: dict[str, bytes]) -> None:
        """The pages that show the figure show the new one; the others are the same to the byte."""
        for lang in LANGUAGES:
            assert published[f"reports/{lang}/erqi.html"] != site[f"reports/{lang}/erqi.html"]
            for end in ("html", "pdf"):
                assert published[f"reports/{lang}/jinshui.{end}"] == site[f"reports/{lang}/jinshui.{end}"]
        assert "51个" in published["reports/zh/erqi.html"].decode()

    def test_what_is_published_has_passed_its_audit(self, published: dict[str, bytes]) -> None:
        """Nothing on it is untraced, every page and PDF is counted, and readers are told."""
        told = json.loads(published["audit.json"])
        assert told["findings"] == []
        assert told["total"]["untraced"] == 0
        assert {name for name in published if name.endswith((".html", ".pdf"))} == set(told["pages"])
        assert f"<td>{told['total']['claims']}</td>" in published["reports/en/checked.html"].decode()

    def test_auditing_ten_reports_takes_five_seconds(self, project: Path, published: dict[str, bytes]) -> None:
        """In both formats, both languages, every chart and link included; of the processor, whoever works beside it."""
        assert published
        start = time.process_time()
        assert audit(project, project / "_site").findings == ()
        assert time.process_time() - start < 5

    @pytest.mark.long
    def test_a_draft_renders_every_page_and_executes_nothing(self, draft: Run) -> None:
        """A draft differs in its pages only, and the last line says that they are stamped."""
        assert draft.told("executed") == set()
        assert len(draft.told("rendered")) > len(LANGUAGES) * len(NAMES)
        assert draft.lines[-1] == f"published 10 reports, stamped {STAMP}: open _site/index.html"

    @pytest.mark.long
    def test_every_page_of_a_draft_is_stamped(self, project: Path, stamped: dict[str, bytes]) -> None:
        """Each HTML page bears the stamp, and so does each page of each PDF in its text."""
        pages = [name for name in stamped if name.endswith(".html")]
        leaves = [leaf for path in (project / "_site").rglob("*.pdf") for leaf in PdfDocument(path)]

        assert [name for name in pages if f'<div class="stamp">\n<p>{STAMP}</p>' not in stamped[name].decode()] == []
        assert [leaf for leaf in leaves if STAMP not in leaf.get_textpage().get_text_range()] == []
        assert len(pages) > len(LANGUAGES) * len(NAMES)
        assert len(leaves) > 20

    @pytest.mark.long
    def test_after_a_draft_the_site_is_as_it_was_before(
        self, project: Path, published: dict[str, bytes], fair: Run
    ) -> None:
        """Without `--draft` nothing is rendered anew, and no stamp is left: the site is the same to the byte."""
        assert fair.code == 0, "\n".join(fair.lines)
        assert fair.lines[1:] == ["published _site/", "published 10 reports: open _site/index.html"]
        assert contents(project / "_site") == published

    def test_a_mistake_leaves_the_site_alone(
        self, project: Path, published: dict[str, bytes], broken: tuple[Run, str]
    ) -> None:
        """A broken or missing file ends the run with 1, its last line says what to do, and `_site/` is as it was."""
        run, pattern = broken

        assert run.code == 1
        assert re.search(pattern, run.lines[-1]), "\n".join(run.lines[-5:])
        assert not [line for line in run.lines if "Traceback" in line]
        assert contents(project / "_site") == published


class Links(HTMLParser):
    """The ids and the links of a page that stay on the site."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    @classmethod
    def of(cls, source: str) -> Links:
        """Read a page."""
        page = cls()
        page.feed(source)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what a tag carries."""
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        link = given.get("href") if tag in ("a", "link") else given.get("src")
        if link and not re.match(r"[a-z]+:", link):
            self.links.append(link)


def test_a_report_reads_its_own_districts_only(root: Path) -> None:
    """The pipeline knows which tables each report depends on."""
    tables = {spec.name: observation_tables(root, spec) for spec in read_specs(root)}

    assert tables["erqi"] == ["data/observations/erqi.csv"]
    assert tables["jinshui"] == ["data/observations/jinshui.csv"]
    assert tables["brief"] == ["data/observations/erqi.csv", "data/observations/jinshui.csv"]
    assert tables["checked"] == tables["search"] == []


def test_a_part_of_the_data_is_its_table(root: Path) -> None:
    """What is checked for a district is its observations; what is shared is the rest."""
    assert tables_of(root, "erqi") == ["data/observations/erqi.csv"]
    assert tables_of(root, "shared") == ["data/excluded.csv"]


def test_sources_are_listed_without_caches(tmp_path: Path) -> None:
    """Only what people write makes a step stale, and rendering code does not make a notebook stale."""
    for name in ("a.py", "b.toml", "__pycache__/a.pyc", "renderers/c.py"):
        path = tmp_path / "src" / "districtbrief" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert source_files(tmp_path, "src/districtbrief") == ["src/districtbrief/a.py", "src/districtbrief/b.toml"]
    assert source_files(tmp_path, "src/districtbrief/renderers") == ["src/districtbrief/renderers/c.py"]


def test_a_report_whose_chart_was_deleted_is_made_again(tmp_path: Path) -> None:
    """A notebook that points at a chart which is gone is named, one whose charts are there is not."""
    cell = {"outputs": [{"data": {"text/markdown": "![a](../../figures/zh/a.svg){#fig-a}"}}]}
    for name in ("one", "two"):
        path = tmp_path / "reports" / name / "x.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"cells": [cell]}).replace("zh/a", f"zh/{name}"), encoding="utf-8")
    chart = tmp_path / "figures" / "zh" / "one.svg"
    chart.parent.mkdir(parents=True)
    chart.touch()

    assert charts_of(tmp_path / "reports" / "one" / "x.ipynb") == ["../../figures/zh/one.svg"]
    made = ["reports/one/x.ipynb", "reports/two/x.ipynb", "reports/three/x.ipynb"]
    assert list(left_over(tmp_path, made, made)) == ["reports/two/x.ipynb"]
    assert list(left_over(tmp_path, made[1:], made[1:])) == ["reports/one/x.ipynb", "reports/two/x.ipynb"]
    assert list(left_over(tmp_path, made[1:], [])) == ["reports/one/x.ipynb"]


def test_a_page_that_is_missing_publishes_nothing(tmp_path: Path) -> None:
    """The site is swapped in whole or not at all."""
    project = copy_project(tmp_path / "project")
    (project / "_site").mkdir()
    (project / "_site" / "index.html").write_text("as it was", encoding="utf-8")
    pages = project / "build" / "pages"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("new", encoding="utf-8")

    with pytest.raises(Exception, match=r"reports/.*\.(html|pdf)"):
        publish(project, pages)

    assert contents(project / "_site") == {"index.html": b"as it was"}
