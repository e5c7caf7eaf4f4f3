"""What a site offers for download; all figures in parts of some districts, proved and kept in `build/offered/`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from districtbrief.audit import Downloads, Figures
from districtbrief.audit.finding import Finding
from districtbrief.datapackage import read_whole
from districtbrief.faults import refuse
from districtbrief.filing import write_whole
from districtbrief.manifest import PACKAGE, input_files, sha256
from districtbrief.renderers.downloads import FOLDER, TABLES, write_tables
from districtbrief.renderers.publish import offer_data
from districtbrief.resting import READ
from districtbrief.swapping import clear

PART = 50
"""How many districts a part is of."""
PROOF = "proof.json"
"""The file of a part that says what it was made of, and is there when it has been proved."""


def offer(root: Path, site: Path, broken: Collection[str] = ()) -> list[Finding]:
    """Put the data and its downloads into a site, and hold them against the data.

    Args:
        root: the project.
        site: the folder of the site.
        broken: the districts whose tables cannot be read, and which are left out.

    Raises:
        FaultError: a row cannot be read, or what was written of some districts is not what the data says.
    """
    parts = proved_parts(root, root / "build" / "offered", read_whole(root, broken))
    offer_data(root, site, list(parts), broken)
    return list(Downloads(root, site, frozenset(broken), parts).check())


def proved_parts(root: Path, folder: Path, districts: Sequence[str]) -> dict[Path, Sequence[str]]:
    """Give the folders of the parts, in order, and their districts; what is not as it was proved is made anew.

    Args:
        root: the project.
        folder: where the parts lie.
        districts: the ids of all, in the order of the data.

    Raises:
        FaultError: as `offer` does.
    """
    members = [districts[start : start + PART] for start in range(0, len(districts), PART)] or [[]]
    parts = {folder / str(number): chosen for number, chosen in enumerate(members, start=1)}
    for stale in {path for path in folder.glob("*") if path.is_dir()} - set(parts):
        clear(stale)
    code = _sum([path for path in input_files(root, PACKAGE).values() if path.is_relative_to(PACKAGE)])
    for part, chosen in parts.items():
        tables = [*READ, *(f"observations/{district}" for district in chosen)]
        made_of = _sum([root / "data" / f"{name}.csv" for name in tables])
        _renew(root, part, chosen, {"code": code, "districts": list(chosen), "data": made_of})
    return parts


def _renew(root: Path, part: Path, districts: Sequence[str], made_of: Mapping[str, object]) -> None:
    """Write and prove a part, unless it is kept as it was proved."""
    proof = part / PROOF
    if proof.is_file() and proof.read_bytes() == _proof(part, made_of):
        return
    clear(part)
    write_tables(root, part, districts)
    figures = Figures(root, districts)
    wrong = (name for name in TABLES if not figures.are_in(part / name))
    refuse(
        Finding("stale", f"{FOLDER}/{name}", districts[0], "it does not say what the data says").fault for name in wrong
    )
    write_whole(proof, _proof(part, made_of))


def _proof(part: Path, made_of: Mapping[str, object]) -> bytes:
    """Say what the files of a part are, and what they were made of."""
    files = {name: sha256(part / name) for name in TABLES if (part / name).is_file()}
    return json.dumps({"files": files, "made_of": made_of}).encode()


def _sum(paths: Iterable[Path]) -> str:
    """Sum up what files say."""
    return hashlib.sha256("".join(map(sha256, paths)).encode()).hexdigest()
