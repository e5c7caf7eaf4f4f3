"""What people expect of a repository: pairs in step, hooks, workflows, citation, licences; all of which agree."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from settings import makefile, pyproject, runs, steps, targets, workflow

import districtbrief

WORKFLOWS = ("publish", "test", "test-slow")
WRITES = {"publish": {"pages", "id-token"}, "test": set(), "test-slow": set()}
PLACEHOLDERS = re.compile(r"\b(example\.(com|org)|TODO|FIXME|your-?(name|org|user))\b", re.IGNORECASE)
NEW = (".pre-commit-config.yaml", ".github", ".devcontainer", "binder", "CITATION.cff", "LICENSE-CC-BY-4.0.md")


@pytest.fixture(scope="module")
def citation(root: Path) -> dict:
    """Read `CITATION.cff`."""
    return read(root / "CITATION.cff")


def read(path: Path) -> dict:
    """Read a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def pinned(root: Path, name: str) -> str:
    """Give the version of a package in the lock."""
    (found,) = re.findall(rf"^{name}==([^ ]+)", (root / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    return found


def test_ruff_reads_notebooks(root: Path, tmp_path: Path) -> None:
    """`make lint` checks the notebooks too: a name that nobody defines is found in a cell."""
    shutil.copy(root / "pyproject.toml", tmp_path)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    path = tmp_path / "notebooks" / "brief.ipynb"
    written = json.loads(path.read_text(encoding="utf-8"))
    written["cells"][-1]["source"] = ["reprot.appendix()"]
    path.write_text(json.dumps(written), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "."]

    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert re.findall(r"^(notebooks/\S+?):cell .* (F821) ", told.stdout, re.MULTILINE) == [
        ("notebooks/brief.ipynb", "F821")
    ]


def test_hooks_are_pinned_and_have_the_locks_versions(root: Path) -> None:
    """Each repository of hooks is pinned to a release; ruff's is the release that `make lint` runs."""
    repositories = read(root / ".pre-commit-config.yaml")["repos"]
    pins = {repo["repo"].rpartition("/")[2]: repo["rev"] for repo in repositories if repo["repo"] != "local"}

    assert pins["ruff-pre-commit"] == f"v{pinned(root, 'ruff')}"
    assert [rev for rev in pins.values() if not re.fullmatch(r"v?\d+\.\d+\.\d+", rev)] == []
    hooks = {hook["id"] for repo in repositories for hook in repo["hooks"]}
    assert {"ruff-check", "ruff-format", "mypy", "jupytext", "nbstripout", "end-of-file-fixer"} <= hooks


def test_hooks_of_our_own_run_what_the_lock_installs(root: Path) -> None:
    """A local hook starts a program of `.venv`, which a package of the lock has."""
    (local,) = (repo for repo in read(root / ".pre-commit-config.yaml")["repos"] if repo["repo"] == "local")

    for hook in local["hooks"]:
        program = hook["entry"].split()[0]
        assert program.startswith(".venv/bin/")
        assert pinned(root, program.rpartition("/")[2])
        assert any(re.search(hook["files"], name) for name in ("notebooks/brief.py", "src/districtbrief/cli.py"))


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned(name: str) -> None:
    """Each action is named with a version, the first of which is checking out."""
    used = [step["uses"] for step in steps(name) if "uses" in step]

    assert used[0].startswith("actions/checkout@")
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w./-]+@v\d+", action)] == []
    assert any(action.startswith("quarto-dev/quarto-actions/setup@") for action in used)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_may_do_the_least(name: str) -> None:
    """A workflow may read; what else a job may do is what it cannot do without. Runs do not pile up."""
    told = workflow(name)

    assert told["permissions"] == {"contents": "read"}
    assert told["concurrency"]["group"]
    written = {
        key for job in told["jobs"].values() for key, may in job.get("permissions", {}).items() if may == "write"
    }
    assert written == WRITES[name]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_run_what_there_is(root: Path, name: str) -> None:
    """Each command is a target of the Makefile, one of our modules, or the system's own."""
    assert any(command.startswith("make ") for command in runs(name))
    for command in runs(name):
        if command.startswith("make "):
            assert command.split()[1] in targets()
        elif command.startswith(".venv/bin/python -m "):
            module = command.split()[2].replace(".", "/")
            assert (root / "src" / f"{module}.py").is_file()
        else:
            assert command.startswith("sudo apt-get update && sudo apt-get install ")


def test_workflows_try_the_oldest_and_the_newest_python() -> None:
    """The matrix has both ends of the range that `pyproject.toml` and its classifiers name."""
    low, beyond = re.findall(r"3\.(\d+)", pyproject()["project"]["requires-python"])
    named = [item.rpartition(" ")[2] for item in pyproject()["project"]["classifiers"] if "Python :: 3." in item]

    (job,) = workflow("test")["jobs"].values()

    assert job["strategy"]["matrix"]["python"] == [f"3.{low}", f"3.{int(beyond) - 1}"]
    assert named == [f"3.{minor}" for minor in range(int(low), int(beyond))]


def test_workflows_take_one_quarto(root: Path) -> None:
    """Tests and the published site are made by the same release, which is new enough."""
    taken = {step["with"]["version"] for name in WORKFLOWS for step in steps(name) if "quarto" in step.get("uses", "")}

    (version,) = taken
    assert tuple(map(int, version.split("."))) >= (1, 9)
    assert version in (root / "REPRODUCING.md").read_text(encoding="utf-8")


def test_pages_get_the_whole_site() -> None:
    """What `make report` publishes in `_site/` is uploaded, when its manifest has been checked, and deployed."""
    order = [step.get("run") or step["uses"].partition("@")[0] for step in steps("publish")]

    assert order[-4:] == [
        "make report RENDERER=quarto",
        ".venv/bin/python -m districtbrief.manifest _site --project .",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    ]
    (upload,) = (step for step in steps("publish") if "upload" in step.get("uses", ""))
    assert upload["with"]["path"] == "_site"


def test_a_codespace_starts_jupyterlab(root: Path) -> None:
    """The container is given what `make lab` needs, and starts it, with the Python that is supported."""
    told = json.loads((root / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))

    for key in ("postCreateCommand", "postAttachCommand"):
        target = told[key].removeprefix("make ")
        assert re.search(rf"^{re.escape(target)}:", makefile(), re.MULTILINE)
    assert told["image"].endswith(":3.13")
    assert any("/quarto-cli:" in feature for feature in told["features"])


def test_binder_runs_notebooks_in_the_locked_environment(root: Path) -> None:
    """`postBuild` may be run, is well written, and makes the environment from the lock; Quarto and make are there."""
    script = root / "binder" / "postBuild"
    listed = {item.split()[0] for item in read(root / "binder" / "environment.yml")["dependencies"]}

    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert "make .venv/ready" in script.read_text(encoding="utf-8").splitlines()
    assert {"python", "jupytext", "make", "quarto"} <= listed


def test_the_citation_agrees_with_the_package(root: Path, citation: dict) -> None:
    """Title, version, licence, words and authors are the package's, and the data have the same version."""
    project = pyproject()["project"]

    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "software")
    assert (citation["title"], citation["version"]) == (project["name"], districtbrief.__version__)
    assert (citation["license"], citation["abstract"]) == (project["license"], project["description"])
    assert (citation["keywords"], citation["authors"]) == (project["keywords"], project["authors"])
    assert (
        json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))["version"] == citation["version"]
    )


def test_each_licence_is_told(root: Path) -> None:
    """Code is under MIT; data, texts and charts are under the licence that the data package names; all are whose."""
    text = (root / "LICENSE-CC-BY-4.0.md").read_text(encoding="utf-8")
    (licence,) = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))["licenses"]
    holder = f"Copyright (c) 2026 {pyproject()['project']['authors'][0]['name']}"

    assert f"SPDX-License-Identifier: {licence['name']}\n" in text
    assert licence["path"] in text
    assert holder in text
    assert holder in (root / "LICENSE").read_text(encoding="utf-8")
    assert (root / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    for name in re.findall(r"`([\w/]+/)`", text):
        assert (root / name).is_dir()


def test_nothing_is_left_to_fill_in(root: Path) -> None:
    """No address is invented: where the repository or the site will be, and a DOI, are left out until they exist."""
    files = [path for name in NEW for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files if path.is_file()}

    assert len(texts) > len(NEW)
    assert [name for name, text in texts.items() if PLACEHOLDERS.search(text)] == []
    assert "urls" not in pyproject()["project"]
    assert not {"doi", "url", "repository-code"} & set(yaml.safe_load(texts["CITATION.cff"]))
