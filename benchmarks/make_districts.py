"""Write a project of N districts that do not exist: ``python benchmarks/make_districts.py 100 /tmp/x``."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from synthetic.places import Place
from synthetic.tables import write_data

ROOT = Path(__file__).parent.parent
FILES = (
    *("Snakefile", "Makefile", "_quarto.yml", "index.qmd", "pyproject.toml", "environment.yml", ".gitignore"),
    *("requirements.lock", "requirements-lab.lock", "README.md", "LICENSE", "figures/README.md", "reports/README.md"),
)
FOLDERS = ("assets", "notebooks", "src")
SKIPPED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
REPORTS = """\
# Which reports are published of districts that do not exist: one each, and what leads to them.
date: 2026-11-21
languages: [zh, en]
reports:
"""
HOME = "  index: {{notebook: {}, formats: [html], label: {{zh: 首页, en: Home}}}}\n"
OF_CITIES = """\
  comparison: {notebook: comparison, for_each: cities, label: {zh: 对比, en: Comparison}}
  brief: {notebook: brief, for_each: cities, label: {zh: 简报, en: Brief}}
  observations: {notebook: observations, for_each: cities, label: {zh: 总账, en: Ledger}}
"""
OF_ALL = """\
  profiles: {notebook: profile, for_each: districts, label: {zh: 各区, en: Districts}}
  checked: {notebook: checked, formats: [html], label: {zh: 核对, en: Checks}}
  search: {notebook: search, formats: [html], label: {zh: 搜索, en: Search}}
"""
CITIES = False
"""Whether each city has reports of its own, which the home page then lists, unless it is asked otherwise."""


def write_project(root: Path, target: Path, count: int, seed: int = 1, *, cities: bool = CITIES) -> list[Place]:
    """Write a whole project: what people wrote of this one, with the data of districts that do not exist.

    Args:
        root: the project that is copied.
        target: a folder that is not there yet, or is empty.
        count: how many districts.
        seed: the same seed gives the same bytes.
        cities: whether each city has a comparison, a brief and a ledger.

    Returns:
        The districts, city by city.
    """
    for name in FOLDERS:
        shutil.copytree(root / name, target / name, ignore=SKIPPED)
    for name in FILES:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, target / name)
    home = HOME.format("directory" if cities else "home")
    (target / "reports.yml").write_text(REPORTS + home + OF_CITIES * cities + OF_ALL, encoding="utf-8")
    return write_data(root, target, count, seed)


def main() -> None:
    """Read the command line, and write the project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("folder", type=Path, metavar="DIR", help="not there yet, or empty")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--cities", action="store_true", default=CITIES, help="a comparison, a brief and a ledger for each city too"
    )
    given = parser.parse_args()
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    written = write_project(ROOT, given.folder, given.count, given.seed, cities=given.cities)
    print(f"wrote {len(written)} districts of {len({place.city_en for place in written})} cities in {given.folder}")


if __name__ == "__main__":
    main()
