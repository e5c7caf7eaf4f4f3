"""One run of pandoc a page: every format from one reading, and every complaint a fault."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import pytest
import yaml
from conftest import ROOT

from districtbrief.faults import Fault, FaultError
from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.manuscript import Manuscript
from districtbrief.renderers.pandoc import convert
from districtbrief.renderers.project import Project, first_document
from districtbrief.renderers.typesetting import fonts_in

pytestmark = pytest.mark.slow

PAGE = """
::: {.content-visible when-format="html"}
Only on the web.
:::

::: {.content-visible when-format="typst"}
Only in print.
:::

[87](#obs-x){.num}, of which [3]{#obs-x}, see [the home page](index.ipynb).

| What | How many |
|---|---|
| Compounds | 87 |

: Compounds {#tbl-x}
"""
BOTH = ("html", "typst")


def written(markdown: str, **front: str) -> Manuscript:
    """Make a page in the project's folder of Markdown and front matter."""
    return Manuscript("sample.ipynb", {"title": "Sample", "lang": "en", "date": "2026-11-21"} | front, ((2, markdown),))


def faults(markdown: str, project: Path = ROOT) -> tuple[Fault, ...]:
    """Collect what is wrong with a page that is wanted in both formats."""
    with pytest.raises(FaultError) as caught:
        convert(written(markdown), Project.read(project), to=BOTH)
    return caught.value.faults


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Record every process that is started."""
    started: list[Any] = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda command, **options: (started.append(command), run(command, **options))[1]
    )
    return started


def test_one_process_writes_every_format(runs: list[Any]) -> None:
    """Page and print are what they would be alone: nothing that is done for one reaches the other."""
    page, project = written(PAGE), Project.read(ROOT)

    together = convert(page, project, to=BOTH)

    assert len(runs) == 1
    assert list(together) == list(BOTH)
    assert "Only on the web." in together["html"]
    assert "Only in print." not in together["html"]
    assert "Only in print." in together["typst"]
    assert "#box[#link(<obs-x>)" in together["typst"]
    for order in (("typst", "html"), ("html",), ("typst",)):
        assert convert(page, project, to=order) == {name: together[name] for name in order}


def test_what_somebody_has_set_up_at_home_changes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandoc's own folder of a user, whose abbreviations would tie words together, is not looked at."""
    page, project = written("See the. Cat"), Project.read(ROOT)
    plain = convert(page, project, to=BOTH)
    (tmp_path / "pandoc").mkdir()
    (tmp_path / "pandoc" / "abbreviations").write_text("the.\n", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert convert(page, project, to=BOTH) == plain
    asked = [pypandoc.get_pandoc_path(), "--to", "plain"]
    heeded = subprocess.run(asked, input="the. Cat", capture_output=True, encoding="utf-8", check=True).stdout
    assert heeded == "the.\xa0Cat\n", "pandoc no longer heeds it, so this shows nothing"


def test_a_report_takes_one_process(runs: list[Any], tmp_path: Path) -> None:
    """HTML and PDF of a notebook come from one run of pandoc."""
    for name in ("_quarto.yml", "index.qmd"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("assets", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    provide_fonts(tmp_path)
    (tmp_path / "brief.qmd").write_text(
        "---\ntitle: Brief\nlang: en\ndate: 2026-11-21\n---\nWords.\n", encoding="utf-8"
    )

    pages = render_page(tmp_path / "brief.qmd", project=tmp_path, site=tmp_path / "site")

    assert [path.name for path in pages] == ["brief.html", "brief.pdf"]
    assert len(runs) == 1


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("::: {.findings}\nOpen.", "[WARNING] Div at line 1 column 1 unclosed at line 5 column 1, closing implicitly."),
        ("[a]: b\n\n[a]: c", "[WARNING] Duplicate link reference '[a]' at line 3 column 1"),
    ],
)
def test_a_warning_of_pandoc_is_a_fault(markdown: str, said: str) -> None:
    """What pandoc only warns of refuses the page, and is said once, whatever the formats."""
    assert faults(markdown) == (Fault("sample.ipynb", f"pandoc says: {said}", "mend what it names"),)


def test_a_fault_of_both_formats_is_one() -> None:
    """Filters run once a format; what each of them finds is said once, and what one alone finds as well."""
    found = faults("<b>87</b>\n\n![A chart](none.svg){#fig-none fig-alt='None'}\n\nSee @fig-lost.")

    assert [fault.place for fault in found] == [
        "sample.ipynb cell 2, <b>",
        "sample.ipynb cell 2, </b>",
        "sample.ipynb cell 2, fig-lost",
        "sample.ipynb cell 2, fig-none",
    ]


@pytest.mark.parametrize(
    ("markdown", "place", "code"),
    [
        ("Words <b\nid='a'>here</b>.", "cell 2, <b", "page.raw"),
        ("Words <b title='a\u2028b\x1fc=d'>here</b>.", ", <b title='a\\u2028b c=d'>", "page.raw"),
        (f"Words <b title='{'区' * 40}'>here</b>.", f"cell 2, <b title='{'区' * 20}", "page.raw"),
        ("{{<", "sample.ipynb", "page.shortcode"),
        ("![A chart](a=b%09c.svg){#fig-a fig-alt='None'}", "cell 2, fig-a", "page.no-image"),
    ],
    ids=["line", "unseen", "Han", "nameless", "tab"],
)
def test_nothing_that_a_page_holds_breaks_the_line_of_a_filter(markdown: str, place: str, code: str) -> None:
    """Breaks, tabs, signs that one cannot see and long words are told in one line, whole letters only."""
    first = faults(markdown)[0]

    assert first.place.endswith(place)
    assert first.code == code
    assert "\N{REPLACEMENT CHARACTER}" not in str(first)
    assert str(first).isprintable()


def test_settings_that_are_no_yaml_are_a_fault(tmp_path: Path) -> None:
    """An editor who mistypes `_quarto.yml` is told the file and the line."""
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    (tmp_path / "_quarto.yml").write_text("project: [\n", encoding="utf-8")

    with pytest.raises(FaultError, match=r"^_quarto\.yml: its YAML cannot be read: .*line 2.*\[page\.yaml\]$"):
        Project.read(tmp_path)


def test_a_filter_that_fails_is_a_fault(tmp_path: Path) -> None:
    """An error in a filter refuses the page, in pandoc's words."""
    shutil.copytree(ROOT / "assets", tmp_path / "assets")
    shutil.copy(ROOT / "_quarto.yml", tmp_path)
    (tmp_path / "assets/filters/prose.lua").write_text("function Para(para) error 'out of ink' end", encoding="utf-8")

    assert "out of ink" in "\n".join(map(str, faults("Words.", tmp_path)))


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("exit 3", "pandoc stopped with code 3"),
        ("kill -9 $$", "pandoc stopped with code -9"),
        ("echo out of memory >&2; exit 3", "pandoc says: out of memory"),
        ("echo '<html>'", "pandoc printed '<html>\\n', which is no page"),
        ("exit 0", "pandoc printed '', which is no page"),
        ("printf '\\377'", "pandoc printed '\\ufffd', which is no page"),
        ("echo 87", "pandoc printed '87\\n', which is no page"),
        ("echo '{}'", "pandoc printed '{}\\n', which is no page"),
    ],
)
def test_a_pandoc_that_fails_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, found: str
) -> None:
    """Whatever becomes of pandoc, the page is named and nothing is traced back."""
    fake = tmp_path / "pandoc"
    fake.write_text(f"#!/bin/sh\ncat >/dev/null\n{program}\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(fake))

    assert [(fault.place, fault.found) for fault in faults("Words.")] == [("sample.ipynb", found)]


def test_a_pandoc_that_is_absent_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without pandoc, the page is refused with what to do."""
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(tmp_path / "pandoc"))

    assert "pandoc cannot be run" in faults("Words.")[0].found


def test_text_is_read_as_on_the_command_line() -> None:
    """Abbreviations, quotes, dashes and the rarest Han characters come out as pandoc's command line has them."""
    manuscript = written('No. 5 -- "new"... \U0002070e', title="\U0002070e")
    page = convert(manuscript, Project.read(ROOT), to=("html",))["html"]

    assert "No.\N{NO-BREAK SPACE}5 – “new”… \U0002070e" in page
    assert "<h1>\U0002070e</h1>" in page


def test_fonts_are_found_once_a_process(tmp_path: Path) -> None:
    """Every page of a process is set from the same fonts, and each folder has its own."""
    assert fonts_in(tmp_path) is fonts_in(tmp_path)
    assert fonts_in(tmp_path) is not fonts_in(tmp_path / "other")


def test_settings_are_the_same_without_the_parser_in_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose YAML has no parser in C reads the same."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("_quarto.yml", "assets/words.yml", "reports.yml")]
    quick = [first_document(text) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert [first_document(text) for text in texts] == quick
