"""Builds on a disk that is too small, as one script: ``python tests/full_disk.py PROJECT FOLDER``, where one may mount.

The project is published, and has been corrected since. What came of it is printed as JSON.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from killing import begin, copy_whole, finish, processes, scratch_of, sums

FREE = (0, 200, 700)
"""Kilobytes that each build finds free; what it makes of them stays for the next."""
SIZE = 120
"""Megabytes of the disk."""


def main(published: Path, folder: Path) -> None:
    """Build again and again with a little more room each time, and at last with room enough."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "none", folder], check=True)
    project = copy_whole(published, folder / "project")
    told = []
    for free in (*FREE, None):
        ballast = folder / "ballast"
        ballast.unlink(missing_ok=True)
        if free is not None:
            fill(ballast, free * 1024)
        code, lines = finish(begin(project))
        told.append({"free": free, "code": code, "lines": lines, "site": sums(project / "_site")})
        told[-1]["left"] = [str(process) for process in processes(project)]
    shutil.rmtree(scratch_of(project))
    sys.stdout.write(json.dumps(told))


def fill(ballast: Path, free: int) -> None:
    """Fill a disk, but for some bytes."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:  # a buffer would be written when it is closed
        while True:
            file.write(bytes(1024 * 1024))
    with ballast.open("r+b") as file:
        file.truncate(max(0, ballast.stat().st_size - free))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
