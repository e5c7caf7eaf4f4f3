"""Whatever a renderer finds or warns of is a fault that says where: file, cell and label."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sample import FRONT, lay_out, write_report

from districtbrief.faults import FaultError
from districtbrief.renderers.embedded import render_page
from districtbrief.renderers.quarto import render_site_with_quarto

pytestmark = pytest.mark.slow

FAULTS = {
    "missing image": (
        "%% output\n![图](../../figures/zh/none.svg){#fig-none fig-alt='无'}",
        "cell 2, fig-none",
        "none.svg does not exist",
    ),
    "image without alt text": (
        "%% output\n![图](../../figures/zh/compounds.svg){#fig-mute}",
        "cell 2, fig-mute",
        "no fig-alt",
    ),
    "unresolved reference": ("%% markdown\n一\n\n%% markdown\n见 @fig-lost。", "cell 3, fig-lost", "refers to nothing"),
    "reference to an unnumbered section": (
        "%% markdown\n见 @sec-a。\n\n## 甲 {#sec-a .unnumbered}",
        "cell 2, sec-a",
        "refers to nothing",
    ),
    "dead link": ("%% markdown\n[87](#obs-lost){.num}", "cell 2, obs-lost", "nowhere on the page"),
    "duplicate anchor": ("%% markdown\n[1]{#obs-a} [2]{#obs-a}", "cell 2, obs-a", "two things"),
    "missing glyph": ("%% markdown\n字 \U00013000 无", "cell 2, \U00013000", "could not be displayed"),
    "skipped heading level": ("%% markdown\n## 甲 {#sec-a}\n\n#### 乙 {#sec-b}", "sample.ipynb", "PDF/UA-1"),
    "unknown shortcode": ("%% markdown\n{{< video x.mp4 >}}", "cell 2, video", "shortcode"),
    "raw html": ("%% markdown\n甲<b>乙</b>", "cell 2, <b>", "raw html"),
    "html output": ("%% text/html\n<table></table>", "cell 2", "its output holds text/html"),
    "printed output": ("%% stream\n87", "cell 2", "type stream"),
    "tagged Markdown": ("%% tagged\n说明。", "cell 2", "tagged remove-cell"),
    "no title": ("", "sample.ipynb", "no title"),
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Lay out a project whose Chinese report a test is going to break."""
    return lay_out(tmp_path)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_names_file_cell_and_label(broken: Path, fault: str) -> None:
    """Whatever pandoc, Typst or a filter finds is an error that says where."""
    cells, place, found = FAULTS[fault]
    front = FRONT.replace("title: 样张\n", "") if fault == "no title" else FRONT
    source = write_report(broken, "zh", f"{front}{cells}")
    with pytest.raises(FaultError) as caught:
        render_page(source, project=broken, site=broken / "site")
    first = caught.value.faults[0]
    assert first.place.startswith("reports/zh/sample.ipynb")
    assert place in first.place
    assert found in first.found
    assert str(broken) not in str(caught.value)


def test_faults_of_a_page_are_raised_together(broken: Path) -> None:
    """One run tells all that is wrong with it."""
    source = write_report(broken, "zh", FRONT + "%% markdown\n见 @fig-lost 和 @tbl-lost。")
    with pytest.raises(FaultError) as caught:
        render_page(source, project=broken, site=broken / "site")
    assert len(caught.value.faults) == 2


@pytest.mark.quarto
@pytest.mark.parametrize("fault", ["unresolved reference", "missing image", "missing glyph", "dead link"])
def test_quarto_fails_on_what_it_only_warns_of(broken: Path, fault: str) -> None:
    """Quarto's warnings fail the site and name the notebook."""
    shutil.rmtree(broken / "reports" / "en")
    write_report(broken, "zh", FRONT + FAULTS[fault][0])
    with pytest.raises(FaultError, match=r"reports/zh/sample"):
        render_site_with_quarto(broken, broken / "site")
    assert not (broken / "site").exists()
