"""What a site offers for download; all figures in parts of some districts, proved and kept in `build/offered/`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from districtbrief.audit import Downloads, Figures
from districtbrief.audit.finding import Finding
from districtbrief.datapackage import read_whole
from districtbrief.filing import write_whole
from districtbrief.inspection import batches
from districtbrief.manifest import PACKAGE, code_files, sha256
from districtbrief.renderers.downloads import TABLES, write_downloads, write_tables
from districtbrief.renderers.publish import put_data
from districtbrief.resting import READ
from districtbrief.swapping import clear

PROOF = "proof.json"
"""The file of a part that says what it was made of, and is there when it has been proved."""


def offer(root: Path, site: Path, broken: Collection[str] = ()) -> list[Finding]:
    """Put the data and its downloads into a site, and hold them against the data.

    All is read where the site has it: `data/` may be written to meanwhile, and then differs from what is offered.

    Args:
        root: the project.
        site: the folder of the site.
        broken: the districts whose tables cannot be read, and which are left out.

    Raises:
        FaultError: a table is missing, or a row cannot be read.
    """
    copied = put_data(root, site, broken)
    parts = proved_parts(site, root / "build" / "offered", read_whole(site, broken))
    write_downloads(site, copied, list(parts))
    return list(Downloads(root, site, frozenset(broken), parts).check())


def proved_parts(root: Path, folder: Path, districts: Sequence[str]) -> dict[Path, Sequence[str]]:
    """Give the folders of the parts, in order, and their districts; what is not as it was proved is made anew.

    A part that is not what the data says, even so, is left out: what lacks it cannot be what the data says.

    Args:
        root: the project, or a site, of which `data/` is read.
        folder: where the parts lie.
        districts: the ids of all, in the order of the data.

    Raises:
        FaultError: as `offer` does.
    """
    parts = {folder / str(number): chosen for number, chosen in enumerate(batches(districts) or [()], start=1)}
    for stale in {path for path in folder.glob("*/") if path not in parts}:
        clear(stale)
    code = _sum(code_files(PACKAGE).values())
    return {part: chosen for part, chosen in parts.items() if _is_proved(root, part, chosen, code)}


def _is_proved(root: Path, part: Path, districts: Sequence[str], code: str) -> bool:
    """Whether a part is what the data says, for which it is made anew unless it is kept as it was proved."""
    tables = [*READ, *(f"observations/{district}" for district in districts)]
    data = _sum(root / "data" / f"{name}.csv" for name in tables)
    made_of, proof = {"code": code, "districts": list(districts), "data": data}, part / PROOF
    if proof.is_file() and proof.read_bytes() == _proof(part, made_of):
        return True
    clear(part)
    figures = Figures(root, districts)
    if not all(map(figures.are_in, write_tables(root, part, districts))):
        return False
    write_whole(proof, _proof(part, made_of))
    return True


def _proof(part: Path, made_of: Mapping[str, object]) -> bytes:
    """Say what the files of a part are, and what they were made of."""
    files = {name: sha256(part / name) for name in TABLES if (part / name).is_file()}
    return json.dumps({"files": files, "made_of": made_of}).encode()


def _sum(paths: Iterable[Path]) -> str:
    """Sum up what files say; one that is missing says nothing."""
    return hashlib.sha256("".join(sha256(path) for path in paths if path.is_file()).encode()).hexdigest()
