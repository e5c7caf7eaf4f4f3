"""Every command and every path on every Markdown page is one that a reader finds: they are run, parsed or resolved."""

from __future__ import annotations

import ast
import doctest
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from building import Built
from copying import ROOT, copy_project
from lxml.etree import fromstring
from paths import MADE, MADE_OTHERWISE, OTHERS, is_path, leads_somewhere
from reading import Page, page_of, pages, read_page
from settings import asked, clean_environment
from typed import ASSIGNED, ELSEWHERE, ENVIRONMENT, OF_QUARTO, TOLD, complaints_of, is_command, parser, unknown_option

from districtbrief.commands import parsers
from districtbrief.reference import FOLDER, PAGES

pytestmark = pytest.mark.slow

SHOWN: Mapping[str, Callable[[str], object]] = {
    "json": json.loads,
    "pycon": doctest.DocTestParser().parse,
    "python": ast.parse,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
    **dict.fromkeys(["crontab", "csv", "diff", "ini", "jinja", "sh", "text", ""], str),
}
"""The languages that blocks of code may be marked with, and what reads each."""
RUN = (
    "districtbrief validate",
    "frictionless validate data/datapackage.json",
    "make",
)
"""What pages tell to type that is soon done and that a copy of the project bears."""


def complaints(page: Page) -> Iterator[str]:
    """Say what on a page would lead its reader nowhere."""
    yield from (f"the picture {target} has no text in its place" for target in page.unworded)
    for link in page.links:
        yield from _of_link(page, link)
    for span in page.spans:
        yield from _of_span(span, page)
    for language, text in page.blocks:
        yield from _of_block(language, text)
    for line in page.commands:
        yield from complaints_of(line, page)


def _of_link(page: Page, link: str) -> Iterator[str]:
    if link.startswith("https://"):
        return
    target, _, anchor = unquote(link).partition("#")
    there = (ROOT / page.path.parent / target).resolve()
    if not there.is_relative_to(ROOT) or not there.exists():
        yield f"the link {link} leads nowhere"
    elif anchor and anchor not in (read_page(there.relative_to(ROOT)) if target else page).anchors:
        yield f"the link {link} leads to no heading"


def _of_span(span: str, page: Page) -> Iterator[str]:
    first = (span.split() or [""])[0]
    for told in re.findall(r"(?:run|anew): (.+)", span):  # as faults say what to do
        for command in told.split(", then "):
            yield from complaints_of(command, page, whole=False)
    if is_command(span):
        yield from complaints_of(span, page, whole=False)
    elif first in parsers(parser()) and " -" in span:
        yield from complaints_of(f"districtbrief {span}", page, whole=False)
    elif first.startswith("--") and first != "--" and unknown_option(span):
        yield f"no command has the option {span}"
    elif ASSIGNED.fullmatch(span):
        yield from _of_variable(span, page)
    elif span.startswith("districtbrief.") and not span.endswith("…") and not _is_of_package(span.partition("(")[0]):
        yield f"there is no {span}"
    elif (
        is_path(span)
        and not span.startswith("districtbrief/")
        and not (page.makes(span) or leads_somewhere(span, page.path.parent))
    ):
        yield f"the path {span} leads nowhere"


def _of_variable(span: str, page: Page) -> Iterator[str]:
    if list(complaints_of(f"make {span}", page)):
        yield from complaints_of(span, page)


def _is_of_package(name: str) -> bool:
    """Whether a dotted name is that of a module of the package, or of something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def _of_block(language: str, text: str) -> Iterator[str]:
    if language not in SHOWN:
        yield f"a block is marked {language}, which is none of {', '.join(sorted(SHOWN))}"
        return
    try:
        SHOWN[language](text)
    except (ValueError, SyntaxError, yaml.YAMLError) as error:
        yield f"a block marked {language} is none: {error}"


@pytest.mark.parametrize("name", pages())
def test_a_page_leads_its_reader_somewhere(name: str) -> None:
    """Each link, path, command, option and block of code on a page is one that is there."""
    assert list(complaints(read_page(Path(name)))) == []


def test_every_exception_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were there no lists of exceptions, pages would be complained of for each entry; none is left over."""
    for name in ("paths.OTHERS", "typed.ELSEWHERE", "typed.ENVIRONMENT", "typed.OF_QUARTO"):
        monkeypatch.setattr(name, frozenset())
    read = [read_page(Path(name)) for name in pages()]
    told = "\n".join(complaint for page in read for complaint in complaints(page))
    needed = set(re.findall(r"(?:option|path|program|variable) (\S+)", told))

    assert {*OTHERS, *ELSEWHERE, *ENVIRONMENT, *OF_QUARTO} - needed == set()
    assert {kind for kind, reads in SHOWN.items() if reads is str} <= {kind for page in read for kind, _ in page.blocks}


@pytest.mark.parametrize(
    ("snippet", "told"),
    [
        ("[x](gone.md)", "the link gone.md leads nowhere"),
        ("[x](../../README.md)", "the link ../../README.md leads nowhere"),
        ("[x](../gone/README.md)", "the link ../gone/README.md leads nowhere"),
        ("[x](scan.md)", "the link scan.md leads nowhere"),
        ("[x](reference/data.md#gone)", "the link reference/data.md#gone leads to no heading"),
        ("[x](#gone)", "the link #gone leads to no heading"),
        ("[x](http://localhost)", "the link http://localhost leads nowhere"),
        ("![](brief.png)", "the picture brief.png has no text in its place"),
        ("`docs/gone.md`", "the path docs/gone.md leads nowhere"),
        ("`src/districtbrief/faultlist.py`", "the path src/districtbrief/faultlist.py leads nowhere"),
        ("`gone.toml`", "the path gone.toml leads nowhere"),
        ("`data/gone/`", "the path data/gone/ leads nowhere"),
        ("`data/<district>.toml`", "the path data/<district>.toml leads nowhere"),
        ("`build/gone/`", "the path build/gone/ leads nowhere"),
        ("`_site/gone.html`", "the path _site/gone.html leads nowhere"),
        ("`make gone`", "make gone: make has no target gone"),
        ("    make report gone", "make report gone: make has no target gone"),
        ("`make report GONE=1`", "make report GONE=1: make has no variable GONE"),
        ("`GONE=1`", "GONE=1: the variable GONE is unknown"),
        ("`--gone`", "no command has the option --gone"),
        ("`districtbrief gone`", "districtbrief gone: districtbrief: error: argument COMMAND: invalid choice: 'gone'"),
        ("`districtbrief report --gone`", "districtbrief report --gone: districtbrief: error: unrecognized arguments"),
        ("`report --gone`", "districtbrief report --gone: districtbrief: error: unrecognized arguments: --gone"),
        (
            "    districtbrief scan",
            "districtbrief scan: districtbrief scan: error: the following arguments are required",
        ),
        ("`run: districtbrief gone`", "districtbrief gone: districtbrief: error: argument COMMAND: invalid choice"),
        ("`bench.py --gone`", "bench.py --gone: it has no option --gone"),
        ("```sh\ndistrictbrief audit build/gone\n```", "districtbrief audit build/gone: there is no build/gone"),
        ("`districtbrief.gone`", "there is no districtbrief.gone"),
        ("`districtbrief.scanning.gone`", "there is no districtbrief.scanning.gone"),
        ("`python -m districtbrief.gone`", "python -m districtbrief.gone: there is no module districtbrief.gone"),
        (
            "`python -m districtbrief.manifest --gone`",
            "python -m districtbrief.manifest --gone: it has no option --gone",
        ),
        ("`python gone.py`", "python gone.py: there is no script gone.py"),
        ("    papermill notebooks/gone.ipynb out.ipynb", "there is no notebooks/gone.ipynb"),
        ("    papermill --gone", "papermill --gone: it has no option --gone"),
        ("`jupytext --gone`", "jupytext --gone: it has no option --gone"),
        ("    gone --help", "gone --help: the program gone is unknown"),
        ("    make 'report", "make 'report: No closing quotation"),
        ("    cp _site build/host\n    ls build/hosts", "ls build/hosts: there is no build/hosts"),
        ("    cat x && gone", "cat x && gone: the program gone is unknown"),
        ("```gone\nx\n```", "a block is marked gone, which is none of"),
        ("```yaml\na: [\n```", "a block marked yaml is none"),
        ("```python\ndef\n```", "a block marked python is none"),
        ("```json\n{\n```", "a block marked json is none"),
    ],
)
def test_what_leads_nowhere_is_told(snippet: str, told: str) -> None:
    """One planted fault is one complaint, in words that say which it is."""
    found = list(complaints(page_of(Path("docs") / "planted.md", f"# Planted\n\n{snippet}\n")))

    assert len(found) == 1, found
    assert told in found[0]


@pytest.mark.parametrize(
    "snippet",
    [
        "[x](architecture.md)",
        "[x](../README.md#two-commands)",
        "[x](#planted)",
        "![A page](brief.png)",
        "`data/`, `Makefile`, `docs/architecture.md`, `text/markdown`, `at_least`, `build/failed/`",
        "`_site/reports/<lang>/<report>.html`, `observations/<district>.csv`, `figures/zh/brief-progress.svg`",
        "`make report DRAFT=1`, `DRAFT=1`, `--draft`, `report --draft`, `LC_ALL=C`",
        "`districtbrief scan`, `districtbrief --debug ...`, `districtbrief verify FOLDER`",
        "    make report RENDERER=quarto  # through Quarto",
        "```sh\npython -m districtbrief.manifest _site --project .\n```",
        "```sh\npapermill notebooks/brief.ipynb \\\n  out.ipynb -p lang en\n```",
        "```text\ngone --help\n```",
        "```pycon\n>>> 1\n1\n```",
        "`districtbrief.scanning.scan`, `python -m venv .venv`",
        "Write `build/units/a.service`: see `build/units/a.service`",
        "```sh\nmkdir -p build/host\ncp -R _site build/host/districts\nls build/host/districts/index.html\n```",
        "```sh\ndistrictbrief new-district gone --article a.txt\nls data/observations/gone.csv\n```",
    ],
)
def test_what_is_there_is_not_told(snippet: str) -> None:
    """Nothing is said of what a reader finds."""
    assert list(complaints(page_of(Path("docs") / "planted.md", f"# Planted\n\n{snippet}\n"))) == []


def test_the_picture_of_the_data_flow_names_what_is_there() -> None:
    """Each folder that it names is one, and it is well formed and loads nothing."""
    picture = fromstring((ROOT / "docs" / "data-flow.svg").read_bytes())
    words = [text for node in picture.iter("{*}text") for text in (node.text or "").split() if text.endswith("/")]

    assert len(words) > len(["data/", "figures/", "_site/"])
    assert [word for word in words if not leads_somewhere(word, Path("docs"))] == []
    assert not [node for node in picture.iter() if any("href" in name or "src" in name for name in node.attrib)]


def typed() -> set[str]:
    """List what all pages tell to type, as whole lines or in passing."""
    read = [read_page(Path(name)) for name in pages()]
    lines = {line.split("  #")[0].strip() for page in read for line in page.commands}
    return lines | {span for page in read for span in page.spans if is_command(span) or span in TOLD}


def run_as_told(command: str, project: Path) -> str:
    """Run a command that a page tells in a copy of the project; give what it prints.

    It must end well, and change nothing that is written there.
    """
    copy_project(project)
    shutil.copy(ROOT / "Makefile", project)
    (project / FOLDER).mkdir(parents=True)
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    environment = clean_environment(PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin")

    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=240,
    )

    assert command in typed(), "no page tells to type this"
    assert ended.returncode == 0, ended.stdout
    assert {path: path.read_bytes() for path in before} == before
    return ended.stdout


@pytest.mark.parametrize("command", RUN)
def test_what_is_soon_done_is_run(command: str, tmp_path: Path) -> None:
    """A command that a page tells ends well in a copy of the project, and changes nothing that is written there."""
    run_as_told(command, tmp_path)


def test_pairs_stay_as_they_are(tmp_path: Path) -> None:
    """`jupytext --sync` finds nothing to change in either half of a pair."""
    told = run_as_told("jupytext --sync notebooks/*.py", tmp_path)

    before, after = (
        {path.name for path in (root / "notebooks").iterdir() if path.is_file()} for root in (ROOT, tmp_path)
    )
    assert told.count("Unchanged") == 2 * len(list((ROOT / "notebooks").glob("*.ipynb"))) > 0
    assert after == before


def test_one_command_writes_every_page_of_the_reference(tmp_path: Path) -> None:
    """`python -m districtbrief.reference` writes what is checked in, in the project that it is run in."""
    run_as_told("python -m districtbrief.reference", tmp_path)

    written = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()}
    assert written == {name: (ROOT / FOLDER / name).read_bytes() for name in PAGES}


def makes() -> list[str]:
    """List what pages tell make to do."""
    return sorted({line.split("#")[0].strip() for line in typed() if line.startswith("make ")})


def test_make_knows_what_it_is_asked_for() -> None:
    """Make itself, asked what it would do, refuses nothing that a page tells to type."""
    assert "make report" in makes()
    assert {command: told for command in makes() if (told := refusal(command))} == {}
    assert refusal("make reprot")


def refusal(command: str) -> str:
    """Ask make what it would do, and give what it says against it."""
    told = asked(*command.split()[1:])
    return told.stderr + (f"code {told.returncode}" if told.returncode else "")


@pytest.mark.long
def test_a_build_makes_what_pages_say_that_it_makes(whole: Built) -> None:
    """Each pattern by which a path counts as made is that of a file which a build leaves."""
    assert whole.run.code == 0
    assert [pattern for pattern in MADE if not any(whole.project.glob(pattern))] == []


@pytest.mark.parametrize(("path", "words"), MADE_OTHERWISE.items())
def test_what_is_made_otherwise_is_named_where_it_is_made(path: str, words: str) -> None:
    """What a sound build does not leave is at least what the code, or a settings file, says that it writes."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / name for name in ("Makefile", "_quarto.yml", ".gitignore"))]

    assert any(words in file.read_text(encoding="utf-8") for file in files), path
