"""The parameters of a notebook: what its cell declares, and what is said of a mistake in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from districtbrief.faults import FaultError
from districtbrief.parameters import declared_parameters, read_parameters
from districtbrief.report import open_report

GIVEN = {"districts": [], "themes": [], "lang": "zh"}

FAULTY = [
    # notebook, what the cell sets, the one fault
    (
        "brief",
        {"distrcts": ["erqi"]},
        "parameter distrcts: this notebook has no such parameter; did you mean districts?",
    ),
    ("brief", {"district": "erqi"}, "parameter district: this notebook has no such parameter; did you mean districts?"),
    (
        "brief",
        {"colour": "red"},
        "parameter colour: this notebook has no such parameter; write one of districts, themes, lang",
    ),
    ("brief", {"districts": 7}, "parameter districts: 7 is not a list of texts"),
    ("brief", {"districts": None}, "parameter districts: None is not a list of texts"),
    ("brief", {"districts": ["erqi", 7]}, "parameter districts: ['erqi', 7] is not a list of texts"),
    ("brief", {"districts": '["erqi"'}, "parameter districts: '[\"erqi\"' is not a list of texts"),
    ("brief", {"themes": {"roads": 1}}, "parameter themes: {'roads': 1} is not a list of texts"),
    ("brief", {"lang": 1}, "parameter lang: 1 is not a text"),
    ("brief", {"lang": ["zh"]}, "parameter lang: ['zh'] is not a text"),
    ("brief", {"lang": "english"}, "parameter lang: 'english' is unknown; "),
    ("brief", {"lang": ""}, "parameter lang: '' is unknown; "),
    ("brief", {"districts": ["erq"]}, "parameter districts: 'erq' is unknown; did you mean erqi?"),
    ("brief", {"districts": "erq"}, "parameter districts: 'erq' is unknown; did you mean erqi?"),
    ("brief", {"themes": ["road"]}, "parameter themes: 'road' is unknown; did you mean roads?"),
    ("brief", {"districts": ["erqi", "erqi"]}, "parameter districts: 'erqi' is there twice"),
    ("brief", {"themes": ["roads", "roads"]}, "parameter themes: 'roads' is there twice"),
    ("profile", {"district": "jinshu"}, "parameter district: 'jinshu' is unknown; did you mean jinshui?"),
    ("profile", {"district": ["erqi"]}, "parameter district: ['erqi'] is not a text"),
    ("profile", {"district": ""}, "parameter district: '' is unknown; "),
]


@pytest.fixture
def inside(shared_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in the folder of the notebooks of a copy, as JupyterLab does."""
    monkeypatch.chdir(shared_project / "notebooks")
    return shared_project


@pytest.mark.parametrize(
    ("notebook", "names"),
    [
        ("brief", ["districts", "themes", "lang"]),
        ("comparison", ["districts", "themes", "lang"]),
        ("observations", ["districts", "themes", "lang"]),
        ("profile", ["district", "themes", "lang"]),
    ],
)
def test_parameters_are_those_of_the_cell(root: Path, notebook: str, names: list[str]) -> None:
    """A notebook's parameters cell says which parameters there are."""
    assert declared_parameters(root, notebook) == names


@pytest.mark.parametrize(("notebook", "given", "fault"), FAULTY, ids=[f"{case[0]} {case[1]}" for case in FAULTY])
@pytest.mark.usefixtures("inside")
def test_a_mistaken_parameter_is_one_fault(notebook: str, given: dict[str, object], fault: str) -> None:
    """An unknown, missing or ill-typed parameter is told in one line, with the nearest valid value."""
    defaults = GIVEN | ({"district": "erqi"} if notebook == "profile" else {})
    if notebook == "profile":
        defaults.pop("districts")

    with pytest.raises(FaultError) as caught:
        open_report(notebook, defaults | given)

    assert len(caught.value.faults) == 1
    assert str(caught.value).startswith(fault)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ["districts", "themes", "lang"])
@pytest.mark.usefixtures("inside")
def test_a_missing_parameter_is_a_fault(missing: str) -> None:
    """A parameter that somebody deleted from the cell is named."""
    with pytest.raises(
        FaultError, match=rf"^parameter {missing}: it is missing; set it in the parameters cell \[parameter.missing\]$"
    ):
        open_report("brief", {key: value for key, value in GIVEN.items() if key != missing})


@pytest.mark.usefixtures("inside")
def test_all_mistakes_are_told_together() -> None:
    """Faults are collected and raised once."""
    with pytest.raises(FaultError) as caught:
        open_report("brief", {"distrcts": [], "themes": 7, "lang": "zh"})

    assert [str(fault).partition(":")[0] for fault in caught.value.faults] == [
        "parameter distrcts",
        "parameter districts",
        "parameter themes",
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["erqi"], ["erqi"]),
        ('["erqi","jinshui"]', ["erqi", "jinshui"]),
        (' ["jinshui"] ', ["jinshui"]),
        ("[]", []),
        ("erqi", ["erqi"]),
        ("", []),
        ([], []),
    ],
)
def test_a_list_may_be_written_as_the_command_line_passes_it(root: Path, written: object, meant: list[str]) -> None:
    """JSON in a string, or one bare name, is what `papermill -p` passes for a list."""
    assert read_parameters(root, "brief", GIVEN | {"districts": written})["districts"] == meant


def test_what_a_notebook_holds_besides_is_no_parameter(root: Path) -> None:
    """Modules, functions and Jupyter's own names are left alone."""
    namespace = GIVEN | {"_": 1, "__name__": "__main__", "In": [""], "Out": {}, "_i1": "x", "Path": Path, "open": open}

    assert read_parameters(root, "brief", namespace) == GIVEN
