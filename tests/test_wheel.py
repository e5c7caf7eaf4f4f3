"""What `pip install .` installs: the whole package, built without a network, and the command."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from copying import kept_files
from settings import pyproject

import districtbrief

BUILD = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"
READ = """
import districtbrief
from districtbrief.faults import catalogue
from districtbrief.wording import locale
print(districtbrief.__file__, len(catalogue()) > 9, locale("zh").lang, districtbrief.scan("新建公园12个")[0].token)
"""


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel of the checkout, with what the lock has installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    name = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()
    return zipfile.ZipFile(folder / name)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    """Read what the wheel says of itself."""
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_the_whole_package(wheel: zipfile.ZipFile) -> None:
    """Every file that the package has in the repository is in it: code, words, grammar, templates, and py.typed."""
    ours = {name.removeprefix("src/") for name in kept_files() if name.startswith("src/")}

    assert {"districtbrief/py.typed", "districtbrief/faults.toml", "districtbrief/locales/zh.toml"} <= ours
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == ours


@pytest.mark.slow
def test_the_wheel_can_be_imported_elsewhere(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked in a clean folder it reads its own words, and nothing of the checkout."""
    wheel.extractall(tmp_path)
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}

    told = subprocess.run(
        [sys.executable, "-c", READ], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == [str(tmp_path / "districtbrief" / "__init__.py"), "True", "zh", "12个"]


def test_the_wheel_names_the_command_and_the_kernels(wheel: zipfile.ZipFile) -> None:
    """Installing it gives `districtbrief`, and tells Jupyter how kernels are forked."""
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    told = wheel.read(name).decode()

    assert "districtbrief=districtbrief.warm.command:main" in told
    assert "[jupyter_client.kernel_provisioners]" in told


def test_the_metadata_agrees_with_the_project(root: Path, wheel: zipfile.ZipFile, metadata: Message) -> None:
    """Version, licence, Python and words are those of the sources; the README is its description."""
    project = pyproject()["project"]

    assert (metadata["Name"], metadata["Version"]) == ("districtbrief", districtbrief.__version__)
    assert (metadata["License-Expression"], metadata["Summary"]) == (project["license"], project["description"])
    assert set(metadata["Requires-Python"].split(",")) == set(project["requires-python"].split(","))
    assert metadata.get_payload().rstrip() == (root / "README.md").read_text(encoding="utf-8").rstrip()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel.namelist())
