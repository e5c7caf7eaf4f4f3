"""Proves a rendered site against `data/`: every number, calculation, claim, chart and link.

It shares with what it audits the reader of the data package and the tables of the locales, and nothing else: numbers
are printed, calculated and compared anew here. docs/audit.md says why that makes it evidence.
"""

from __future__ import annotations

from districtbrief.audit.results import summary, write_results
from districtbrief.audit.site import Audit, Tally, audit

__all__ = ["Audit", "Tally", "audit", "summary", "write_results"]
