"""What the audit found, written for machines (`audit.json`) and for readers ("How these numbers were checked")."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from districtbrief.audit.page import RESULTS, RESULTS_ON
from districtbrief.audit.record import Words, read_words
from districtbrief.audit.site import FILE, Audit, Tally

_PLACE = re.compile(rf'(<div [^>]*\bid="{RESULTS}"[^>]*>).*?(</div>)', re.DOTALL)
_TEMPLATES = Environment(
    loader=PackageLoader("districtbrief", "audit"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def write_results(site: Path, audit: Audit) -> list[Path]:
    """Write `audit.json`, and fill in every page that keeps a place for the results; return what was written."""
    written = [site / FILE]
    written[0].write_text(as_json(audit), encoding="utf-8")
    for name in audit.tallies:
        path = site / name
        if name.endswith(RESULTS_ON) and RESULTS in (text := path.read_text(encoding="utf-8")):
            lang = next(iter(re.findall(r'<html[^>]*\blang="(\w+)', text)), "en")
            path.write_text(_filled(text, _table(audit, name, read_words(lang))), encoding="utf-8")
            written.append(path)
    return written


def as_json(audit: Audit) -> str:
    """Write the counts and the findings for a machine."""
    told = {
        "total": _told(audit.total),
        "pages": {name: _told(tally) for name, tally in sorted(audit.tallies.items())},
        "findings": [vars(finding) for finding in audit.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def summary(audit: Audit) -> Iterator[str]:
    """Write the counts as lines of text: a page or PDF each, and the total."""
    yield f"{'numbers':>8}{'traced':>8}{'structural':>12}{'untraced':>10}{'claims':>8}{'charts':>8}"
    for name, tally in [*sorted(audit.tallies.items()), ("together", audit.total)]:
        counts = f"{tally.numbers:>8}{tally.traced:>8}{sum(tally.structural.values()):>12}{tally.untraced:>10}"
        yield f"{counts}{tally.claims:>8}{tally.charts:>8}  {name}"


def _told(tally: Tally) -> dict[str, object]:
    return {"numbers": tally.numbers, **vars(tally)}


def _filled(text: str, table: str) -> str:
    return _PLACE.sub(lambda place: f"{place[1]}\n{table}\n{place[2]}", text)


def _table(audit: Audit, page: str, words: Words) -> str:
    up = "../" * page.count("/")
    rows = [
        (f"{up}{name}", audit.titles.get(name, name), name.endswith(".pdf"), tally)
        for name, tally in sorted(audit.tallies.items())
    ]
    digits = "{:,}" if words["grouping"] else "{}"
    template = _TEMPLATES.get_template("results.html.j2")
    given = {"words": words["audit"]["results"], "count": digits.format, "findings": audit.faults}
    return template.render(rows=rows, total=audit.total, **given)
