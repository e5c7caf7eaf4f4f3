"""Reported figures of city districts, turned into a published, checkable report."""

from districtbrief.report import Report, open_report

__all__ = ["Report", "open_report"]
