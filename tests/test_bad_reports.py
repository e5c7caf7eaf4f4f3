"""Wrong `reports.yml`, parameters and notebooks, case by case: exactly which faults each gives, and what is none."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import copy_project
from damage import Bad, Damage, described, gone, linked, put
from tiers import first_of_each

from districtbrief.faults import Fault, FaultError
from districtbrief.inspection import check
from districtbrief.specs import read_specs

pytestmark = pytest.mark.slow

HOME = {"notebook": "home", "formats": ["html"]}
BRIEF = "reports.yml report brief"


def top(**keys: object) -> Damage:
    """Write some keys of `reports.yml` anew."""
    return _edited(lambda written: written.update(keys))


def reports(**entries: object) -> Damage:
    """Ask for these reports, and the home page, alone."""
    return _edited(lambda written: written.update(reports={"index": HOME, **entries}))


def named(name: object, entry: object = None) -> Damage:
    """Ask for one report by a name that is no keyword, and the home page."""
    return _edited(lambda written: written.update(reports={"index": HOME, name: entry or {"notebook": "brief"}}))


def brief(**keys: object) -> Damage:
    """Ask for a brief in which some keys say something else."""
    return reports(brief={"notebook": "brief", **keys})


def raw(text: str | bytes) -> Damage:
    """Write `reports.yml` as it is given."""
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return lambda project: (project / "reports.yml").write_bytes(content)


def _edited(edit: Callable[[dict[str, Any]], object]) -> Damage:
    def damage(project: Path) -> None:
        path = project / "reports.yml"
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
        edit(written)
        # without its own aliases, which are a case of their own
        path.write_text(yaml.safe_dump(copy.deepcopy(written), allow_unicode=True, sort_keys=False), encoding="utf-8")

    return damage


def notebook(edit: Callable[[dict[str, Any]], object], name: str = "brief") -> Damage:
    """Edit a notebook, and not its pair."""
    return described(edit, f"notebooks/{name}.ipynb")


def untagged(written: dict[str, Any]) -> None:
    """Take away the tag of the parameters cell."""
    for cell in written["cells"]:
        cell["metadata"] = {}


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
WHOLE = "date: 2026-11-21\nlanguages: [zh, en]\nreports:\n  index: {notebook: home, formats: [html]}\n"

# without any fault, a case is to be accepted
CASES = [
    # the file
    Bad("no file", gone("reports.yml"), "reports.yml [reports.missing]"),
    Bad("empty", raw(""), "reports.yml [reports.no-table]"),
    Bad("a comment alone", raw("# nothing\n"), "reports.yml [reports.no-table]"),
    Bad("a text", raw("just words"), "reports.yml [reports.no-table]"),
    Bad("a list", raw("- a\n- b"), "reports.yml [reports.no-table]"),
    Bad("a number", raw("7"), "reports.yml [reports.no-table]"),
    Bad("broken", raw("a: ["), "reports.yml [reports.no-yaml]"),
    Bad("two documents", raw(WHOLE + "---\n" + WHOLE), "reports.yml [reports.no-yaml]"),
    Bad("tabs", raw("date:\t2026-11-21\n\tlanguages: [zh]"), "reports.yml [reports.no-yaml]"),
    Bad("UTF-16", raw(WHOLE.encode("utf-16")), "reports.yml [reports.no-yaml]"),
    Bad("GB18030", raw((WHOLE + "# 简报").encode("gb18030")), "reports.yml [reports.no-yaml]"),
    Bad("a NUL byte", raw(WHOLE + "\0"), "reports.yml [reports.no-yaml]"),
    Bad("a day that no calendar has", raw(WHOLE.replace("11-21", "02-30")), "reports.yml [reports.no-yaml]"),
    Bad("a Python object", raw("date: !!python/object/apply:os.getcwd []"), "reports.yml [reports.no-yaml]"),
    Bad("a list for a key", raw("[a, b]: c"), "reports.yml [reports.no-yaml]"),
    Bad("brackets without end", raw("[" * 100_000), "reports.yml [reports.no-yaml]"),
    Bad("circular", raw("reports: &a {index: *a}"), "reports.yml [reports.alias]", says="line 1 refers to 'a'"),
    Bad("circular list", raw("languages: &a [zh, *a]"), "reports.yml [reports.alias]"),
    Bad("a billion laughs", raw(LAUGHS), "reports.yml [reports.alias]", says="line 2"),
    Bad("a merge", raw(f"{WHOLE}  x: &x {{notebook: brief}}\n  y:\n    <<: *x\n"), "reports.yml [reports.alias]"),
    Bad(
        "two reports of one name",
        raw(f"{WHOLE}  brief: {{notebook: brief}}\n  brief: {{notebook: comparison}}\n"),
        "reports.yml [reports.key-twice]",
        says="line 6 writes the key 'brief' a second time",
    ),
    Bad("languages twice", raw(f"languages: [zh]\n{WHOLE}"), "reports.yml [reports.key-twice]"),
    Bad("a link to a file of the machine", linked("reports.yml", "/etc/passwd"), "reports.yml [reports.outside]"),
    Bad("a byte order mark", raw("\ufeff" + WHOLE)),
    Bad("Windows line ends", raw(WHOLE.replace("\n", "\r\n"))),
    Bad("the home page alone", raw(WHOLE)),
    # its keys
    Bad("key misspelt", top(report={}), "reports.yml [reports.unknown-key]", says="did you mean reports?"),
    Bad("a number for a key", _edited(lambda written: written.update({7: 1})), "reports.yml [reports.unknown-key]"),
    Bad("no date", top(date=None), "reports.yml [reports.missing-key]"),
    Bad("date a word", top(date="yesterday"), "reports.yml [reports.no-day]", says="write it as 2026-11-21"),
    Bad("date a list", top(date=[2026, 11, 21]), "reports.yml [reports.no-day]"),
    Bad("date with an hour", raw(WHOLE.replace("11-21", "11-21 10:00:00")), "reports.yml [reports.no-day]"),
    Bad("no languages", top(languages=[]), "reports.yml [reports.missing-key]"),
    Bad("languages a text", top(languages="zh"), "reports.yml [reports.no-list]"),
    Bad("languages a number", top(languages=5), "reports.yml [reports.no-list]"),
    Bad("languages a table", top(languages={"zh": 1}), "reports.yml [reports.no-list]"),
    Bad("language misspelt", top(languages=["zh", "eng"]), "reports.yml [reports.unknown-language]", says="en?"),
    Bad("language a number", top(languages=["zh", 7]), "reports.yml [reports.unknown-language]"),
    Bad("language a list", top(languages=["zh", ["en"]]), "reports.yml [reports.unknown-language]"),
    Bad("language a path", top(languages=["zh", "../../x"]), "reports.yml [reports.unknown-language]"),
    Bad("language twice", top(languages=["zh", "zh"]), "reports.yml [reports.language-twice]"),
    Bad("no reports", top(reports={}), "reports.yml [reports.missing-key]"),
    Bad("reports a list", top(reports=["brief"]), "reports.yml [reports.no-entries]"),
    Bad("reports a text", top(reports="brief"), "reports.yml [reports.no-entries]"),
    Bad("reports a number", top(reports=7), "reports.yml [reports.no-entries]"),
    Bad("no home page", top(reports={"brief": {"notebook": "brief"}}), "reports.yml [reports.no-home]"),
    # a report
    Bad("a report that is a text", reports(brief="brief"), f"{BRIEF} [reports.no-entry]"),
    Bad("a report that is a list", reports(brief=["brief"]), f"{BRIEF} [reports.no-entry]"),
    Bad("a report that is empty", reports(brief=None), f"{BRIEF} [reports.unknown-notebook]"),
    Bad("a name that leaves the site", named("../brief"), "reports.yml report ../brief [reports.no-name]"),
    Bad("a name from the root", named("/etc/passwd"), "reports.yml report /etc/passwd [reports.no-name]"),
    Bad("a name with a folder", named("a/b"), "reports.yml report a/b [reports.no-name]"),
    Bad("a name of dots", named(".."), "reports.yml report .. [reports.no-name]"),
    Bad("a Chinese name", named("简报"), "reports.yml report 简报 [reports.no-name]"),
    Bad("a name with a line end", named("brief\n"), "reports.yml report brief  [reports.no-name]"),
    Bad("a name that is a number", named(2021), "reports.yml report 2021 [reports.no-name]"),
    Bad("a name that is nothing", named(None), "reports.yml report None [reports.no-name]"),
    Bad("a name of 300 letters", named("a" * 300), f"reports.yml report {'a' * 300} [reports.no-name]"),
    Bad("key of a report misspelt", brief(parameter={}), f"{BRIEF} [reports.unknown-key]", says="mean parameters?"),
    Bad(
        "notebook misspelt", reports(brief={"notebook": "breif"}), f"{BRIEF} [reports.unknown-notebook]", says="brief?"
    ),
    Bad("no notebook", reports(brief={"label": {"zh": "a", "en": "b"}}), f"{BRIEF} [reports.unknown-notebook]"),
    Bad("notebook a list", brief(notebook=["brief"]), f"{BRIEF} [reports.unknown-notebook]"),
    Bad("notebook a path", brief(notebook="../../etc/passwd"), f"{BRIEF} [reports.unknown-notebook]"),
    Bad("for_each misspelt", brief(for_each="city"), f"{BRIEF} [reports.unknown-each]", says="did you mean cities?"),
    Bad("for_each a list", brief(for_each=["cities"]), f"{BRIEF} [reports.unknown-each]"),
    Bad("for_each empty", brief(for_each=None), f"{BRIEF} [reports.unknown-each]"),
    Bad("formats without HTML", brief(formats=["pdf"]), f"{BRIEF} [reports.unknown-formats]"),
    Bad("formats a text", brief(formats="html"), f"{BRIEF} [reports.unknown-formats]"),
    Bad("formats empty", brief(formats=None), f"{BRIEF} [reports.unknown-formats]"),
    Bad("a label in one language", brief(label={"zh": "简报"}), f"{BRIEF} [reports.no-label]", says="each of zh, en"),
    Bad("a label that is a text", brief(label="简报"), f"{BRIEF} [reports.no-label]"),
    Bad("a label of numbers", brief(label={"zh": 1, "en": 2}), f"{BRIEF} [reports.no-label]"),
    Bad("a label that is blank", brief(label={"zh": " ", "en": "Brief"}), f"{BRIEF} [reports.no-label]"),
    Bad(
        "a label of 10,000 letters",
        brief(label={"zh": "简" * 10_000, "en": "Brief"}),
        f"{BRIEF} [reports.label-too-long]",
    ),
    Bad(
        "a label with a zero-width space",
        brief(label={"zh": "简\u200b报", "en": "Brief"}),
        f"{BRIEF}, label [data.hidden-character]",
        says="U+200B (ZERO WIDTH SPACE)",
    ),
    Bad(
        "a label turned round",
        brief(label={"zh": "简报", "en": "\u202eBrief"}),
        f"{BRIEF}, label [data.hidden-character]",
    ),
    Bad(
        "a label on two lines",
        brief(label={"zh": "简报", "en": "a\n---\nb"}),
        f"{BRIEF}, label [data.hidden-character]",
    ),
    Bad("a label in HTML", brief(label={"zh": "简报", "en": "<b>{{ x }}</b> #x \\x"})),
    Bad(
        "two reports called alike",
        reports(erqi={"notebook": "brief"}, profiles={"notebook": "profile", "for_each": "districts"}),
        "reports.yml [reports.called-alike]",
        "reports.yml [reports.called-alike]",
    ),
    # its parameters
    Bad("parameters a list", brief(parameters=["districts"]), f"{BRIEF} [reports.no-parameters]"),
    Bad("parameters a number", brief(parameters=7), f"{BRIEF} [reports.no-parameters]"),
    Bad("a number for a parameter", brief(parameters={7: "erqi"}), f"{BRIEF} [reports.no-parameters]"),
    Bad(
        "parameter misspelt",
        brief(parameters={"distrcts": ["erqi"]}),
        f"{BRIEF}, parameter distrcts [parameter.unknown]",
        says="did you mean districts?",
    ),
    Bad(
        "district misspelt",
        brief(parameters={"districts": ["erq"]}),
        f"{BRIEF}, parameter districts [parameter.unknown-value]",
        says="did you mean erqi?",
    ),
    Bad(
        "theme misspelt", brief(parameters={"themes": ["road"]}), f"{BRIEF}, parameter themes [parameter.unknown-value]"
    ),
    Bad(
        "district twice",
        brief(parameters={"districts": ["erqi"] * 2}),
        f"{BRIEF}, parameter districts [parameter.twice]",
    ),
    Bad(
        "districts a number", brief(parameters={"districts": 7}), f"{BRIEF}, parameter districts [parameter.ill-typed]"
    ),
    Bad(
        "districts nothing",
        brief(parameters={"districts": None}),
        f"{BRIEF}, parameter districts [parameter.ill-typed]",
    ),
    Bad(
        "districts a table",
        brief(parameters={"districts": {"erqi": 1}}),
        f"{BRIEF}, parameter districts [parameter.ill-typed]",
    ),
    Bad(
        "a district a list",
        brief(parameters={"districts": [["erqi"]]}),
        f"{BRIEF}, parameter districts [parameter.ill-typed]",
    ),
    Bad(
        "a district a path",
        brief(parameters={"districts": ["../erqi"]}),
        f"{BRIEF}, parameter districts [parameter.unknown-value]",
    ),
    Bad(
        "a day for a parameter",
        raw(f"{WHOLE}  brief: {{notebook: brief, parameters: {{themes: 2021-01-01}}}}"),
        f"{BRIEF}, parameter themes [parameter.ill-typed]",
    ),
    Bad("lang as a parameter", brief(parameters={"lang": "en"}), f"{BRIEF}, parameter lang [reports.given-elsewhere]"),
    Bad(
        "district where each has one",
        reports(each={"notebook": "profile", "for_each": "districts", "parameters": {"district": "erqi"}}),
        "reports.yml report each, parameter district [reports.given-elsewhere]",
    ),
    Bad(
        "a notebook of one district for each city",
        reports(each={"notebook": "profile", "for_each": "cities"}),
        "reports.yml report zhengzhou-each, parameter district [parameter.missing]",
        "reports.yml report zhengzhou-each, parameter districts [parameter.unknown]",
    ),
    Bad("a district by itself", brief(parameters={"districts": "erqi"})),
    # notebooks and their prose
    Bad("no notebook at all", gone("notebooks/brief.ipynb"), f"{BRIEF} [reports.unknown-notebook]"),
    Bad("no prose", gone("notebooks/text/brief.en.md.j2"), "notebooks/text/brief.en.md.j2 [prose.missing]"),
    Bad(
        "prose that leaves the project",
        linked("notebooks/text/brief.en.md.j2", "/etc/passwd"),
        "notebooks/text/brief.en.md.j2 [reports.outside]",
    ),
    Bad(
        "a notebook that leaves the project",
        linked("notebooks/brief.ipynb", "/etc/passwd"),
        "notebooks/brief.ipynb [parameter.outside]",
    ),
    Bad("a notebook that is empty", put("notebooks/brief.ipynb", b""), "notebooks/brief.ipynb [notebook.unreadable]"),
    Bad(
        "a notebook broken off",
        put("notebooks/brief.ipynb", b'{"cells": ['),
        "notebooks/brief.ipynb [notebook.unreadable]",
    ),
    Bad(
        "a notebook that is a list", put("notebooks/brief.ipynb", b"[]"), "notebooks/brief.ipynb [notebook.unreadable]"
    ),
    Bad("a notebook without cells", put("notebooks/brief.ipynb", b"{}"), "notebooks/brief.ipynb [notebook.unreadable]"),
    Bad(
        "a notebook without a parameters cell",
        notebook(untagged),
        "notebooks/brief.ipynb [notebook.out-of-step]",
        "notebooks/brief.ipynb [parameter.no-cell]",
    ),
    Bad(
        "a notebook out of step with its pair",
        notebook(lambda written: written["cells"][-1].update(source=["report.appendix()  # later"])),
        "notebooks/brief.ipynb [notebook.out-of-step]",
        says="jupytext --sync notebooks/brief.py",
    ),
    Bad(
        "a script out of step with its pair",
        lambda project: (project / "notebooks/brief.py").write_text("# %%\n1 + 1\n", encoding="utf-8"),
        "notebooks/brief.ipynb [notebook.out-of-step]",
    ),
    Bad(
        "a script that is no text",
        put("notebooks/brief.py", b"\xff\xfe\x00"),
        "notebooks/brief.py [notebook.no-script]",
    ),
    Bad("a notebook without a pair", gone("notebooks/brief.py")),
    # together
    Bad(
        "a key, a name, a label and a parameter",
        _edited(
            lambda written: written.update(
                reports={
                    "index": HOME,
                    "../x": {"notebook": "brief"},
                    "a": {"notebook": "brief", "label": 7},
                    "brief": {"notebook": "brief", "parameters": {"districts": ["erq"]}},
                },
                laguages=["zh"],
            )
        ),
        "reports.yml [reports.unknown-key]",
        "reports.yml report ../x [reports.no-name]",
        "reports.yml report a [reports.no-label]",
        f"{BRIEF}, parameter districts [parameter.unknown-value]",
    ),
    Bad(
        "reports, notebooks and data",
        lambda project: (
            brief(formats="html")(project),
            notebook(untagged, "profile")(project),
            gone("data/themes.csv")(project),
        ),
        f"{BRIEF} [reports.unknown-formats]",
        "notebooks/profile.ipynb [notebook.out-of-step]",
        "data/themes.csv [data.missing]",
    ),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project once."""
    return copy_project(tmp_path_factory.mktemp("bad") / "project")


@pytest.fixture
def project(root: Path, copied: Path) -> Iterator[Path]:
    """Give a copy of the project, and put back what has been done to it."""
    yield copied
    (copied / "reports.yml").unlink(missing_ok=True)
    shutil.copy(root / "reports.yml", copied)
    for name in ("data", "notebooks"):
        shutil.rmtree(copied / name)
        shutil.copytree(root / name, copied / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))


def faults_of(project: Path, case: Bad) -> tuple[Fault, ...]:
    """List what is found: in `reports.yml`, and where more is damaged in the notebooks and the data too."""
    own = all("reports.yml" in fault or "[prose" in fault for fault in case.faults) and case.faults
    try:
        read_specs(project) if own else check(project)
    except FaultError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("case", first_of_each(CASES, lambda case: case.kind), ids=lambda case: case.name)
def test_wrong_reports_are_told_exactly(project: Path, case: Bad) -> None:
    """Each case gives its faults and no other, each on one short line: where, what stands there, what to do."""
    case.damage(project)

    faults = faults_of(project, case)

    case.is_told_by(faults)


def test_there_are_no_two_cases_of_one_name() -> None:
    """Each case is told apart by its name."""
    assert len({case.name for case in CASES}) == len(CASES)
