"""`manifest.json` lists what a site consists of and was made from; checking it needs Python and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, copy_project

from districtbrief.made import Made, write_manifest
from districtbrief.manifest import (
    FILE,
    LARGEST,
    PACKAGE,
    differences,
    input_files,
    main,
    outputs,
    read_manifest,
    sha256,
)

DIGEST = "0" * 64
ENGINES = {"pandoc": "3.9"}
PAGES = 2000


def publish(root: Path, site: Path, *, draft: bool = False) -> Path:
    """Write the manifest of a site as publishing does."""
    return write_manifest(root, site, Made("embedded", draft, ENGINES))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Make a site of two files, with its manifest, and a folder beside it that is no part of it."""
    folder = tmp_path / "_site"
    for name in ("index.html", "reports/zh/二七.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    (tmp_path / "secret").write_text("not yours", encoding="utf-8")
    publish(ROOT, folder)
    return folder


def told(site: Path) -> Any:
    """Read a manifest as anyone may."""
    return json.loads((site / FILE).read_text(encoding="utf-8"))


def rewrite(site: Path, change: Callable[[Any], object]) -> None:
    """Change what a manifest says."""
    content = told(site)
    change(content)
    (site / FILE).write_text(json.dumps(content), encoding="utf-8")


def test_what_has_been_read_is_listed_as_it_was_then(site: Path) -> None:
    """Unless the file is another one by now: one of another size, or written at another time."""
    file = site / "index.html"
    stat, before = file.stat(), outputs(site)
    for size, when, known in (
        (stat.st_size, stat.st_mtime_ns, True),
        (stat.st_size + 1, stat.st_mtime_ns, False),
        (stat.st_size, stat.st_mtime_ns + 1, False),
    ):
        found = outputs(site, {"index.html": (size, when, DIGEST)})
        assert found == (before | {"index.html": DIGEST} if known else before)


def test_a_link_is_never_listed_as_what_has_been_read(site: Path) -> None:
    """It is no plain file, wherever it leads."""
    file = site / "index.html"
    stat = file.stat()
    (site / "other.html").symlink_to(file)
    assert outputs(site, {"other.html": (stat.st_size, stat.st_mtime_ns, DIGEST)})["other.html"] == ""


def test_a_manifest_lists_every_output_and_input(site: Path) -> None:
    """By path and sha256, sorted, itself left out; with the versions of what made it."""
    content = told(site)

    assert list(content["outputs"]) == ["index.html", "reports/zh/二七.html"]
    assert content["outputs"]["index.html"] == sha256(site / "index.html")
    assert list(content["inputs"]) == sorted(content["inputs"])
    wanted = {"data/observations/erqi.csv", "notebooks/text/brief.zh.md.j2", "reports.yml", "requirements.lock"}
    assert wanted | {"districtbrief/manifest.py", "districtbrief/locales/zh.toml"} <= set(content["inputs"])
    assert {"python", "matplotlib", "pandas", "typst", "pagefind", "pandoc"} <= set(content["tools"])
    assert (content["draft"], content["renderer"]) == (False, "embedded")


def test_a_manifest_is_read_line_by_line(site: Path) -> None:
    """A file a line, in plain letters, so that two of them can be compared by eye or by diff."""
    assert '  "reports/zh/二七.html": "' in (site / FILE).read_text(encoding="utf-8")


def test_a_manifest_says_that_pages_are_stamped(site: Path) -> None:
    """The site of a draft is told from a fair one."""
    publish(ROOT, site, draft=True)
    assert told(site)["draft"] is True


def test_written_again_a_manifest_is_the_same(site: Path) -> None:
    """Whatever stood there before, and in whichever order the files were made."""
    before = (site / FILE).read_bytes()
    (site / "index.html").unlink()
    (site / "index.html").write_text("index.html", encoding="utf-8")
    assert publish(ROOT, site).read_bytes() == before


def test_nothing_of_the_machine_is_in_it(site: Path, tmp_path: Path) -> None:
    """Neither where it was made, nor when, nor by whom."""
    text = (site / FILE).read_text(encoding="utf-8")
    assert [word for word in (str(tmp_path), str(ROOT), str(Path.home()), os.uname().nodename) if word in text] == []


def every_input() -> list[str]:
    """Name what a manifest lists, but for the code."""
    return [name for name in input_files(ROOT, PACKAGE) if not name.startswith(f"{PACKAGE.name}/")]


@pytest.mark.slow
def test_each_input_counts(tmp_path: Path, site: Path) -> None:
    """One byte more in any file of the project or of the code is told, and nothing else is."""
    project = copy_project(tmp_path / "project")
    shutil.copy(ROOT / "requirements.lock", project)
    shutil.copytree(PACKAGE, project / "src" / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    assert list(differences(site, project)) == []
    for name in (*every_input(), "districtbrief/cli.py"):
        path = project / ("src/" if name.startswith(PACKAGE.name) else "") / name
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        assert list(differences(site, project)) == [f"changed input {name}"]
        path.write_bytes(before)


def test_what_programs_keep_is_no_input(tmp_path: Path) -> None:
    """Checkpoints, caches and hidden files, which come and go, are not listed."""
    for name in ("data/a.csv", "data/.ipynb_checkpoints/a.csv", "notebooks/__pycache__/a.pyc", "assets/.a.css.swp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(input_files(tmp_path, tmp_path / "none")) == ["data/a.csv"]


def test_a_site_as_it_was_published_passes(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said in a line, and the code is 0."""
    assert main([str(site)]) == 0
    assert capsys.readouterr().out == f"{site}: every file is as manifest.json lists it\n"


def plant_link(site: Path) -> None:
    """Put a link to a file outside in the place of a page, as long as that file."""
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(site.parent / "secret")


def plant_pipe(site: Path) -> None:
    """Put a pipe there, which whoever opens it waits for."""
    os.mkfifo(site / "pipe")


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda site: (site / "index.html").write_text("other", encoding="utf-8"), "changed index.html"),
    "missing": (lambda site: (site / "reports/zh/二七.html").unlink(), "missing reports/zh/二七.html"),
    "unlisted": (lambda site: (site / "new.js").touch(), "unlisted new.js"),
    "a folder linked in": (lambda site: (site / "more").symlink_to(site.parent), "unlisted more"),
    "a page linked in": (plant_link, "changed index.html"),
    "a pipe": (plant_pipe, "unlisted pipe"),
    "a name that moves the cursor": (lambda site: (site / "a\x1b[2J").touch(), "unlisted a\\u001b[2J"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_differs_is_named(site: Path, damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a file, and the code is 1; no link is followed."""
    plant, line = DAMAGE[damage]
    plant(site)
    assert main([str(site)]) == 1
    assert capsys.readouterr().out == f"{line}\n"


def plant_manifest_link(site: Path) -> None:
    """Put the manifest elsewhere and a link in its place."""
    (site / FILE).rename(site.parent / "elsewhere")
    (site / FILE).symlink_to(site.parent / "elsewhere")


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "none": (lambda site: (site / FILE).unlink(), "no such file"),
    "a link": (plant_manifest_link, "no such file"),
    "no JSON": (lambda site: (site / FILE).write_text("{", encoding="utf-8"), "it is no JSON"),
    "no text": (lambda site: (site / FILE).write_bytes(b"\xff\xfe\x00"), "it is no JSON"),
    "nested without end": (lambda site: (site / FILE).write_text("[" * 99_999, encoding="utf-8"), "it is no JSON"),
    "a number of many digits": (lambda site: (site / FILE).write_text("9" * 9999, encoding="utf-8"), "it is no JSON"),
    "too large": (lambda site: os.truncate(site / FILE, LARGEST + 1), "larger than"),
    "a list": (lambda site: (site / FILE).write_text("[]", encoding="utf-8"), "its format is not 1"),
    "of another format": (lambda site: rewrite(site, lambda content: content.update(format=2)), "its format is not 1"),
    "without outputs": (lambda site: rewrite(site, lambda content: content.pop("outputs")), "it lists no outputs"),
    "inputs in a list": (lambda site: rewrite(site, lambda content: content.update(inputs=[])), "it lists no inputs"),
    "a digest too short": (lambda site: rewrite(site, lambda content: content["inputs"].update(a="0")), "no file with"),
    "a digest that is none": (
        lambda site: rewrite(site, lambda content: content["outputs"].update(a=None)),
        "no file with",
    ),
} | {
    f"the path {path!r}": (
        lambda site, path=path: rewrite(site, lambda content: content["outputs"].update({path: DIGEST})),
        "is no file with a sha256",
    )
    for path in ("../secret", "/etc/passwd", "a/../../secret", "a//b", "", ".", "a\nb", "a\x1b[2J", "\ud800")
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_manifest_that_is_none_is_refused(site: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line that says why and what to do, with code 2, and nothing is said of any file."""
    plant, found = HOSTILE[kind]
    plant(site)
    assert main([str(site)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert found in shown.err
    assert shown.err.count("\n") == 1
    assert shown.err.isprintable() or shown.err[:-1].isprintable()


def test_nothing_outside_a_site_is_opened(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what a link in it leads to, nor a path that would lead out of it."""
    plant_link(site)
    (site / "more").symlink_to(site.parent)
    opened: list[str] = []
    proper = Path.open

    def note(path: Path, *arguments: object, **options: object) -> object:
        opened.append(path.relative_to(site).as_posix())
        return proper(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", note)
    assert list(differences(site)) == ["changed index.html", "unlisted more"]
    assert opened == [FILE, "reports/zh/二七.html"]


def test_a_folder_without_a_project_is_said(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--project` wants a checkout."""
    assert main([str(site), "--project", str(tmp_path)]) == 2
    assert "no project lies here" in capsys.readouterr().err


def bare(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with its standard library and the code, and nothing that is installed."""
    environment = {"PYTHONPATH": str(PACKAGE.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-S", *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.slow
def test_checking_needs_nothing_installed(site: Path) -> None:
    """Python alone does it, with the project too, from any folder."""
    assert "No module named 'yaml'" in bare("-c", "import yaml").stderr
    ran = bare("-m", "districtbrief.manifest", str(site), "--project", str(ROOT))
    assert (ran.returncode, ran.stderr) == (0, "")
    (site / "index.html").unlink()
    ran = bare("-m", "districtbrief.manifest", str(site))
    assert (ran.returncode, ran.stdout) == (1, "missing index.html\n")
    assert bare("-m", "districtbrief.manifest").returncode == 2


@pytest.mark.slow
def test_thousands_of_pages_take_seconds(tmp_path: Path) -> None:
    """Writing and checking grow with the files and not faster."""
    seconds = []
    for name, pages in (("few", PAGES // 4), ("many", PAGES)):
        for number in range(pages):
            path = tmp_path / name / "reports" / "zh" / f"{number}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * 50_000)
        started = time.perf_counter()
        publish(ROOT, tmp_path / name)
        assert list(differences(tmp_path / name)) == []
        seconds.append(time.perf_counter() - started)
    assert len(read_manifest(tmp_path / "many")["outputs"]) == PAGES
    assert seconds[1] < 8 * seconds[0] + 1
    assert seconds[1] < 10
