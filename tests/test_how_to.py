"""Every how-to page, done once as it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from pathlib import Path

import nbformat
import pytest
import yaml
from browsing import served
from following import blocks, checkout, follow, typed
from pypdf import PdfReader
from settings import would_run

from districtbrief.csvtables import read_table

FOLDER = Path(__file__).parent.parent / "docs" / "how-to"
PAGES = sorted(path.name for path in FOLDER.glob("*.md") if path.name != "README.md")
OUTSIDE = {"schedule.md": ("crontab", "yaml")}
"""The kinds of blocks that are for no file of the project, by the page that has them."""
HEAD = "date: 2026-11-21\nlanguages: [zh, en]\nreports:\n  index: {notebook: directory, formats: [html]}\n"
ONE = f"{HEAD}  erqi: {{notebook: profile, parameters: {{district: erqi}}}}\n"
BOTH = f"{HEAD}  comparison: {{notebook: comparison}}\n"


def done(tmp_path: Path, name: str, reports: str = ONE, **how: object) -> Path:
    """Do what a page says in a checkout of its own, whose reports are few."""
    project = checkout(tmp_path / "project", reports)
    follow(FOLDER / name, project, elsewhere=OUTSIDE.get(name, ()), **how)  # type: ignore[arg-type]
    return project


def page(project: Path, name: str) -> str:
    """Read a published page."""
    return (project / "_site" / "reports" / f"{name}.html").read_text(encoding="utf-8")


def test_the_list_names_every_page() -> None:
    """Each page is in the README, once, and in no other place than this folder."""
    listed = re.findall(r"\]\(([\w-]+\.md)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_every_block_is_typed_shown_or_for_a_file(name: str) -> None:
    """No block of a page is left over, but those that are for no file of the project."""
    found = [block for block in blocks(FOLDER / name) if block.kind not in ("sh", "text", *OUTSIDE.get(name, ()))]

    assert [block.line for block in found if not block.edit[0]] == []


@pytest.mark.long
def test_a_sentence_changed(tmp_path: Path) -> None:
    """The new sentence is published in one language, and the one with a typed number is not."""
    project = done(tmp_path, "change-a-sentence.md")

    assert "How much does the article say of what?" in page(project, "en/erqi")
    assert "The chart counts" in page(project, "en/erqi")
    assert "the 61 figures" not in page(project, "en/erqi")


@pytest.mark.long
def test_a_chart_added(tmp_path: Path) -> None:
    """The chart stands in both languages, with its files."""
    project = done(tmp_path, "add-a-chart.md", BOTH)

    for lang in ("zh", "en"):
        assert 'id="fig-rates"' in page(project, f"{lang}/comparison")
        assert (project / "_site" / "figures" / lang / "comparison-rates.svg").exists()


@pytest.mark.long
def test_a_theme_added(tmp_path: Path) -> None:
    """The district's page has a chapter of that name, in both languages."""
    project = done(tmp_path, "add-a-theme.md")

    for lang, words in (("zh", "就业"), ("en", "Jobs")):
        assert re.search(rf'id="sec-jobs".*?>[^<]*(<[^>]+>[^<]*)*{words}', page(project, f"{lang}/erqi"), re.DOTALL)


@pytest.mark.long
def test_one_notebook_run(tmp_path: Path) -> None:
    """Papermill leaves an executed notebook; its text is the district's."""
    project = done(tmp_path, "run-one-notebook.md")

    assert "Jinshui" in (project / "out.ipynb").read_text(encoding="utf-8")


@pytest.mark.long
def test_paired_notebooks(tmp_path: Path) -> None:
    """What is written in the .py is in the .ipynb afterwards, and JupyterLab is what `make lab` starts."""
    started = []
    project = done(
        tmp_path,
        "work-in-jupyterlab.md",
        instead={"make lab": lambda root: started.append(would_run("lab", project=root)) or ""},
    )

    cells = nbformat.read(project / "notebooks" / "profile.ipynb", as_version=4).cells
    assert [cell.source for cell in cells].count('report.chart("money")') == 1
    assert "jupyter lab" in started[0]


@pytest.mark.quarto
def test_rendered_through_quarto(tmp_path: Path) -> None:
    """Quarto renders the site that is published, and one page typed by hand."""
    project = done(tmp_path, "render-through-quarto.md")

    assert "Erqi" in page(project, "en/erqi")
    assert (project / "build" / "quarto-site" / "reports" / "en" / "erqi.html").exists()


@pytest.mark.long
def test_published_in_a_folder_of_a_host(tmp_path: Path) -> None:
    """Under a sub-path every page and all that it leads to is there; addresses for machines are whole."""
    fetched: dict[str, int] = {}

    def serve(project: Path) -> str:
        with served(project / "build" / "host") as address:
            fetched.update(crawled(f"{address}/districts/index.html"))
        return ""

    server = "python -m http.server --bind 127.0.0.1 --directory build/host 8000"
    project = done(tmp_path, "publish.md", instead={server: serve})

    assert {path.partition("/districts/")[2] for path in fetched} >= {"reports/zh/erqi.html", "reports/en/erqi.pdf"}
    assert set(fetched.values()) == {200}
    site_map = (project / "_site" / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/districts/reports/en/erqi.html</loc>" in site_map


def crawled(start: str) -> dict[str, int]:
    """Fetch a page and all that it leads to on its host; give the answer's code by the address."""
    host, codes, waiting = start.rpartition("/districts/")[0], {}, [start]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in codes or not address.startswith(host):
            continue
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - on this machine
                codes[address], body = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            codes[address], body = error.code, b""
        if address.endswith(".html"):
            links = re.findall(r'(?:href|src)="([^"]+)"', body.decode())
            links += re.findall(r'http-equiv="refresh" content="[^"]*url=([^"]+)"', body.decode())
            waiting += [urllib.request.urljoin(address, link) for link in links]
    return codes


def test_the_schedules_are_sound(tmp_path: Path) -> None:
    """The line of cron has five fields, its command is a target of the Makefile; the workflow's part is YAML."""
    found = {block.kind: block.text for block in blocks(FOLDER / "schedule.md")}
    *when, command = found["crontab"].split(maxsplit=5)

    assert len(when) == 5
    assert all(re.fullmatch(r"\*|\d+", field) for field in when)
    assert "make report" in command
    (entry,) = yaml.safe_load(found["yaml"])[True]["schedule"]
    assert entry["cron"].split() == when
    assert (done(tmp_path, "schedule.md") / "build" / "units" / "districtbrief.timer").exists()


def test_the_units_are_those_of_systemd(tmp_path: Path) -> None:
    """`systemd-analyze verify` finds nothing wrong with the service and the timer."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze is on PATH")
    project = done(tmp_path, "schedule.md")

    units = sorted(map(str, (project / "build" / "units").iterdir()))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False, timeout=60
    )

    assert len(units) == 2
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if "districtbrief" in line]) == (0, [])


@pytest.mark.long
def test_a_language_added(tmp_path: Path) -> None:
    """French pages are published and audited like the English ones, with numbers, dates, menus and a PDF in French."""
    project = done(tmp_path, "add-a-language.md")

    said = page(project, "fr/erqi")
    assert '<html lang="fr"' in said
    for words in ("L’essentiel", "plus de 80\u202f000", "43,37 Md", "21 novembre 2026", "Routes", "Sources et calculs"):
        assert words in said or words.replace("’", "'") in said, words
    audited = json.loads((project / "_site" / "audit.json").read_text(encoding="utf-8"))["pages"]
    french, english = (audited[f"reports/{lang}/erqi.html"] for lang in ("fr", "en"))
    assert (french["untraced"], french["structural"]) == (0, english["structural"])
    assert french["traced"] > 0
    printed = PdfReader(project / "_site" / "reports" / "fr" / "erqi.pdf").pages[0].extract_text()
    assert "Page 1 sur" in printed
    assert "Chiffres de district" in printed


@pytest.mark.long
def test_a_language_half_added_is_told(tmp_path: Path) -> None:
    """With a locale and no columns, every column that is missing is named before anything runs."""
    project = checkout(tmp_path / "project", ONE)
    shutil.copy(FOLDER / "french" / "fr.toml", project / "src" / "districtbrief" / "locales")

    code, told = typed(project, "districtbrief validate")

    assert code == 1
    for column in ("label_fr", "name_fr", "note_fr", "source_fr", "reason_fr"):
        assert f"{column}" in told
    assert "Traceback" not in told


@pytest.mark.long
def test_a_district_added_where_there_are_three_languages(tmp_path: Path) -> None:
    """Its tables have the third language's columns, and its names there are the English ones until they are edited."""
    project = checkout(tmp_path / "project", ONE)
    shutil.copy(FOLDER / "french" / "fr.toml", project / "src" / "districtbrief" / "locales")
    new = "districtbrief new-district qingyu --article docs/tutorial/qingyu.txt --name-zh 青榆区 --name-en Qingyu"

    code, told = typed(
        project, f"set -e\npython docs/how-to/add_columns.py fr en\n{new}\ndistrictbrief validate shared qingyu"
    )

    assert code == 0, told
    (named,) = (row for row in read_table(project / "data" / "districts.csv") if row["id"] == "qingyu")
    assert (named["name_fr"], named["city_fr"]) == ("Qingyu", "qingyu")
    assert "note_fr" in read_table(project / "data" / "observations" / "qingyu.csv")[0]


def test_columns_are_added_once(tmp_path: Path) -> None:
    """Each English column has a French one behind it with the same words; done again, nothing changes."""
    project = checkout(tmp_path / "project")
    command = "python docs/how-to/add_columns.py fr en"

    first, _ = typed(project, command)
    tables = {path: path.read_bytes() for path in (project / "data").rglob("*.*")}
    second, _ = typed(project, command)

    assert (first, second) == (0, 0)
    assert {path: path.read_bytes() for path in (project / "data").rglob("*.*")} == tables
    for row in read_table(project / "data" / "indicators.csv"):
        assert row["label_fr"] == row["label_en"]
    header = (project / "data" / "themes.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert header == "id,label_zh,label_en,label_fr"
