"""Pages that stand in for reports which could not be built, and lead on all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from crowd import OF_CITIES, ask_for, write_districts
from rendering import finish_site, render_site

from districtbrief.audit import Audit, audit
from districtbrief.specs import read_specs
from districtbrief.standins import stand_in


def stand_in_for_all(project: Path) -> Audit:
    """Render a site of nothing but pages that stand in, and audit it."""
    for spec in read_specs(project):
        stand_in(project, spec)
    render_site(project, project / "site")
    finish_site(project, project / "site")
    return audit(project, project / "site")


@pytest.mark.slow
def test_a_site_of_nothing_but_stand_ins_leads_everywhere(project: Path) -> None:
    """Of the project's own reports each can be found from the home page, be that one missing itself."""
    found = stand_in_for_all(project)

    assert found.findings == ()
    assert list(found.missing) == sorted(spec.pages[0] for spec in read_specs(project))
    home = (project / "site/reports/en/index.html").read_text(encoding="utf-8")
    assert 'id="sec-profiles"' in home
    assert [name for name in ("brief.pdf", "erqi.html", "jinshui.pdf") if f'href="{name}"' not in home] == []


@pytest.mark.slow
@pytest.mark.long
def test_a_site_of_cities_leads_everywhere_through_stand_ins(project: Path) -> None:
    """From the home page to cities, from a city's page to its other reports and its districts."""
    write_districts(project, [2, 1])
    ask_for(project, OF_CITIES)
    found = stand_in_for_all(project)

    assert found.findings == ()
    assert len(found.missing) == len(read_specs(project))
