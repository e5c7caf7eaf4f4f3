"""The manifest of a site, written: what it consists of, what it was made from, and with what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from platform import python_version

from districtbrief.manifest import FILE, FORMAT, PACKAGE, Known, input_files, outputs, sha256

_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class Made:
    """How a site was made: by which renderer, whether its pages are stamped, and the versions of what that runs."""

    renderer: str
    draft: bool
    engines: Mapping[str, str]


def write_manifest(root: Path, site: Path, made: Made, known: Known | None = None) -> Path:
    """Write the manifest of a site that is otherwise complete; what is the same is written alike, anywhere and always.

    Args:
        root: the project.
        site: the folder of the site.
        made: how it was made.
        known: files of the site that have been read already, and are not read again.
    """
    (site / FILE).unlink(missing_ok=True)
    told = {
        "format": FORMAT,
        "draft": made.draft,
        "renderer": made.renderer,
        "tools": dict(sorted((tools() | dict(made.engines)).items())),
        "inputs": {name: sha256(path) for name, path in input_files(root, PACKAGE).items()},
        "outputs": outputs(site, known),
    }
    (site / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return site / FILE


def tools() -> dict[str, str]:
    """Name Python and what the package asks to be installed beside it, each with its version here."""
    asked = (_NAME.match(item) for item in metadata.requires(PACKAGE.name) or () if "extra ==" not in item)
    return {"python": python_version()} | {found[0]: metadata.version(found[0]) for found in asked if found}
