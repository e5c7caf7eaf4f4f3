"""A folder put in the place of another, so that whoever reads there finds the old one or the new one, whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from districtbrief.faults import Fault, refuse

ASIDE = "replaced"
"""Where the old folder lies for a moment, beside the new one, where the system cannot exchange the two."""
UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What the system, or the file system, answers that cannot exchange two folders."""
EXCHANGE = 2
"""Linux's RENAME_EXCHANGE, and RENAME_SWAP of macOS."""
HERE = -100
"""Linux's AT_FDCWD: paths are given from the folder that this process is in."""
_SYSTEM = ctypes.CDLL(None, use_errno=True)


def swap(staged: Path, published: Path) -> None:
    """Publish a folder in one step of the file system, and remove what was published before.

    The new folder is written to the disk first, so that a power cut cannot leave it without its files.

    Raises:
        FaultError: the two lie on different disks.
    """
    on_two = published.parent.stat().st_dev != staged.stat().st_dev
    refuse([Fault.of("site.two-disks", published.name, staged=staged.parent)] if on_two else [])
    _flush(staged)
    if not os.path.lexists(published):
        staged.rename(published)
    elif not exchange(staged, published):
        aside = staged.with_name(ASIDE)
        clear(aside)
        published.rename(aside)
        staged.rename(published)
    _remember(published.parent)
    for old in (staged, staged.with_name(ASIDE)):
        clear(old, careful=False)


def restore(staged: Path, published: Path) -> None:
    """Put back what was published, where a run was killed after it had moved that aside."""
    aside = staged.with_name(ASIDE)
    if aside.exists() and not os.path.lexists(published):
        aside.rename(published)


def clear(folder: Path, *, careful: bool = True) -> None:
    """Remove a folder, if there is one.

    Args:
        folder: a folder, or a link to one, of which the link alone is removed.
        careful: whether to raise an ``OSError`` where something cannot be removed.
    """
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder, ignore_errors=not careful)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders at once; say whether the system can.

    Raises:
        OSError: it can, and this time it did not.
    """
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(_SYSTEM, "renameat2"):
        failed = _SYSTEM.renameat2(HERE, paths[0], HERE, paths[1], EXCHANGE)
    elif hasattr(_SYSTEM, "renamex_np"):
        failed = _SYSTEM.renamex_np(*paths, EXCHANGE)
    else:
        return False
    code = ctypes.get_errno()
    if failed and code not in UNABLE:
        raise OSError(code, os.strerror(code), str(one), None, str(other))
    return not failed


def _flush(folder: Path) -> None:
    """Have the disk take all that was written: once for all files, which is quicker than one by one."""
    if sys.platform == "linux" and hasattr(_SYSTEM, "syncfs"):
        opened = os.open(folder, os.O_RDONLY)
        failed, code = _SYSTEM.syncfs(opened), ctypes.get_errno()
        os.close(opened)
        if failed:
            raise OSError(code, os.strerror(code), str(folder))
    else:
        os.sync()


def _remember(folder: Path) -> None:
    """Have the disk take the names in a folder."""
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
