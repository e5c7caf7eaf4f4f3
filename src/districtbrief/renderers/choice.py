"""Which renderer to take, and why."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Final

from districtbrief.faults import Fault, FaultError, nearest

OLDEST: Final = (1, 9)
"""The first Quarto whose Typst output keeps alt texts and knows ``pdf-standard``."""
PATIENCE: Final = 20
"""Seconds that Quarto may take to say its version."""


@dataclass(frozen=True)
class Choice:
    """The renderer to take.

    Attributes:
        name: ``quarto`` or ``embedded``.
        reason: why, in words for the log.
    """

    name: str
    reason: str


def choose(wanted: str) -> Choice:
    """Choose between ``quarto`` and ``embedded``; ``auto`` takes Quarto where a new enough one is installed.

    Raises:
        FaultError: ``wanted`` is no renderer, or Quarto is wanted and absent or too old.
    """
    if wanted == "embedded":
        return Choice("embedded", "RENDERER=embedded asks for it")
    version = _quarto_version()
    lack = _lack(version)
    if wanted == "auto":
        return Choice("embedded", lack) if lack else Choice("quarto", f"quarto {version} is installed")
    if wanted != "quarto":
        near = nearest(wanted, ["auto", "quarto", "embedded"])
        raise FaultError([Fault.of("renderer.unknown", "RENDERER", wanted=wanted, nearest=near)])
    if lack:
        raise FaultError([Fault.of("renderer.no-quarto", "RENDERER=quarto", lack=lack)])
    return Choice("quarto", "RENDERER=quarto asks for it")


def engines(renderer: str) -> dict[str, str]:
    """Name what a renderer runs that is no package of Python's, with its version."""
    if renderer == "quarto":
        return {"quarto": _quarto_version() or ""}
    import pypandoc  # noqa: PLC0415 - the Snakefile asks for the choice alone

    return {"pandoc": pypandoc.get_pandoc_version()}


def _lack(version: str | None) -> str:
    """Say why Quarto of a version is of no use; nothing where it is."""
    if not version:
        return "quarto is not installed" if version is None else "quarto is installed, but does not say its version"
    numbers = tuple(map(int, re.findall(r"\d+", version)[:2]))
    return "" if numbers >= OLDEST else f"quarto {version} is older than {'.'.join(map(str, OLDEST))}"


def _quarto_version() -> str | None:
    """Ask Quarto for its version: None where there is no Quarto, nothing where it does not say."""
    command = shutil.which("quarto")
    if command is None:
        return None
    try:
        answer = subprocess.run([command, "--version"], capture_output=True, text=True, check=False, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    version = answer.stdout.strip()
    return version if answer.returncode == 0 and re.match(r"\d+\.\d+", version) else ""
