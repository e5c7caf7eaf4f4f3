"""Reported figures of city districts, turned into a published, checkable report."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself would be imported for every step of the pipeline
    from typing import Any

    from districtbrief.report import Report, open_report

__all__ = ["Report", "open_report"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # the pipeline asks small questions often; only notebooks need matplotlib and pandas
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module("districtbrief.report"), name)
    raise AttributeError(name)
