"""A fault in the ledger is caught: what a row prints, and what it is filtered, sorted and cited by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Speak
from ledger import NAME, lay_out, render

from districtbrief.audit.ledger import check_ledger
from districtbrief.audit.page import Page as Audited
from districtbrief.audit.record import Record
from districtbrief.datapackage import DataPackage

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, speak: Speak) -> Path:
    """Render the ledger of the real data."""
    return render(lay_out(tmp_path_factory.mktemp("ledger") / "project", speak))


def replaced(old: str, new: str) -> Callable[[str], str]:
    """Replace the first of some text."""
    return lambda text: text.replace(old, new, 1)


def repeated(count: int) -> Callable[[str], str]:
    """Have a row stand there so many times."""

    def change(text: str) -> str:
        start = text.rindex("<tr>", 0, text.index('id="row-erqi-compounds"'))
        end = text.index("</tr>", start) + 5
        return text[:start] + count * text[start:end] + text[end:]

    return change


PLANTED = {
    "a status": (replaced("done or in place</td>", "planned</td>"), "misquoted"),
    "a theme": (replaced(">Learning</td>", ">Roads</td>"), "misquoted"),
    "a mark to filter by": (replaced('data-theme="roads"', 'data-theme="parking"'), "misquoted"),
    "a value to sort by": (replaced('data-value="87"', 'data-value="88"'), "misquoted"),
    "no number to sort by": (replaced('data-value="87"', 'data-value="many"'), "misquoted"),
    "a printed token to cite": (replaced('data-printed="87个"', 'data-printed="88个"'), "misquoted"),
    "a column filtered as another": (replaced('data-column="status"', 'data-column="qualifier"'), "misquoted"),
    "figures sorted as words": (replaced('class="amount" ', ""), "misquoted"),
    "a mark more": (replaced('data-value="87"', 'data-value="87" data-more="1"'), "misquoted"),
    "another's address": (replaced('href="#row-erqi-compounds"', 'href="#row-erqi-parking"'), "broken"),
    "another's figure": (replaced('href="#obs-erqi-compounds"', 'href="#obs-erqi-hotlines"'), "untraced"),
    "a row of nothing": (replaced('id="row-erqi-compounds"', 'id="row-erqi-palaces"'), "untraced"),
    "a row left out": (repeated(0), "missing"),
    "a row twice": (repeated(2), "missing"),
    "articles exchanged": (replaced('id="article-erqi"', 'id="article-third"'), "misquoted"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_in_the_ledger_is_caught(site: Path, tmp_path: Path, package: DataPackage, fault: str) -> None:
    """What a row prints, and what it is filtered, sorted and cited by, is held against the data."""
    name = f"{NAME.format('en')}.html"
    before = (site / name).read_text(encoding="utf-8")
    assert list(check_ledger(Audited(site, name), Record(package))) == []
    plant, kind = PLANTED[fault]
    assert plant(before) != before, "nothing was planted"
    (tmp_path / "page.html").write_text(plant(before), encoding="utf-8")
    assert kind in {found.kind for found in check_ledger(Audited(tmp_path, "page.html"), Record(package))}
