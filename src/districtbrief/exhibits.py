"""How a chart stands on a page: its finding, its picture, its files, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator

from districtbrief.charts import Chart
from districtbrief.narrative import Narrative, attribute
from districtbrief.tables import pipe_table
from districtbrief.wording import escape


def exhibit(voice: Narrative, chart: Chart, path: str, *, finding: str, width: int) -> str:
    """Write a chart as Markdown; its files and its table are for the web page alone.

    Args:
        voice: the report's voice, which notes that the table's numbers are used.
        chart: the chart.
        path: where its files lie, without their endings.
        finding: the caption, with its numbers as links; the chart's name where it is empty.
        width: per cent of the text's width.
    """
    slug = chart.name.replace("_", "-")
    named = f'#fig-{slug} fig-alt="{attribute(chart.alt)}" width={width}%'
    picture = f"![{finding or escape(chart.title)}]({path}.svg){{{named}}}"
    words = voice.locale["exhibit"]
    files = f"[{words['table']}]({path}.csv) · [PNG]({path}.png) · [SVG]({path}.svg)"
    parts = [
        picture,
        '::: {.content-visible when-format="html"}',
        ":::: {.chart-data}",
        files,
        escape(words["summary"]),
        _table(voice, chart),
        "::::",
        ":::",
    ]
    if chart.undrawn:
        parts.append(escape(words["undrawn"].format(items=voice.locale.enumerate(list(chart.undrawn)))))
    return "\n\n".join(parts)


def _table(voice: Narrative, chart: Chart) -> str:
    """List what a chart draws: what, of which district, how much, and unless it counts figures, how far it holds."""
    words = voice.locale["table"]
    counted = bool(chart.frame["number"].str.startswith("count-").all())
    header = [words["theme" if counted else "note"], words["district"], words["figure"]]
    header += [] if counted else [words["status"], words["qualifier"], words["grade"]]
    rows = [list(_cells(voice, row, counted=counted)) for row in chart.frame.to_dict("records")]
    return pipe_table(header, rows, [30, 12, -16] + ([] if counted else [16, 12, 16]))


def _cells(voice: Narrative, row: dict[str, str], *, counted: bool) -> Iterator[str]:
    """Write a row of a chart's table; a kind of number stands behind what it is of."""
    locale = voice.locale
    kind = [row["group"]] if row["group"] not in ("", row["name"]) and row["group"] not in row["label"] else []
    yield escape(locale.enumerate([row["label"].partition("\n")[2] or row["label"], *kind]))
    yield voice.name(row["district"])
    yield row["printed"] if counted else voice.number(row["number"].partition("-")[2])
    if not counted:
        yield locale["status"][row["status"]]
        yield locale["qualifier"][row["qualifier"]]
        yield locale["grade"][row["grade"]] if row["grade"] else locale["table"]["none"]
