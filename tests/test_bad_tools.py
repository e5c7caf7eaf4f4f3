"""Bad tools: a font, Quarto or a kernel that is missing, broken, too old or silent is a fault, said in one line."""

from __future__ import annotations

import importlib
import os
import re
import time
from pathlib import Path

import pytest
from building import write_last_cell
from killing import eventually, has_ended

from districtbrief import typefaces
from districtbrief.faults import FaultError
from districtbrief.notebooks import execute
from districtbrief.renderers.choice import choose
from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.fonts import provide_fonts
from districtbrief.renderers.quarto import render_site_with_quarto
from districtbrief.specs import read_specs
from districtbrief.typefaces import SANS, SERIF, typeface

HEADS = {
    "empty": b"",
    "no font": b"<html>404 Not Found</html>" * 20,
    "cut in its list of tables": 20,
    "cut in its tables": 40_000,
}
QUARTOS = {
    "too old": ("echo 1.8.2", "quarto 1.8.2 is older than 1.9"),
    "silent": ("exit 0", "quarto is installed, but does not say its version"),
    "failing": ("echo 1.10.18; exit 3", "quarto is installed, but does not say its version"),
    "something else": ("echo usage: quarto FILE", "quarto is installed, but does not say its version"),
    "hanging": ("sleep 30", "quarto is installed, but does not say its version"),
}

PRINTS = {"print('a word')": "page.output", "for _ in range(1000): print('x' * 100_000)": "notebook.output"}


@pytest.fixture
def quarto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a Quarto of ours on PATH, still to be written, and no other."""
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(importlib.import_module("districtbrief.renderers.choice"), "PATIENCE", 0.5)
    return tmp_path / "quarto"


def write_script(path: Path, text: str) -> None:
    """Write a program for the shell."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize("state", QUARTOS)
def test_a_quarto_that_is_of_no_use_is_refused_or_done_without(quarto: Path, state: str) -> None:
    """Where Quarto is asked for the fault says what is wrong with it; else the embedded renderer works and says why."""
    script, lack = QUARTOS[state]
    write_script(quarto, script)
    begun = time.monotonic()

    with pytest.raises(FaultError) as caught:
        choose("quarto")

    assert [fault.code for fault in caught.value.faults] == ["renderer.no-quarto"]
    assert str(caught.value).startswith(f"RENDERER=quarto: {lack}; install Quarto, or choose RENDERER=embedded")
    assert choose("auto").reason == lack
    assert time.monotonic() - begun < 5


def test_without_quarto_the_embedded_renderer_works(quarto: Path) -> None:
    """That Quarto is absent is said."""
    assert not quarto.exists()

    assert choose("auto").reason == "quarto is not installed"


RENDERS = {
    "warning": ("echo WARNING: a citation is missing", "Quarto says: WARNING: a citation is missing"),
    "failing": ("exit 3", "Quarto says: error: quarto stopped with code 3"),
    "hanging": ("sleep 600 & echo $! > started; sleep 600", "quarto has not come to an end in 1 seconds"),
}


@pytest.mark.slow
@pytest.mark.parametrize("state", RENDERS)
def test_a_quarto_that_renders_badly_is_a_fault(
    quarto: Path, project: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """A warning is a fault; one that never ends is stopped, with all that it has started."""
    script, told = RENDERS[state]
    write_script(quarto, script)
    for name, seconds in (("PATIENCE", 1), ("A_PAGE", 0)):
        monkeypatch.setattr(f"districtbrief.renderers.quarto.{name}", seconds)
    (project / "build" / "quarto-site").mkdir(parents=True)

    with pytest.raises(FaultError, match=re.escape(told)):
        render_site_with_quarto(project, project / "site")

    if state == "hanging":
        started = int((project / "started").read_text(encoding="utf-8"))
        assert eventually(lambda: has_ended(started))


@pytest.fixture
def fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have a package of fonts of our own, whole but for what a test does to it."""
    folder = tmp_path / "packages" / "brokenfonts"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("", encoding="utf-8")
    for name in (SANS, SERIF):
        (folder / name).write_bytes(typeface(name).read_bytes())
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.setattr(typefaces, "PACKAGE", "brokenfonts")
    return folder


def test_whole_fonts_are_provided(fonts: Path, tmp_path: Path) -> None:
    """Every font that PDFs are set in comes to lie where both renderers look."""
    provided = provide_fonts(tmp_path)

    assert {path.name: path.read_bytes() for path in provided.iterdir()} == {
        name: (fonts / name).read_bytes() for name in (SANS, SERIF)
    }


@pytest.mark.parametrize("name", [SANS, SERIF])
def test_a_missing_font_is_a_fault(fonts: Path, tmp_path: Path, name: str) -> None:
    """It is named before anything is drawn or set in another face."""
    (fonts / name).unlink()

    with pytest.raises(FaultError, match=rf"^{name}: the font is not installed; .*\[renderer\.no-font\]$"):
        provide_fonts(tmp_path)


@pytest.mark.parametrize("state", HEADS)
def test_a_broken_font_is_a_fault(fonts: Path, tmp_path: Path, state: str) -> None:
    """A font that ends early, or is none, is not taken for one."""
    head = HEADS[state]
    path = fonts / SANS
    path.write_bytes(head if isinstance(head, bytes) else path.read_bytes()[:head])

    with pytest.raises(FaultError, match=rf"^{SANS}: the font is not whole; .*\[renderer\.broken-font\]$"):
        provide_fonts(tmp_path)


@pytest.mark.hour
@pytest.mark.parametrize(("source", "code"), PRINTS.items())
def test_a_cell_that_prints_is_a_fault(project: Path, source: str, code: str) -> None:
    """A word is refused when the page is rendered, a hundred megabytes are given up, and never taken for slowness."""
    write_last_cell(project, "search", source)
    spec = next(spec for spec in read_specs(project) if spec.name == "search")

    with pytest.raises(FaultError) as caught:
        render_page(execute(project, spec), project=project, site=project / "site")

    assert [fault.code for fault in caught.value.faults] == [code]
