"""What a site consists of and what it was made from, in its `manifest.json`, by which any copy of it can be checked.

``python -m districtbrief.manifest _site --project .`` does that. Nothing but the standard library is imported here, so
that it runs where nothing is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from districtbrief.faults import Fault, FaultError, visible

Digests = dict[str, str]
"""The sha256 of files, by their paths with slashes."""
Known = dict[str, tuple[int, int, str]]
"""The size of files, when they were written, in nanoseconds, and their sha256 then, by their paths with slashes."""

FILE = "manifest.json"
FORMAT = 1
PACKAGE = Path(__file__).parent
"""The code that runs."""
WRITTEN = (
    "Snakefile",
    "_quarto.yml",
    "assets",
    "data",
    "index.qmd",
    "notebooks",
    "reports.yml",
    "requirements.lock",
)
"""What a build reads of a project: files, and folders with all that is not hidden in them."""
LARGEST = 2**26
"""The bytes of a manifest that are read: enough for half a million files."""
_SHA256 = re.compile("[0-9a-f]{64}")


def input_files(root: Path, package: Path) -> dict[str, Path]:
    """List what a build reads, each file by its name in the manifest: in the project, or ``districtbrief/…``."""
    written = {path.relative_to(root).as_posix(): path for name in WRITTEN for path in _not_hidden(root / name)}
    return dict(sorted((written | code_files(package)).items()))


def code_files(package: Path) -> dict[str, Path]:
    """List the files of the package, each by its name in the manifest."""
    return {f"{PACKAGE.name}/{path.relative_to(package).as_posix()}": path for path in _not_hidden(package)}


def known_in(site: Path, *folders: str) -> Known:
    """Read the files in some folders of a site, so that `outputs` need not."""
    found = (pair for folder in folders for pair in _named_below(site, folder))
    return {name: (*_size_and_time(path), sha256(Path(path))) for name, path in found}


def outputs(site: Path, known: Known | None = None) -> Digests:
    """Give the sha256 of every file of a site but the manifest; nothing for what is no plain file, and is not read."""
    found = sorted(_named_below(site))
    return {name: _output(path, (known or {}).get(name)) for name, path in found if name != FILE}


def _named_below(site: Path, folder: str = "") -> Iterator[tuple[str, str]]:
    """List what lies below a folder of a site, by its path with slashes in the site, and where it is."""
    before = len(os.fspath(site)) + 1
    return ((path[before:].replace(os.sep, "/"), path) for path in _below(site / folder))


def _output(path: str, known: tuple[int, int, str] | None) -> str:
    """Give the sha256 of a file, as it is known where the file is the one that it is known of."""
    told = os.lstat(path)
    if not stat.S_ISREG(told.st_mode):
        return ""
    return known[2] if known and known[:2] == (told.st_size, told.st_mtime_ns) else sha256(Path(path))


def _size_and_time(path: str) -> tuple[int, int]:
    told = os.lstat(path)
    return told.st_size, told.st_mtime_ns


def sha256(path: Path) -> str:
    """Give the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differences(site: Path, project: Path | None = None) -> Iterator[str]:
    """Tell how a site differs from its manifest, and where one is given, how a project does from what it was made from.

    The paths in the manifest are compared with those found, and never opened.

    Raises:
        FaultError: there is no manifest, or it is none; or there is no such project.
    """
    listed = read_manifest(site)
    yield from _compared(listed["outputs"], outputs(site), "")
    if project:
        if not (project / "reports.yml").is_file():
            raise FaultError([Fault.of("manifest.no-project", str(project))])
        own = project / "src" / PACKAGE.name
        files = input_files(project, own if own.is_dir() else PACKAGE)
        yield from _compared(listed["inputs"], {name: sha256(path) for name, path in files.items()}, "input ")


def read_manifest(site: Path) -> dict[str, Digests]:
    """Read what a manifest lists: its ``inputs`` and its ``outputs``.

    Raises:
        FaultError: there is none, or it is none.
    """
    path = site / FILE
    if not _is_plain(path):
        raise FaultError([Fault.of("manifest.missing", str(path))])
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FaultError([Fault.of("manifest.not-one", str(path), why=f"it is larger than {LARGEST} bytes")])
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FaultError([Fault.of("manifest.not-one", str(path), why=f"it is no JSON ({error})")]) from None
    if why := _objection(told):
        raise FaultError([Fault.of("manifest.not-one", str(path), why=why)])
    return {kind: told[kind] for kind in ("inputs", "outputs")}


def _objection(told: object) -> str:
    """Say why something is no manifest; nothing where it is one."""
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        return f"its format is not {FORMAT}"
    for kind in ("inputs", "outputs"):
        listed = told.get(kind)
        if not isinstance(listed, dict):
            return f"it lists no {kind}"
        for name, digest in listed.items():
            if not _is_inside(name) or not isinstance(digest, str) or not _SHA256.fullmatch(digest):
                return f"{name!r} of its {kind} is no file with a sha256"
    return ""


def _is_inside(name: str) -> bool:
    return visible(name) == name and not {"", ".", ".."} & set(name.split("/"))


def _compared(listed: Digests, found: Digests, kind: str) -> Iterator[str]:
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            what = "missing" if name not in found else "unlisted" if name not in listed else "changed"
            yield f"{what} {kind}{visible(name)}"


def _not_hidden(place: Path) -> Iterator[Path]:
    """List a file, or those below a folder that people and not programs keep there."""
    for path in map(Path, _below(place)) if place.is_dir() else [place]:
        within = path.relative_to(place)
        if path.is_file() and not is_hidden(within) and "__pycache__" not in within.parts:
            yield path


def is_hidden(path: Path) -> bool:
    """Whether a file is hidden, as are the copies that editors keep beside what they edit."""
    return any(part.startswith(".") for part in path.parts)


def _below(folder: Path) -> Iterator[str]:
    """List all that lies below a folder and is no folder itself, as texts; links are followed by no step."""
    for place, folders, names in os.walk(folder, onerror=_complain):
        links = (name for name in folders if os.path.islink(os.path.join(place, name)))  # noqa: PTH114, PTH118
        yield from (os.path.join(place, name) for name in (*names, *links))  # noqa: PTH118


def _complain(error: OSError) -> None:
    raise error


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a site and say what differs, one a line; exit codes: 0 nothing, 1 something, 2 it cannot be said."""
    parser = argparse.ArgumentParser(
        prog="python -m districtbrief.manifest", description="Check a published site against its manifest.json."
    )
    parser.add_argument("site", type=Path, help="the folder of the site, such as _site")
    parser.add_argument("--project", type=Path, help="a checkout, to be held against what the site was made from")
    options = parser.parse_args(arguments)
    try:
        found = list(differences(options.site, options.project))
    except (FaultError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in found or [f"{options.site}: every file is as {FILE} lists it"])
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
