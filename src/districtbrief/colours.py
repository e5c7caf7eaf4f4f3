"""When faults are printed in colours, and how: on a terminal only, unless the environment says otherwise."""

from __future__ import annotations

import os
from typing import TextIO

from districtbrief.faults import Fault

BOLD, DIM, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def coloured(stream: TextIO) -> bool:
    """Whether to colour what a stream is written; as Python itself decides it for its own tracebacks.

    ``NO_COLOR`` (https://no-color.org) forbids, ``FORCE_COLOR`` (https://force-color.org) demands; the first one wins.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def painted(fault: Fault) -> str:
    """Write a fault with its place bold and its code dim."""
    text = str(fault).removeprefix(fault.place)
    code = f" [{fault.code}]" if fault.code else ""
    return f"{BOLD}{fault.place}{PLAIN}{text.removesuffix(code)}{DIM}{code}{PLAIN}"
