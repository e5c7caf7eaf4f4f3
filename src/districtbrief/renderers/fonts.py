"""The fonts of the PDFs, at a path that both renderers name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from districtbrief.filing import partial_of
from districtbrief.typefaces import SANS, SERIF, typeface

FOLDER: Final = "build/fonts"


def provide_fonts(project: Path) -> Path:
    """Copy the Chinese fonts to ``build/fonts`` of ``project``, once, and return that folder.

    Raises:
        FaultError: a font is not installed, or not whole.
    """
    folder = project / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for font in map(typeface, (SANS, SERIF)):
        _copy(font, folder / font.name)
    return folder


def _copy(font: Path, target: Path) -> None:
    if target.exists() and target.stat().st_size == font.stat().st_size:
        return
    # Parallel jobs may copy the same font: whoever comes last replaces equal bytes.
    partial = partial_of(target)
    shutil.copyfile(font, partial)
    partial.replace(target)
