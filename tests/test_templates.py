"""Templates of prose: the blocks that a notebook shows, mistakes told with their place, and nothing within reach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import TemplateError

from districtbrief.faults import FaultError
from districtbrief.narrative import Narrative
from districtbrief.templates import open_template, render_block

pytestmark = pytest.mark.slow

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("notebook", ["brief", "comparison", "observations", "profile"])
def test_a_template_has_the_blocks_that_its_notebook_shows(root: Path, notebook: str, lang: str) -> None:
    """Both languages have the same blocks: those of the notebook and of the front matter."""
    template = open_template(root / "notebooks" / "text", notebook, lang)
    source = (root / "notebooks" / f"{notebook}.py").read_text(encoding="utf-8")

    assert set(template.blocks) == {"title", "subtitle", "description", *re.findall(r'report\.text\("(\w+)"\)', source)}


def test_an_unknown_block_is_named_with_the_nearest(root: Path) -> None:
    """A misspelt block is a fault that names the template and what was probably meant."""
    template = open_template(root / "notebooks" / "text", "brief", "en")

    with pytest.raises(FaultError) as caught:
        render_block(template, "promise")

    assert str(caught.value) == (
        "notebooks/text/brief.en.md.j2: no block is called 'promise'; did you mean promised? [prose.no-block]"
    )


def test_a_missing_template_is_a_fault(tmp_path: Path) -> None:
    """A report without prose in a language says which file to write."""
    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.fr\.md\.j2: the file is missing; "):
        open_template(tmp_path, "brief", "fr")


def test_a_template_in_another_encoding_is_a_fault(tmp_path: Path) -> None:
    """An editor whose program saves in GB18030 is told so."""
    (tmp_path / "brief.zh.md.j2").write_text("二七区", encoding="gb18030")

    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.zh\.md\.j2: it is not in UTF-8; save it in UTF-8"):
        open_template(tmp_path, "brief", "zh")


@pytest.mark.parametrize("prose", ["{{ missing }}", "{{ voice.nothing() }}", "{% if %}"])
def test_a_mistake_in_a_template_is_a_fault_with_its_place(tmp_path: Path, voice: Narrative, prose: str) -> None:
    """An editor who mistypes a template is told the file, and the block or the line."""
    path = tmp_path / "brief.en.md.j2"
    path.write_text(f"{{% block findings %}}\nx\n{prose}\n{{% endblock %}}", encoding="utf-8")

    with pytest.raises(FaultError, match=r"^notebooks/text/brief\.en\.md\.j2 (line 3|block findings)"):
        render_block(open_template(tmp_path, "brief", "en"), "findings", voice=voice)


def test_a_template_cannot_reach_beyond_its_names(tmp_path: Path, voice: Narrative) -> None:
    """Prose is data: it cannot reach Python through what it is given."""
    path = tmp_path / "brief.en.md.j2"
    path.write_text("{% block x %}{{ voice.__class__.__mro__ }}{% endblock %}", encoding="utf-8")

    with pytest.raises((FaultError, TemplateError)):
        render_block(open_template(tmp_path, "brief", "en"), "x", voice=voice)
