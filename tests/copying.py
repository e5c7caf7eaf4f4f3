"""What the repository keeps and a folder holds, and a copy of what people write of the project, to be broken."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
WRITTEN = ("data", "notebooks", "assets", "reports.yml", "_quarto.yml", "index.qmd", "Snakefile")
FEW = """date: 2026-11-21
languages: [zh, en]
reports:
  index: {notebook: home, formats: [html]}
  brief: {notebook: brief}
  checked: {notebook: checked, formats: [html]}
"""
"""Reports that are soon made."""


def copy_project(target: Path, reports: str = "") -> Path:
    """Copy what people write of the project, and nothing that is generated, perhaps with another `reports.yml`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in WRITTEN:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copy(ROOT / name, target / name)
    if reports:
        (target / "reports.yml").write_text(reports, encoding="utf-8")
    return target


@cache
def kept_files() -> tuple[str, ...]:
    """List the files of the repository that are tracked, or would be, by their paths."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(name for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
