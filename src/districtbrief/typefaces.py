"""The Chinese typefaces of charts and PDFs, which come as a package of their own."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path
from typing import Final

from districtbrief.faults import Fault, FaultError

PACKAGE: Final = "pylopdf_fonts_zh_cn"
SANS, SERIF = "NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"
_HEAD, _TABLE = struct.Struct(">4sH6x"), struct.Struct(">4s4xII")
"""How a font begins, and each entry of its list of tables: name, place, length."""


def typeface(name: str) -> Path:
    """Find the file of a typeface, `SANS` or `SERIF`.

    Raises:
        FaultError: it is not installed, or not whole.
    """
    spec = importlib.util.find_spec(PACKAGE)
    path = Path(spec.origin).with_name(name) if spec and spec.origin else None
    if path is None or not path.is_file():
        raise FaultError([Fault.of("renderer.no-font", name)])
    if not _is_whole(path):
        raise FaultError([Fault.of("renderer.broken-font", name)])
    return path


def _is_whole(path: Path) -> bool:
    """Whether every table that a font lists lies within its file."""
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
        kind, count = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0)
        listed = file.read(_TABLE.size * count)
    if kind != b"OTTO" or len(listed) < _TABLE.size * count:
        return False
    return all(start + length <= path.stat().st_size for _, start, length in _TABLE.iter_unpack(listed))
