"""Reported figures of city districts, turned into a published, checkable report.

In a project's folder, or below it as in `notebooks/`, its figures are read and compared; every value is exact:

    >>> import districtbrief
    >>> package = districtbrief.load(["erqi", "jinshui"])
    >>> figure = package.observations["erqi-party-history-audience"]
    >>> figure.as_printed, figure.value, figure.qualifier, figure.paragraph
    ('8万余人次', Fraction(80000, 1), 'at_least', 13)
    >>> table = districtbrief.compare(package)
    >>> widest = table.widest_first()[0]
    >>> widest.indicator.labels["en"], widest.grade, str(widest.ratio.value)
    ('Dead-end roads opened', 'like_for_like', '2')

The comparing words that two figures bear, whatever 余, 近 and 多 may stand for; None where that leaves it open:

    >>> districtbrief.strongest(widest.sides[0].basis, widest.sides[1].basis).predicate
    'double'
    >>> print(districtbrief.strongest(table.number("jinshui-party-history-audience"), figure))
    None

Packages, tables and what `scan` finds become frames for pandas:

    >>> frame = districtbrief.to_frame(package)
    >>> frame.query("theme == 'parking'")["as_printed"].to_dict()
    {'erqi-parking-spaces': '7957个', 'erqi-parking-garages': '2座'}

Texts and what they print can be read without a project:

    >>> districtbrief.read_printed("8万余人次")
    Reading(value=Decimal('80000'), qualifier='at_least', measure='人次', high=None)
    >>> [(item.token, item.kind) for item in districtbrief.scan("2021年新建公园12个。")]
    [('2021年', 'date'), ('12个', 'figure')]

What is wrong with a project, or not to be found in it, is raised as one error with all faults, each of which says
where, what and what to do; only a token that is no number is a ValueError:

    >>> try:
    ...     districtbrief.load(["erq"])
    ... except districtbrief.FaultError as error:
    ...     print(error.faults[0])
    parameter districts: 'erq' is unknown; did you mean erqi? [parameter.unknown-value]

The notebooks of the site call `open_report`, and show what the report gives.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself would be imported for every step of the pipeline
    from typing import Any

    from districtbrief.authoring import load, scan, to_frame, verify
    from districtbrief.calculations import Calculation
    from districtbrief.claims import Claim, strongest
    from districtbrief.comparing import compare
    from districtbrief.comparison import Comparison, ComparisonTable
    from districtbrief.datapackage import DataPackage
    from districtbrief.faults import Fault, FaultError
    from districtbrief.numerals import Reading, read_printed
    from districtbrief.report import Report, open_report
    from districtbrief.rows import Indicator, Observation
    from districtbrief.scanning import Expression
    from districtbrief.verification import Verification

__version__ = "0.1.0"
__all__ = [
    "Calculation",
    "Claim",
    "Comparison",
    "ComparisonTable",
    "DataPackage",
    "Expression",
    "Fault",
    "FaultError",
    "Indicator",
    "Observation",
    "Reading",
    "Report",
    "Verification",
    "compare",
    "load",
    "open_report",
    "read_printed",
    "scan",
    "strongest",
    "to_frame",
    "verify",
]

_MODULES = {
    "authoring": ("load", "scan", "to_frame", "verify"),
    "calculations": ("Calculation",),
    "claims": ("Claim", "strongest"),
    "comparing": ("compare",),
    "comparison": ("Comparison", "ComparisonTable"),
    "datapackage": ("DataPackage",),
    "faults": ("Fault", "FaultError"),
    "numerals": ("Reading", "read_printed"),
    "report": ("Report", "open_report"),
    "rows": ("Indicator", "Observation"),
    "scanning": ("Expression",),
    "verification": ("Verification",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    # the pipeline asks small questions often; only notebooks need matplotlib and pandas
    for module, names in _MODULES.items():
        if name in names:
            from importlib import import_module  # noqa: PLC0415

            return getattr(import_module(f"districtbrief.{module}"), name)
    raise AttributeError(f"module 'districtbrief' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
