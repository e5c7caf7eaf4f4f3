"""What a site offers for download, held against `data/`: its tables, all figures in one, the package in one file."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from districtbrief.audit.finding import Finding
from districtbrief.audit.tables import Figures, are_joined_in
from districtbrief.csvtables import read_table

PUBLISHED = (".csv", ".json", ".md")
"""How the names of those files of `data/` end that a site offers."""
FOLDERS = ("data", "downloads")
"""Where a site has what it offers."""
UNREADABLE = (ValueError, KeyError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Downloads:
    """The downloads of a site.

    Attributes:
        root: the project.
        site: the folder of the site.
        broken: the districts whose tables cannot be read, and which the site therefore does not offer.
        parts: folders with the tables of some districts each, which have been held against the data, and these
            districts; where there are any, the site's tables are held against them, in a fraction of the time.
    """

    root: Path
    site: Path
    broken: frozenset[str] = frozenset()
    parts: Mapping[Path, Sequence[str]] = field(default_factory=dict)

    def check(self) -> Iterator[Finding]:
        """Name what is missing, what is left over, and what differs from the data."""
        own = {f"data/{name}": path.read_bytes for name, path in self._data.items()}
        others: dict[str, Callable[[Path], bool]] = {
            "downloads/observations.csv": self._has_figures,
            "downloads/observations.json": self._has_figures,
            "downloads/data-package.zip": self._is_zip,
        }
        files = set(files_in(self.site, *FOLDERS))
        for name in sorted(files - set(own) - set(others)):
            yield Finding("stale", name, "", "the data has no such file")
        for name in (*own, *others):
            if name not in files:
                yield Finding("missing", name, "", "the site does not offer it")
            elif name in own and (self.site / name).read_bytes() != own[name]():
                yield Finding("stale", name, "", "it is not the file that the audit reads")
            elif name in others and not others[name](self.site / name):
                yield Finding("stale", name, "", "it does not say what the data says, or says more")

    @cached_property
    def _data(self) -> Mapping[str, Path]:
        hidden = {self.root / "data" / "observations" / f"{district}.csv" for district in self.broken}
        every = (path for path in (self.root / "data").rglob("*") if path.suffix in PUBLISHED)
        found = {path.relative_to(self.root / "data"): path for path in sorted(every) if path not in hidden}
        return {
            name.as_posix(): path
            for name, path in found.items()
            if not any(part.startswith(".") for part in name.parts)
        }

    def _has_figures(self, path: Path) -> bool:
        if not self.parts:
            return Figures(self.root, self._offered).are_in(path)
        told = [district for districts in self.parts.values() for district in districts]
        return told == self._offered and are_joined_in(path, [part / path.name for part in self.parts])

    @cached_property
    def _offered(self) -> list[str]:
        places = read_table(self.root / "data" / "districts.csv")
        return [place["id"] for place in places if place["id"] not in self.broken]

    def _is_zip(self, path: Path) -> bool:
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
                bare = not archive.comment and archive.start_dir == sum(map(_extent, archive.infolist()))
                complete = bare and names == sorted(self._data)
                return complete and all(archive.read(name) == self._data[name].read_bytes() for name in names)
        except UNREADABLE:
            return False


def files_in(site: Path, *folders: str) -> Iterator[str]:
    """Yield the paths of the files of a site, or of folders of it: as texts, for there may be ten a report."""
    before = len(os.fspath(site)) + 1
    for top in folders or ("",):
        for folder, _, names in os.walk(site / top):
            found = (os.path.join(folder, name) for name in names)  # noqa: PTH118
            yield from (path[before:].replace(os.sep, "/") for path in found if os.path.isfile(path))  # noqa: PTH113


def _extent(member: zipfile.ZipInfo) -> int:
    """Count the bytes that a member takes: its header of thirty, its name, and what it holds."""
    return 30 + len(member.filename.encode()) + member.compress_size
