"""How a command tells its faults, a line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from districtbrief.faults import Fault

FAULTS_FILE = "DISTRICTBRIEF_FAULTS"
"""The environment variable that names the file in which the steps of a build leave their faults."""


def tell(faults: Sequence[Fault]) -> None:
    """Print faults, and keep them for the run that started this step."""
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    if kept := os.environ.get(FAULTS_FILE):
        with suppress(OSError), Path(kept).open("a", encoding="utf-8") as file:  # they have been printed
            file.writelines(fault.line for fault in faults)
