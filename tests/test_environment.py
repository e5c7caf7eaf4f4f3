"""The three lists of what the project needs, held against each other."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from settings import pyproject

CONDA_NAMES = {"matplotlib": "matplotlib-base", "snakemake": "snakemake-minimal"}
LOCKS = ("requirements.lock", "requirements-lab.lock", "requirements-cluster.lock", "requirements-audit.lock")
INDEX = re.compile(
    r"--(extra-)?index-url|--find-links|--trusted-host|^-[if] |/simple/?$|pypi\.(org|python)|\[\[tool\.uv\.index",
    re.MULTILINE,
)

Needs = dict[str, SpecifierSet]


@pytest.fixture(scope="module")
def needs() -> Needs:
    """List what the package and its extras need, each with its floor."""
    extras = pyproject()["project"]["optional-dependencies"].values()
    written = [*pyproject()["project"]["dependencies"], *(item for extra in extras for item in extra)]
    requirements = [Requirement(item) for item in [*written, *pyproject()["dependency-groups"]["build"]]]
    return {normal(item.name): item.specifier for item in requirements}


@pytest.fixture(scope="module")
def conda(root: Path) -> Needs:
    """List what `environment.yml` names, from conda-forge and from pip alike."""
    entries = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    plain = [item for item in entries if isinstance(item, str)]
    by_pip = [item for entry in entries if isinstance(entry, dict) for item in entry["pip"]]
    pairs = [item.partition(" ")[::2] for item in [*plain, *by_pip]]
    return {normal(name): SpecifierSet(versions.strip()) for name, versions in pairs}


def normal(name: str) -> str:
    """Spell a name as package indexes do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path) -> dict[str, tuple[set[Version], list[str]]]:
    """Read a lock: each name with its versions and the hashes of every entry."""
    found: dict[str, tuple[set[Version], list[str]]] = {}
    for entry in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip()):
        if entry.startswith("#"):
            continue
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", entry)
        assert match, entry[:80]
        versions, hashes = found.setdefault(normal(match[1]), (set(), []))
        versions.add(Version(match[2]))
        hashes.append(" ".join(re.findall(r"--hash=(\S+)", entry)))
    return found


def test_conda_has_what_the_package_needs(needs: Needs, conda: Needs) -> None:
    """Every dependency, extras included, is in `environment.yml` with the same floor."""
    expected = {normal(CONDA_NAMES.get(name, name)): floor for name, floor in needs.items()}

    assert {name: str(conda.get(name)) for name in expected} == {name: str(floor) for name, floor in expected.items()}


def test_conda_has_nothing_else(needs: Needs, conda: Needs) -> None:
    """Beyond that it names Python, pip and Quarto only."""
    expected = {normal(CONDA_NAMES.get(name, name)) for name in needs}

    assert set(conda) - expected == {"python", "pip", "quarto"}


def test_conda_asks_for_the_same_python(conda: Needs) -> None:
    """The range of Python versions is the same in both files, and Quarto is new enough."""
    assert conda["python"] == SpecifierSet(pyproject()["project"]["requires-python"])
    assert conda["quarto"] == SpecifierSet(">=1.9")


def test_conda_takes_one_channel(root: Path) -> None:
    """Everything comes from conda-forge."""
    assert yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["channels"] == ["conda-forge"]


def test_every_need_is_pinned_at_a_version_that_will_do(root: Path, needs: Needs) -> None:
    """Each dependency is pinned in a lock, and no pin is below its floor."""
    pinned: dict[str, set[Version]] = {}
    for lock in LOCKS:
        for name, (versions, _) in pins(root / lock).items():
            pinned.setdefault(name, set()).update(versions)

    assert {name for name in needs if name not in pinned} == set()
    assert {name for name in needs if not all(version in needs[name] for version in pinned[name])} == set()


def test_the_main_lock_is_enough_on_one_machine(root: Path, needs: Needs) -> None:
    """`make report` and `make test` install the main lock only: all is in it but extras with locks of their own."""
    extras = pyproject()["project"]["optional-dependencies"]
    apart = {extra: {normal(Requirement(item).name) for item in extras[extra]} for extra in ("audit", "cluster", "lab")}

    assert set(needs) - set.union(*apart.values()) <= set(pins(root / "requirements.lock"))
    for extra, names in apart.items():
        assert names <= set(pins(root / f"requirements-{extra}.lock"))


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_locks_agree(root: Path, lock: str) -> None:
    """What two locks pin they pin alike, so that neither JupyterLab nor a cluster changes what makes the reports."""
    main, other = pins(root / "requirements.lock"), pins(root / lock)

    assert {name for name in main.keys() & other.keys() if main[name][0] != other[name][0]} == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(root: Path, lock: str) -> None:
    """No entry of a lock is without a sha256, and none has another kind."""
    for name, (_, entries) in pins(root / lock).items():
        for hashes in entries:
            assert re.fullmatch(r"(sha256:[0-9a-f]{64} ?)+", hashes), name


def test_no_file_names_an_index(root: Path) -> None:
    """Where packages come from is the user's choice: no file names an index, a mirror or a host to trust."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    names = [
        name
        for name in listed.split("\0")
        if name and name.endswith((".lock", ".toml", ".yml", ".yaml", ".cfg", ".txt", ".conf", "Makefile", "run"))
    ]

    assert set(LOCKS) <= set(names)
    assert [name for name in names if INDEX.search((root / name).read_text(encoding="utf-8"))] == []
    assert not [lock for lock in LOCKS if "://" in (root / lock).read_text(encoding="utf-8")]


AUDITS = {
    "nothing known": ("No known vulnerabilities found", 0, "{lock}: no known vulnerability", 0),
    "one known": (
        "Found 1 known vulnerability in 1 package\nconnection 1.0 PYSEC-1",
        1,
        "{lock}: Found 1 known vuln",
        1,
    ),
    "nobody to ask": (
        "ERROR:pip_audit._cli:Couldn't connect to PyPI's vulnerability feed",
        1,
        "{lock}: not audited, since nobody answers who knows of vulnerabilities: ERROR:",
        0,
    ),
    "a mirror of packages alone": (
        "ERROR:pip_audit._cli:rich: Dependency not found on PyPI and could not be audited: rich (15.0.0)",
        1,
        "{lock}: not audited, since nobody answers who knows of vulnerabilities: ERROR:",
        0,
    ),
    "a failure": ("ERROR:pip_audit._cli:requirement x is not hashed", 1, "{lock}: ERROR:pip_audit", 1),
}


@pytest.mark.parametrize("case", AUDITS)
def test_locked_packages_are_audited(root: Path, tmp_path: Path, case: str) -> None:
    """Every lock is asked about; a finding or a failure ends with 1, and where nobody can be asked a line says so."""
    said, ends, line, code = AUDITS[case]
    stub = tmp_path / "pip-audit"
    stub.write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {ends}\n", encoding="utf-8")
    stub.chmod(0o755)

    ran = subprocess.run([root / ".ci" / "audit-deps", stub], capture_output=True, text=True, check=False)

    assert ran.returncode == code
    for lock in LOCKS:
        assert line.format(lock=lock) in ran.stdout
    assert ran.stderr == ""


def test_the_tests_need_nothing_undeclared(needs: Needs, root: Path) -> None:
    """Every third-party module that code and tests import is declared, or comes with Python or a declared package."""
    files = [path for folder in ("src", "benchmarks") for path in (root / folder).rglob("*.py")]
    files += [path for folder in ("tests", "notebooks") for path in (root / folder).glob("*.py")]
    pattern = re.compile(r"^\s*(?:import|from) ([a-z_0-9A-Z]+)", re.MULTILINE)
    imported = {name for path in files for name in pattern.findall(path.read_text(encoding="utf-8"))}
    names = {
        "yaml": "pyyaml",
        "IPython": "ipykernel",
        "pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn",
        "pypandoc": "pypandoc-binary",
        "xdist": "pytest-xdist",
    }
    ours = {"districtbrief", "conftest", "__future__", *(path.stem for path in (root / "tests").glob("*.py"))}
    ours |= {path.stem for path in (root / "benchmarks").iterdir()}
    third = imported - ours - standard_library()

    assert {name for name in third if normal(names.get(name, name)) not in needs} <= {"packaging"}


def standard_library() -> set[str]:
    """List the modules that come with Python."""
    import sys  # noqa: PLC0415 - asked here only

    return set(sys.stdlib_module_names)
