"""Which files a report rests on, and in which folder a renderer puts its pages."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from districtbrief.description import SHARED_TABLES
from districtbrief.manifest import input_files
from districtbrief.parameters import declared_parameters, is_about_districts
from districtbrief.reportfaults import HOME
from districtbrief.specs import ReportSpec

DRAFTS = "-draft"
"""How the folder of a renderer's stamped pages ends: they lie apart, so that none is ever published unawares."""
MEMBERS = "members.json"
"""The file of a part of the search that names its reports, and what they said; it is there when the part is whole."""
LATER = ("renderers", "audit", "warm")
KINDS = ("tables", "package", "looks", "audit")
"""The kinds of files that many reports rest on, each of which one file stands for."""
READ = tuple(name for name in SHARED_TABLES if name != "excluded")
"""The tables that every report reads."""


def sources_of(root: Path, kind: str) -> list[str]:
    """List files of one kind: the ``package``, its ``looks``, its ``audit``, ``tables`` of all, a ``site``'s."""
    if kind == "tables":
        return [f"data/{name}.csv" for name in READ]
    if kind == "site":  # but for what others note, and the observations: each report rests on its own
        files = input_files(root, root / "src" / "districtbrief").values()
        known = {path for other in KINDS for path in sources_of(root, other)}
        names = (path.relative_to(root).as_posix() for path in files if path.parent.name != "observations")
        return [name for name in names if name not in known]
    if kind == "looks":
        return ["_quarto.yml", *source_files(root, "assets", "src/districtbrief/renderers")]
    return source_files(root, f"src/districtbrief{'/audit' if kind == 'audit' else ''}")


def source_files(root: Path, *folders: str) -> list[str]:
    """List the files of our own under some folders, without caches and what comes after notebooks in the package."""
    found = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]
    skipped = {"__pycache__", *(LATER if folders == ("src/districtbrief",) else ())}
    return sorted(path.relative_to(root).as_posix() for path in found if not skipped & set(path.parts))


def prose_of(root: Path, spec: ReportSpec) -> list[str]:
    """List the templates that a report is worded by: its own and the charts', or for the home page those of all."""
    ending = f".{spec.lang}.md.j2"
    if spec.name != HOME:
        return [f"notebooks/text/{name}{ending}" for name in ("charts", spec.notebook)]
    found = (root / "notebooks" / "text").glob(f"*{ending}")
    return sorted(path.relative_to(root).as_posix() for path in found)


def observation_tables(root: Path, spec: ReportSpec | None = None) -> list[str]:
    """List the observation tables that a report reads: its own districts', or all; none if it is about no district."""
    return [f"data/observations/{district}.csv" for district in districts_read(root, spec)]


def districts_read(root: Path, spec: ReportSpec | None = None) -> list[str]:
    """List the districts whose observation tables a report reads, or all that have one."""
    chosen = districts_of(spec) if spec else []
    if chosen or (spec and not is_about_districts(declared_parameters(root, spec.notebook))):
        return chosen
    folder = root / "data" / "observations"
    names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208 - asked often, and of thousands
    return [name.removesuffix(".csv") for name in names if name.endswith(".csv")]


def tables_of(root: Path, part: str) -> list[str]:
    """List what a part of `data/` holds besides the tables that every report reads."""
    path = f"data/observations/{part}.csv"
    return [path] if (root / path).exists() else ["data/excluded.csv"]


def pages_folder(root: Path, renderer: str, *, draft: bool) -> Path:
    """Give the folder that a renderer writes to, or that for its stamped pages."""
    return root / "build" / "pages" / (renderer + DRAFTS * draft)


def search_folder(root: Path, pages: Path) -> Path:
    """Give the folder of the parts of the search over a renderer's pages, each in a folder of its own."""
    return root / "build" / "search" / pages.name


def districts_of(spec: ReportSpec) -> list[str]:
    """List the districts that a report is about, as far as its parameters name them."""
    chosen = [spec.parameters["district"]] if "district" in spec.parameters else spec.parameters.get("districts", [])
    return [str(item) for item in chosen]  # type: ignore[attr-defined]


def digest_of(paths: Iterable[Path]) -> str:
    """Sum up what files say; one that cannot be read says nothing."""
    return sha256("".join(map(_digest, paths)).encode()).hexdigest()


@cache
def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""  # Snakemake will say what is missing
