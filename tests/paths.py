"""Where a path that a page names leads: to a file of the repository, or to one that a build makes."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from copying import kept_files

from districtbrief.faults import catalogue

MADE = (
    "_site/assets/*.css",
    "_site/audit.json",
    "_site/data/*.csv",
    "_site/downloads/*.zip",
    "_site/figures/*/*.svg",
    "_site/index.html",
    "_site/llms.txt",
    "_site/manifest.json",
    "_site/pagefind/*",
    "_site/reports/*/checked.html",
    "_site/reports/*/index.html",
    "_site/reports/*/*.html",
    "_site/reports/*/*.pdf",
    "build/audited/embedded/*.json",
    "build/fonts/*",
    "build/noted/*",
    "build/offered/*",
    "build/pages/embedded/reports/*/*.html",
    "build/published",
    "build/validated/*",
    "figures/*/*.csv",
    "figures/*/*.png",
    "figures/*/*.svg",
    "figures/*/*-narrow.svg",
    "reports/*/*.ipynb",
)
"""What a build makes: a test builds and sees each of them there."""
MADE_OTHERWISE = {
    "_site/sitemap.xml": '"sitemap.xml"',
    ".venv/bin/activate": "venv --clear .venv",
    ".snakemake/slurm_logs": ".snakemake/",
    "build/broken/*": '"build") / "broken"',
    "build/failed/*": '"build") / "failed"',
    "build/faults.txt": '"faults.txt"',
    "build/pages/embedded-draft/*": '"pages" / (renderer + DRAFTS * draft)',
    "build/pages/quarto-draft/*": '"pages" / (renderer + DRAFTS * draft)',
    "build/quarto-site/*": "output-dir: build/quarto-site",
    "build/search/embedded/*": '"build" / "search" / pages.name',
    "build/site/*": '"build" / "site"',
    "build/slices/embedded/*": "build/slices/{",
}
"""What is made only where something fails, or where it is asked for: and the words of ours by which it is made."""
PLACES = (
    "",
    "assets",
    "assets/filters",
    "benchmarks",
    "data",
    "docs",
    "notebooks",
    "profiles/slurm",
    "src/districtbrief",
    "src/districtbrief/renderers",
    "tests",
)
"""Folders that pages name files of without naming the folder, because they speak of it."""
BUILT = ("", "_site", "build")
"""Folders that pages name what is made in without naming the folder."""
ENDINGS = re.compile("cff|css|csv|html|ico|ipynb|j2|js|json|lock|lua|md|pdf|png|py|qmd|svg|toml|txt|typ|xml|ya?ml|zip")
NAMED = re.compile(r"[\w.<>*{},…@-]+(/[\w.<>*{},…@-]+)*/?")
OTHERS = frozenset({".cache/snakemake", "task/affinity", "task/cgroup", "text/markdown"})
"""What looks like a path and is none of ours: types of media, plugins of Slurm, folders of a user's home."""
STANDS_FOR = re.compile(r"<[^<>]*>|…|\b(?:ID|NAME|FILE|FOLDER|DIR|ARTICLE|N|LANG)\b")


@cache
def tracked() -> frozenset[str]:
    """List every file of the repository, and every folder that one lies in."""
    return frozenset(str(part) for path in map(Path, kept_files()) for part in (path, *path.parents))


def is_path(span: str) -> bool:
    """Whether a span of code looks like the name of a file or folder."""
    if not NAMED.fullmatch(span) or span in OTHERS or span in catalogue() or span.startswith(("http", "-")):
        return False
    stem, _, ending = span.rstrip("/").rpartition(".")
    return span.endswith("/") or "/" in span or bool(stem and ENDINGS.fullmatch(ending))


def leads_somewhere(path: str, folder: Path, *, typed: bool = False) -> bool:
    """Whether a path, named on a page in a folder, is that of a file which is there or which a build makes.

    What is typed may name files that only who types it has: such a path counts only if it begins in a folder of ours.
    """
    if typed and not (is_path(path) and path.partition("/")[0] in _roots() and "/" in path):
        return True
    return all(_is_written(one, folder, typed=typed) or _is_made(one, folder) for one in _each(path))


def _roots() -> frozenset[str]:
    made = {pattern.partition("/")[0] for pattern in (*MADE, *MADE_OTHERWISE)}
    return frozenset(name for name in tracked() if "/" not in name) | made


def _each(path: str) -> Iterator[str]:
    """Write out what a path stands for: `{a,b}` for both, names in angle brackets for any."""
    found = re.search(r"\{([^{}]*)\}", path)
    if found:
        for choice in found[1].split(","):
            yield from _each(path[: found.start()] + choice + path[found.end() :])
    else:
        yield STANDS_FOR.sub("*", path).rstrip("/")


def _beside(place: str, path: str) -> str:
    parts: list[str] = []
    for part in [*Path(place).parts, *Path(path).parts]:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."


def _is_written(path: str, folder: Path, *, typed: bool) -> bool:
    beside = [_beside(place, path) for place in ((str(folder), "") if typed else (str(folder), *PLACES))]
    return any(one in tracked() or ("*" in one and fnmatch.filter(tracked(), one)) for one in beside)


def _is_made(path: str, folder: Path) -> bool:
    beside = [_beside(place, path) for place in (str(folder), *BUILT)]
    return any(_fits(one, known) for one in beside for known in (*MADE, *MADE_OTHERWISE))


def _fits(path: str, known: str) -> bool:
    """Whether a path is what is known, part by part, or a folder above it; each may have stars."""
    parts, others = path.split("/"), known.split("/")
    if len(parts) > len(others) or (len(parts) < len(others) and ENDINGS.fullmatch(parts[-1].rpartition(".")[2])):
        return False
    pairs = zip(parts, others, strict=False)
    return all(fnmatch.fnmatchcase(one, two) or fnmatch.fnmatchcase(two, one) or _meet(one, two) for one, two in pairs)


def _meet(one: str, two: str) -> bool:
    """Whether one name ends in a star and the other begins with one, so that some file is called as both say."""
    return one.endswith("*") and two.startswith("*")
