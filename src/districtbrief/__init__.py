"""Reported figures of city districts, turned into a published, checkable report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from districtbrief.report import Report, open_report

__all__ = ["Report", "open_report"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # the pipeline asks small questions often; only notebooks need matplotlib and pandas
    if name in __all__:
        return getattr(import_module("districtbrief.report"), name)
    raise AttributeError(name)
