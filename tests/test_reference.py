"""The reference says what is so: pages that are made are what their generators write, the others hold every key."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator

import pytest
from copying import ROOT

import districtbrief
from districtbrief.arguments import parser
from districtbrief.commands import parsers
from districtbrief.reference import FOLDER, PAGES
from districtbrief.reference.docstrings import as_markdown
from districtbrief.reportfaults import FORMATS, GIVEN_BY, KEYS, REPORT_KEYS
from districtbrief.specs import EACH

pytestmark = pytest.mark.slow

REGENERATE = "run: python -m districtbrief.reference"


def page(name: str) -> str:
    """Read a page of the reference."""
    return (ROOT / FOLDER / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Give what stands under a heading, up to the next of the same level."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """List what stands as code at the head of each row of tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_made_is_what_its_generator_writes(name: str) -> None:
    """A page changes with what it describes, or this fails."""
    assert page(name) == PAGES[name](ROOT), REGENERATE


def options() -> Iterator[tuple[str, str]]:
    """List what each command's own help shows: the command, and each option or place."""
    for name, command in parsers(parser()).items():
        for action in command._actions:  # noqa: SLF001 - argparse tells nothing else
            if action.help != argparse.SUPPRESS and not isinstance(action, argparse._HelpAction):  # noqa: SLF001
                yield from (
                    (name, typed) for typed in action.option_strings or [str(action.metavar or action.dest.upper())]
                )


@pytest.mark.parametrize(("command", "typed"), list(options()))
def test_each_option_of_each_command_is_listed(command: str, typed: str) -> None:
    """The section of a command has a row that begins with the option."""
    rows = re.findall(r"^\| (.+?) \|", section(page("commands.md"), command), re.MULTILINE)

    assert any(re.search(rf"`{re.escape(typed)}[ `]", row) for row in rows)


@pytest.mark.parametrize("command", list(parsers(parser())))
def test_the_help_of_each_command_begins_as_its_section(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` ends well, and says of the command what the reference says."""
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])

    said = section(page("commands.md"), command).strip().partition("\n")[0]
    assert ended.value.code == 0
    assert said in " ".join(capsys.readouterr().out.split())


def test_each_field_of_the_data_is_listed() -> None:
    """The section of a table has its columns, in their order."""
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "data" / "observations.schema.json").read_text(encoding="utf-8"))
    tables = {one["name"]: one["schema"] for one in package["resources"] if isinstance(one["schema"], dict)}
    tables["observations"] = schema

    found = {name: first_cells(section(page("data.md"), name)) for name in tables}

    assert found == {name: [field["name"] for field in table["fields"]] for name, table in tables.items()}


def test_each_name_of_the_package_is_listed_with_its_words() -> None:
    """Every name of `__all__` has a section, and every function and class in it has a docstring."""
    for name in districtbrief.__all__:
        named = getattr(districtbrief, name)
        words = section(page("python.md"), name)

        assert words, name
        if callable(named):
            assert (named.__doc__ or "").split("\n")[0].replace("``", "`") in words
            assert re.search(rf"^(def|class) {named.__name__}\b", words, re.MULTILINE)


def test_reports_yml_is_told_key_by_key() -> None:
    """Each key that is accepted has a row, no other has one, and each value with a name is told."""
    text = page("reports-yml.md")

    assert sorted(first_cells(section(text, "The file"))) == sorted(KEYS)
    assert sorted(first_cells(section(text, "A report"))) == sorted(REPORT_KEYS)
    for value in (*EACH, *GIVEN_BY.values()):
        assert f"`{value}`" in text
    assert f"[{', '.join(FORMATS)}]" in text


def test_the_subset_names_each_callout_and_no_other() -> None:
    """The kinds of callout are those that the filter knows."""
    kinds = re.search(r"KINDS = \{(.*)\}", (ROOT / "assets/filters/subset.lua").read_text(encoding="utf-8"))
    line = next(line for line in page("markdown.md").splitlines() if line.startswith("* Callouts"))

    assert kinds
    assert sorted(re.findall(r"`(?:::: \{\.callout-)?(\w+)\}?`", line)) == sorted(re.findall(r"(\w+) = true", kinds[1]))


@pytest.mark.parametrize(
    ("docstring", "written"),
    [
        ("Read a token.", "Read a token.\n"),
        ("Read ``8``.\n\nMore.", "Read `8`.\n\nMore.\n"),
        (
            "Read.\n\nRaises:\n    FaultError: it is\n        none.",
            "Read.\n\n**Raises**\n\n- `FaultError`: it is none.\n",
        ),
        ("Read.\n\nArgs:\n    a: one.\n    b: two.", "Read.\n\n**Args**\n\n- `a`: one.\n- `b`: two.\n"),
        ("Read.\n\n>>> read()\n1", "Read.\n\n```pycon\n>>> read()\n1\n```\n"),
        ("Read.\n\nExample:\n    >>> read()\n    1", "Read.\n\n**Example**\n\n```pycon\n>>> read()\n1\n```\n"),
        ("Read.\n\nReturns:\n    It.\n\nThen more.", "Read.\n\n**Returns**\n\nIt.\n\nThen more.\n"),
    ],
)
def test_a_docstring_is_written_as_markdown(docstring: str, written: str) -> None:
    """Sections become lists, examples code, and all else stays prose."""
    assert as_markdown(docstring) == written
