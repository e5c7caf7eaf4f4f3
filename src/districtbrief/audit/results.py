"""What the audit found, written for machines (`audit.json`) and for readers ("How these numbers were checked")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from districtbrief.audit.document import RESULTS, RESULTS_ON
from districtbrief.audit.printing import grouped
from districtbrief.audit.reports import HOME, REPORTS
from districtbrief.audit.site import FILE, Audit
from districtbrief.audit.tally import Tally, summed
from districtbrief.audit.words import Words, read_words

LISTED = 100
"""How many pages are listed one by one; of more, each language has a row."""
Row = tuple[str, str, bool, Tally]
"""Where a row leads, what it is called, whether it is of PDFs, and the counts."""
_PLACE = re.compile(rf'(<div [^>]*\bid="{RESULTS}"[^>]*>).*?(</div>)', re.DOTALL)
_TEMPLATES = Environment(
    loader=PackageLoader("districtbrief", "audit"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def write_results(site: Path, audit: Audit) -> list[Path]:
    """Write `audit.json`, and fill in every page that keeps a place for the results; return what was written."""
    written = [site / FILE]
    _replace(written[0], as_json(audit))
    for name in audit.tallies:
        path = site / name
        if name.endswith(RESULTS_ON) and RESULTS in (text := path.read_text(encoding="utf-8")):
            lang = next(iter(re.findall(r'<html[^>]*\blang="(\w+)', text)), "en")
            _replace(path, _filled(text, _table(audit, name, read_words(lang))))
            written.append(path)
    return written


def as_json(audit: Audit) -> str:
    """Write the counts and the findings for a machine."""
    told = {
        "total": _told(audit.total),
        "pages": {name: _told(tally) for name, tally in sorted(audit.tallies.items())},
        **({"missing": audit.missing} if audit.missing else {}),
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


def _replace(path: Path, text: str) -> None:
    """Put a new file in the place of one, which may be a link to what a renderer wrote."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _table(audit: Audit, page: str, words: Words) -> str:
    up, digits = "../" * page.count("/"), partial(grouped, words=words)
    missing = [(up + name, audit.titles[name]) for name in audit.missing]
    told = {"words": words["audit"]["results"], "count": digits, "findings": audit.faults, "missing": missing}
    few = sum(name.endswith(".html") for name in audit.tallies) <= LISTED
    rows = _pages(audit) if few else _groups(audit, told["words"]["group"], digits)
    template = _TEMPLATES.get_template("results.html.j2")
    return template.render(rows=[(up + link, *rest) for link, *rest in rows], total=audit.total, **told)


def _pages(audit: Audit) -> Iterator[Row]:
    for name, tally in sorted(audit.tallies.items()):
        yield name, audit.titles.get(name, name), name.endswith(".pdf"), tally


def _groups(audit: Audit, pattern: str, digits: Callable[[int], str]) -> Iterator[Row]:
    """Put pages and PDFs of each language together, with a link to its home page; what is of none stands alone."""
    groups: dict[tuple[str, bool], list[Tally]] = {}
    for name, _, is_pdf, tally in _pages(audit):
        folder = re.match(rf"{REPORTS}/\w+/", name)
        groups.setdefault((f"{folder[0]}{HOME}" if folder else name, is_pdf), []).append(tally)
    for (link, is_pdf), tallies in sorted(groups.items()):
        count, lang = digits(len(tallies)), link.rpartition("/")[0].removeprefix(f"{REPORTS}/")
        title = pattern.format(count=count, language=read_words(lang)["name"]) if lang else audit.titles.get(link, link)
        yield link, title, is_pdf, summed(tallies)
