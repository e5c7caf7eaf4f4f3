"""What a notebook's author imports: `import districtbrief` is small, typed, documented and quick."""

from __future__ import annotations

import ast
import doctest
import inspect
import pydoc
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

import districtbrief
from districtbrief import authoring, renderers
from districtbrief.comparison import ComparisonTable
from districtbrief.datapackage import DataPackage


@pytest.fixture(autouse=True)
def inside(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work below the checkout, as a notebook does."""
    monkeypatch.chdir(root / "notebooks")


def test_the_examples_are_true() -> None:
    """Every example of the package's own help gives what stands below it."""
    tried = doctest.testmod(districtbrief)

    assert tried.attempted > 10
    assert tried.failed == 0


def test_the_names_are_sorted_and_there() -> None:
    """What `__all__` lists, each module has; and nothing is listed twice, or out of order."""
    assert districtbrief.__all__ == sorted(set(districtbrief.__all__))
    assert [name for name in districtbrief.__all__ if not getattr(districtbrief, name).__doc__] == []
    assert set(districtbrief.__all__) <= set(dir(districtbrief))


def test_type_checkers_see_the_same_names(root: Path) -> None:
    """What is imported for type checkers alone is what is imported when it is asked for, from the same modules."""
    tree = ast.parse((root / "src" / "districtbrief" / "__init__.py").read_text(encoding="utf-8"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    found = {
        item.module: {alias.name for alias in item.names} for item in typed.body if isinstance(item, ast.ImportFrom)
    }
    del found["typing"]

    assert found == {f"districtbrief.{name}": set(names) for name, names in districtbrief._MODULES.items()}  # noqa: SLF001
    assert sorted(set().union(*found.values())) == districtbrief.__all__


@pytest.mark.parametrize("module", [districtbrief, renderers], ids=lambda module: module.__name__)
def test_no_other_name_is_there(module: ModuleType) -> None:
    """A misspelt name is an error that says so, and in which module."""
    with pytest.raises(AttributeError, match=f"module '{module.__name__}' has no attribute 'laod'"):
        _ = module.laod


def test_importing_is_quick() -> None:
    """`import districtbrief` imports nothing else: each step of the pipeline begins with it."""
    code = "import sys; before = {*sys.modules}; import districtbrief; print(*({*sys.modules} - before))"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert set(told) - {"__future__"} == {"districtbrief"}


def test_help_names_everything() -> None:
    """`help(districtbrief)` begins with what the package is, and explains each name."""
    shown = pydoc.plain(pydoc.render_doc(districtbrief))

    assert "districtbrief - Reported figures of city districts" in shown
    assert [name for name in districtbrief.__all__ if name not in shown.partition("CLASSES")[2]] == []


def test_every_function_says_its_types() -> None:
    """Each argument and result of what is offered has a type."""
    functions = [item for name in districtbrief.__all__ if inspect.isfunction(item := getattr(districtbrief, name))]

    assert len(functions) > 5
    for function in functions:
        untyped = [name for name in inspect.signature(function).parameters if name not in function.__annotations__]
        assert untyped == []
        assert "return" in function.__annotations__


def test_a_project_is_found_or_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder's project is read, or the one that is named; where there is none, that is a fault."""
    found = districtbrief.load(["erqi"], ["parking"])
    monkeypatch.chdir(tmp_path)

    assert districtbrief.load(["erqi"], ["parking"], root=root) == found
    with pytest.raises(districtbrief.FaultError, match="no project lies here"):
        districtbrief.load()


def test_a_file_is_scanned_as_its_text_is(tmp_path: Path) -> None:
    """A path is read; a string is the text itself."""
    text = "全年新建公园12个。\n再建3个。\n"
    (tmp_path / "spring.txt").write_text(text, encoding="gb18030")

    assert districtbrief.scan(tmp_path / "spring.txt") == districtbrief.scan(text)
    assert [item.token for item in districtbrief.scan(text)] == ["12个", "3个"]


def test_an_article_is_verified(tmp_path: Path) -> None:
    """A text that is no source of the project is told so."""
    (tmp_path / "spring.txt").write_text("全年新建公园12个。\n", encoding="utf-8")

    found = districtbrief.verify(tmp_path / "spring.txt")

    assert ([fault.code for fault in found.faults], found.tallies) == (["verify.no-source"], ())


def test_a_frame_has_every_observation(package: DataPackage) -> None:
    """A row for each, by its id, with its value, its indicator, and notes and labels in each language."""
    frame = authoring.to_frame(package)

    assert list(frame.index) == list(package.observations)
    assert list(frame.columns) == [*authoring.OBSERVATION[1:], "label_zh", "label_en", "note_zh", "note_en"]
    for key, row in package.observations.items():
        told = frame.loc[key]
        assert (Fraction(told["value"]).limit_denominator(1000), told["theme"]) == (row.value, row.indicator.theme)
        assert (told["unit"], told["measure"], told["note_en"]) == (row.unit.id, row.measure, row.notes["en"])


def test_a_frame_has_every_side_of_every_comparison(table: ComparisonTable) -> None:
    """Rows in the order of the comparisons; ratio and rate are missing where there is none."""
    frame = authoring.to_frame(table)
    sides = [(item, side) for item in table.comparisons for side in item.sides]

    assert list(zip(frame["indicator"], frame["district"], strict=True)) == [
        (item.indicator.id, side.district) for item, side in sides
    ]
    for (item, side), (_, told) in zip(sides, frame.iterrows(), strict=True):
        assert told["value"] == float(side.basis.value)
        for number, column in ((item.ratio, "ratio"), (side.rate, "rate")):
            assert told[column] == float(number.value) if number else told[column] != told[column]


def test_a_frame_of_nothing_has_its_columns() -> None:
    """An empty list of expressions still says what a row would have."""
    assert "token" in authoring.to_frame([]).columns
    assert list(authoring.to_frame(districtbrief.scan("新建公园12个"))["value"]) == [12.0]
