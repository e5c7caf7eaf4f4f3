"""A file put in its place when it is whole: nobody finds half of it there, and who holds the old one keeps it."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def partial_of(path: Path) -> Path:
    """Name the file beside another in which it is written until it is whole; no other process has the same."""
    return path.with_name(f".{path.name}.{platform.node()}.{os.getpid()}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, and the folders that it lies in where they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(path)
    partial.write_bytes(content)
    partial.replace(path)
