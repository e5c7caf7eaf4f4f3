"""The fonts of the PDFs, at a path that both renderers name."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
from pathlib import Path
from typing import Final

from districtbrief.faults import Fault, FaultError

FOLDER: Final = "build/fonts"
PACKAGE: Final = "pylopdf_fonts_zh_cn"


def provide_fonts(project: Path) -> Path:
    """Copy the Chinese fonts to ``build/fonts`` of ``project``, once, and return that folder.

    Raises:
        FaultError: the font package is not installed.
    """
    folder = project / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for font in _installed_fonts():
        _copy(font, folder / font.name)
    return folder


def _installed_fonts() -> list[Path]:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        part, package = "the Chinese fonts are", "pylopdf-fonts-zh-cn"
        raise FaultError([Fault.of("renderer.not-installed", PACKAGE, part=part, package=package)])
    return sorted(Path(spec.origin).parent.glob("*.otf"))


def _copy(font: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == font.stat().st_size:
        return
    # Parallel jobs may copy the same font: whoever comes last replaces equal bytes.
    partial = target.with_name(f".{target.name}.{platform.node()}.{os.getpid()}")
    shutil.copyfile(font, partial)
    partial.replace(target)
