"""The tutorial, followed word for word in a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from following import blocks, checkout, follow

from districtbrief.articles import read_article
from districtbrief.datapackage import load
from districtbrief.scanning import FIGURE, scan

PAGE = Path(__file__).parent.parent / "docs" / "tutorial.md"
ARTICLE = PAGE.with_suffix("") / "qingyu.txt"


def test_the_article_has_figures_and_traps() -> None:
    """It has a floor, a ceiling, a date, a slogan, and something that the scan takes for a figure and is none."""
    found = scan(read_article(ARTICLE))

    figures = [item for item in found if item.kind == FIGURE]
    assert {"at_least", "nearly", "at_most"} <= {item.qualifier for item in figures}
    assert {"date", "slogan", "age", "address", "ordinal"} <= {item.kind for item in found}
    assert "3个" in {item.token for item in figures}


@pytest.mark.long
def test_the_tutorial_followed_word_for_word(tmp_path: Path) -> None:
    """What it says is printed is printed, and in the end the new district's pages and PDFs are published."""
    project = checkout(tmp_path / "project")

    follow(PAGE, project)

    assert len(load(project, ["qingyu"]).observations) == 9
    for lang, said in (("zh", "1200余个"), ("en", "over 1,200")):
        page = (project / "_site" / "reports" / lang / "qingyu.html").read_text(encoding="utf-8")
        assert said in page
        assert "草稿" not in page
        assert (project / "_site" / "reports" / lang / "qingyu.pdf").stat().st_size > 0


def test_every_block_of_the_tutorial_is_for_somebody() -> None:
    """A block is typed, shown, or for the file that the sentence before it names."""
    aimless = [block.line for block in blocks(PAGE) if block.kind not in ("sh", "text") and not block.edit[0]]

    assert aimless == []
