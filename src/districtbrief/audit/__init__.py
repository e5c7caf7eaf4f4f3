"""Proves a rendered site against `data/`: every number, calculation, claim, chart and link.

It shares with what it audits the reader of the data package and the tables of the locales, and nothing else: numbers
are printed, calculated and compared anew here. docs/explanation/audit.md says why that makes it evidence.
"""

from __future__ import annotations

from districtbrief.audit.downloads import Downloads
from districtbrief.audit.grounds import Grounds
from districtbrief.audit.parts import Part, as_part
from districtbrief.audit.reports import audit_report
from districtbrief.audit.results import summary, write_results
from districtbrief.audit.site import Audit, audit, together
from districtbrief.audit.tables import Figures
from districtbrief.audit.tally import Tally

__all__ = [
    "Audit",
    "Downloads",
    "Figures",
    "Grounds",
    "Part",
    "Tally",
    "as_part",
    "audit",
    "audit_report",
    "summary",
    "together",
    "write_results",
]
