"""The charts that are kept: to the byte what the default reports draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import calls_of
from tiers import first_of_each

from districtbrief.report import build_report
from districtbrief.specs import ReportSpec, read_specs

ROOT = Path(__file__).parent.parent
SPECS = read_specs(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec", first_of_each(SPECS, lambda spec: spec.lang), ids=lambda spec: f"{spec.lang}-{spec.name}"
)
def test_kept_charts_are_what_a_report_draws(shared_project: Path, spec: ReportSpec) -> None:
    """Drawn anew, every chart of a default report is the same SVG and CSV as under `figures/`."""
    for path in drawn(shared_project, spec):
        kept = ROOT / "figures" / path.relative_to(shared_project / "figures")
        assert kept.is_file(), f"{kept.relative_to(ROOT)} is not kept: run make report and add it"
        assert path.read_bytes() == kept.read_bytes(), f"{kept.relative_to(ROOT)} is stale: run make report and add it"


def test_no_chart_is_kept_that_no_report_draws(root: Path) -> None:
    """`figures/` holds the charts of the default reports, two pictures and a table, and none of another choice."""
    stems = {f"{spec.lang}/{prefix(spec)}" for spec in SPECS}
    tracked = {path.relative_to(root / "figures") for path in (root / "figures").glob("*/*.*") if path.suffix != ".png"}

    assert tracked
    assert {str(path) for path in tracked if not any(str(path).startswith(stem) for stem in stems)} == set()
    tables = {str(path.with_suffix("")) for path in tracked if path.suffix == ".csv"}
    assert {str(path.with_suffix("")) for path in tracked if path.suffix == ".svg"} == {
        f"{table}{kind}" for table in tables for kind in ("", "-narrow")
    }


def prefix(spec: ReportSpec) -> str:
    """Name how the files of a report's charts begin."""
    return "-".join([spec.notebook, *map(str, spec.parameters.values())])


def drawn(project: Path, spec: ReportSpec) -> list[Path]:
    """Draw a report's charts in a copy, and list the SVG and CSV files."""
    report = build_report(project, spec.notebook, {"districts": [], "themes": [], **spec.parameters, "lang": spec.lang})
    for method, name in calls_of(ROOT / "notebooks" / f"{spec.notebook}.ipynb"):
        if method == "chart":
            report.chart(name)
    files = (project / "figures" / spec.lang).glob(f"{report.stem}-*") if (project / "figures").exists() else []
    return sorted(path for path in files if path.suffix in (".svg", ".csv"))
