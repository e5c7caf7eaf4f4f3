"""How a build is run, and what holds where nothing is said; nothing is imported, since every command reads this."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

STAMP: Final = "DRAFT / 草稿"
"""What every page of a draft bears, whatever its language."""
TIME_LIMIT = 600
"""Seconds that a cell of a notebook may take."""
SLICE = 60
"""How many reports a slice has at least, except the last: then Snakemake's share of the time is a few per cent."""
TARGETS: Final = ("sound", "all")
"""What Snakemake is asked for, one after the other: nothing is made of data before all of it has been looked at."""
PROFILE: Final = "--profile"
"""What tells Snakemake that jobs are sent elsewhere, before the profile that says where."""
STEPS_A_CORE = 2
"""How many steps share a processor: each waits, part of its time, for its kernel, for Snakemake or for a file."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a build is run.

    Attributes:
        renderer: ``quarto`` or ``embedded``.
        cores: how many of this machine's processors are put to work.
        draft: stamp every page, and publish unreviewed figures too.
        keep_going: build all else when a report fails.
        partial: let a page stand in for each report that fails, and publish.
        time_limit: seconds that a cell of a notebook may take.
        profile: Snakemake's profile of a cluster, a folder or a name; empty for this machine alone.
        slice_size: how many reports a slice has at least.
        debug: tell all that Snakemake and the steps say, and let these show tracebacks.
    """

    renderer: str
    cores: int
    draft: bool = False
    keep_going: bool = False
    partial: bool = False
    time_limit: int = TIME_LIMIT
    profile: str = ""
    slice_size: int = SLICE
    debug: bool = False

    @property
    def crowded(self) -> Options:
        """The same, with as many steps at once as keep the processors busy."""
        return replace(self, cores=STEPS_A_CORE * self.cores)

    @property
    def config(self) -> list[str]:
        """What the Snakefile is told."""
        told = {"draft": self.draft, "keep_going": self.keep_going, "partial": self.partial}
        limit = [] if self.time_limit == TIME_LIMIT else [f"time_limit={self.time_limit}"]
        size = [] if self.slice_size == SLICE else [f"slice_size={self.slice_size}"]
        return [f"renderer={self.renderer}", *(f"{key}=true" for key, value in told.items() if value), *limit, *size]

    @property
    def machines(self) -> list[str]:
        """Where Snakemake is told to work: on so many cores here, or elsewhere as a profile says."""
        cores = str(self.cores)
        return [PROFILE, self.profile, "--local-cores", cores] if self.profile else ["--cores", cores]
