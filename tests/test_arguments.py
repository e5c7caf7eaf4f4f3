"""What may be typed: help in two groups, the version, and completion that a real shell runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import districtbrief
from districtbrief.arguments import PEOPLE, PIPELINE, SHELLS
from districtbrief.cli import main
from districtbrief.warm.command import STEPS

TRIED = [
    (["re"], ["report", "render", "render-site"]),
    (["scan", "--"], ["--help", "--debug", "--csv", "--json", "--district"]),
    (["report", "--renderer", ""], ["auto", "quarto", "embedded"]),
    (["completion", ""], ["bash", "zsh", "fish"]),
    (["scan", "READ"], ["README.md"]),
    (["verify", "sr"], ["src"]),
]
TRY = """
eval "$1"; shift
function=$(complete -p districtbrief | sed -E 's/.*-F ([^ ]+).*/\\1/')
COMP_WORDS=(districtbrief "$@"); COMP_CWORD=$#
"$function" districtbrief "${@: -1}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Give what a command prints that only explains itself."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """`districtbrief --version` says the name and the version, and nothing else."""
    assert shown(["--version"], capsys) == f"districtbrief {districtbrief.__version__}\n"


def test_help_tells_people_and_pipeline_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """What the pipeline alone runs stands below; `validate` is typed by both."""
    _, people, pipeline = re.split(f"(?:{PEOPLE}|{PIPELINE}):\n", shown(["--help"], capsys))
    names = [re.findall(r"^  ([a-z-]+) ", part.partition("\n\n")[0], re.MULTILINE) for part in (people, pipeline)]

    assert names[0] == ["report", "scan", "new-district", "validate", "verify", "audit", "completion"]
    assert set(names[1]) == STEPS - {"validate"}


def test_help_ends_with_examples_that_parse_and_with_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Each example names a command that there is, with options that it has."""
    told = shown(["--help"], capsys)
    examples = re.findall(r"^  districtbrief (.+)", told.partition("examples:")[2], re.MULTILINE)

    assert len(examples) > 3
    for example in examples:
        for line in example.split(" && districtbrief "):
            known = shown([line.split()[0], "--help"], capsys)
            assert [word for word in line.split() if word.startswith("--") and f" {word}" not in known] == []
    assert re.search(r"exit codes:\n  0 .*; 1 .*; 2 ", told)


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_written_for_a_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script names every command, and the shell that is here takes it for well written."""
    assert main(["completion", shell]) == 0

    script = capsys.readouterr().out
    assert [name for name in STEPS | {"report", "scan"} if name not in script] == []
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(("typed", "offered"), TRIED, ids=" ".join)
def test_bash_completes(root: Path, typed: list[str], offered: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A real bash offers commands, options, choices and files."""
    main(["completion", "bash"])
    command = ["bash", "-c", TRY, "bash", capsys.readouterr().out, *typed]

    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()

    assert sorted(told) == sorted(offered)
