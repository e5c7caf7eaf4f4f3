"""One project built twice, in circumstances that differ in all that must not matter.

``python -m districtbrief.reproduce`` does that. Each build has what the manifest lists and nothing else, in a folder of
its own: the list is complete if they succeed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from districtbrief.faults import Fault, FaultError
from districtbrief.manifest import FILE, PACKAGE, Digests, differences, input_files, outputs, sha256
from districtbrief.specs import find_root

SETTINGS: Mapping[str, str] = {
    ".config/matplotlib/matplotlibrc": "savefig.bbox: tight\npath.simplify: False\npatch.antialiased: False\n",
    ".ipython/profile_default/startup/0.py": "import decimal\n\ndecimal.getcontext().prec = 2\n",
    ".local/share/pandoc/abbreviations": "the\nof\n",
}
"""What a person may have set up at home, and would change numbers, charts or texts if it were heeded."""
OURS = ("DISTRICTBRIEF_", "LC_", "LANG", "PYTHON", "XDG_", "SOURCE_DATE_EPOCH", "TZ")
"""How the names of environment variables begin that are not handed on."""
FAKED = "*/faketime/libfaketimeMT.so.1"
"""Where Debian's package libfaketime has what makes programs believe in another day."""


@dataclass(frozen=True)
class Circumstances:
    """Where, when, by whom and on what a project is built.

    Attributes:
        folder: where, below the folder of all builds; its home is beside it.
        env: environment variables.
        settings: what lies in the builder's home, by path.
        umask: which permissions new files are denied.
        cores: on how many processors.
        written: when the first input was written, in seconds since 1970; the next are a day later each, or earlier.
        step: seconds from one input to the next; below zero, they are also put there in reverse order.
        days: how many days later than today it is.
    """

    folder: str
    env: Mapping[str, str]
    settings: Mapping[str, str]
    umask: int
    cores: int
    written: int
    step: int
    days: int

    def wanting(self) -> Iterator[str]:
        """Name what cannot be had on this machine."""
        if self.days and not _faketime():
            yield "the day: there is no libfaketime"
        if self.cores == 1 and not shutil.which("taskset"):
            yield "the processors: there is no taskset"


HERE = Circumstances(
    folder="a",
    env={"TZ": "<+14>-14", "LC_ALL": "C", "PYTHONHASHSEED": "0", "USER": "root", "LOGNAME": "root"},
    settings={},
    umask=0o077,
    cores=1,
    written=1_000_000_000,
    step=86_400,
    days=0,
)
THERE = Circumstances(
    folder="much/further down/than the other",
    env={
        "TZ": "<-11>11",
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "12345",
        "USER": "somebody",
        "LOGNAME": "somebody",
        "SOURCE_DATE_EPOCH": "1",
    },
    settings=SETTINGS,
    umask=0o002,
    cores=2,
    written=1_500_000_000,
    step=-3600,
    days=400,
)


def lay_out(root: Path, target: Path, made: Circumstances) -> None:
    """Copy what a build reads of a project, and the code, as if it had always been there."""
    files = list(input_files(root, PACKAGE).items())
    for (name, path), written in zip(files[:: 1 if made.step > 0 else -1], count(made.written, made.step)):
        place = target / (f"src/{name}" if name.startswith(f"{PACKAGE.name}/") else name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        os.utime(place, (written, written))


def furnish(home: Path, settings: Mapping[str, str]) -> None:
    """Make a home, and write what its owner has set up there."""
    home.mkdir(parents=True)
    for name, text in settings.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")


def build(root: Path, folder: Path, made: Circumstances, renderer: str) -> Path:
    """Build a project below a folder in some circumstances, and return where.

    Raises:
        FaultError: the build failed.
    """
    project, home = folder / made.folder, folder / f"{made.folder} home"
    lay_out(root, project, made)
    furnish(home, made.settings)
    own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    told = {**own, **made.env, **_day(made.days), "HOME": str(home), "PYTHONPATH": str(project / "src")}
    command = [str(Path(sys.executable).with_name(PACKAGE.name)), "report"]
    options = ["--renderer", renderer, "--cores", str(made.cores)]
    ran = subprocess.run(
        [*_confined(made.cores), *command, *options],
        cwd=project,
        env=told,
        umask=made.umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode:
        raise FaultError(
            [Fault.of("reproduce.build-failed", str(project), said=ran.stdout.strip().rpartition("\n")[2])]
        )
    return project


def compare(one: Path, other: Path) -> list[str]:
    """Tell in which files two built projects differ, and in which a site differs from its own manifest."""
    found = [f"{project}: {line}" for project in (one, other) for line in differences(project / "_site")]
    first, second = _made(one), _made(other)
    return found + sorted(name for name in first | second if first.get(name) != second.get(name))


def _made(project: Path) -> Digests:
    """Give the sha256 of every file of a project's site, its manifest included, and of its charts."""
    site, charts = (outputs(project / folder) for folder in ("_site", "figures"))
    listed = {f"_site/{name}": digest for name, digest in site.items()} | {
        f"_site/{FILE}": sha256(project / "_site" / FILE)
    }
    return listed | {f"figures/{name}": digest for name, digest in charts.items()}


def _faketime() -> Path | None:
    return next(Path("/usr/lib").glob(FAKED), None)


def _day(days: int) -> dict[str, str]:
    """Say to programs that it is so many days later."""
    library = _faketime()
    if not days or not library:
        return {}
    return {"LD_PRELOAD": str(library), "FAKETIME": f"+{days}d"}


def _confined(cores: int) -> list[str]:
    """Begin a command so that it sees one processor only."""
    taskset = shutil.which("taskset")
    return [taskset, "--cpu-list", str(min(os.sched_getaffinity(0)))] if taskset and cores == 1 else []


def main(arguments: Sequence[str] | None = None) -> int:
    """Build twice and say whether all is the same; exit code 0 where it is, 1 where it is not or a build failed."""
    parser = argparse.ArgumentParser(
        prog="python -m districtbrief.reproduce", description="Build the project twice and compare every file."
    )
    parser.add_argument("--renderer", choices=("quarto", "embedded"), default="embedded")
    renderer = parser.parse_args(arguments).renderer
    folder = Path(tempfile.mkdtemp(prefix="reproduce-"))
    sys.stdout.writelines(f"not varied: {what}\n" for made in (HERE, THERE) for what in made.wanting())
    try:
        one, other = (build(find_root(Path.cwd()), folder, made, renderer) for made in (HERE, THERE))
    except FaultError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = compare(one, other)
    if found:
        sys.stdout.writelines(f"{line}\n" for line in [*found, f"{len(found)} files differ: see {folder}"])
        return 1
    made = _made(one)
    sys.stdout.write(f"the same: {len(made)} files of _site/ and figures/; sha256 of {FILE}: {made[f'_site/{FILE}']}\n")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
