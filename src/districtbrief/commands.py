"""What people type: each command loads, calls and answers. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from districtbrief.faults import Fault, FaultError, refuse
from districtbrief.options import STAMP
from districtbrief.progress import Progress
from districtbrief.steps import PUBLISHED, as_options, done, noting_failures
from districtbrief.telling import Answer, as_record

if TYPE_CHECKING:
    from districtbrief.scanning import Expression

NAMED = 5
"""How many parts of the data are named in a line."""
NEXT = """observations: {count}, all unreviewed; numerals excluded: {excluded}
next:
  1. read {table} beside the article: give each row its indicator and its notes and
     write true in column reviewed, or move it to data/excluded.csv
  2. districtbrief verify {article}    says whether a numeral is left over or misread
  3. districtbrief report --draft    shows it meanwhile; nothing else is published until every row is reviewed"""


def report(root: Path, options: argparse.Namespace) -> Answer:
    """Build every report and publish them."""
    from districtbrief.broken import failures
    from districtbrief.inspection import told_with_all
    from districtbrief.pipeline import run
    from districtbrief.renderers.choice import choose
    from districtbrief.specs import read_specs

    with told_with_all(root, options.cores):
        reports = sum(spec.printed for spec in read_specs(root))
    choice = choose(options.renderer)
    say = Progress(sys.stderr if options.json else sys.stdout)
    say(f"renderer: {choice.name} ({choice.reason})")
    run(root, replace(as_options(options, choice.name), profile=_profile(options.profile)), say)
    failed = failures(root) if options.partial else {}
    missing = f" but {len(failed)} that failed" if failed else ""
    stamped = f", stamped {STAMP}" if options.draft else ""
    line = f"published {reports} reports{missing}{stamped}: open _site/index.html"
    published = PUBLISHED in say.told
    why = {what: [as_record(fault) for fault in faults] for what, faults in failed.items()}
    told = {"published": published, "reports": reports, "failed": why, "draft": options.draft}
    return Answer([line if published else "nothing to do: _site/ is up to date"], told)


def _profile(named: str) -> str:
    """Give the folder of a profile from wherever it was named; other names are Snakemake's to find."""
    return str(Path(named).absolute()) if named and Path(named).exists() else named


def scan(_: Path, options: argparse.Namespace) -> Answer:
    """List every numeral of an article, and what it is."""
    from districtbrief.articles import read_article
    from districtbrief.numerals import json_number
    from districtbrief.reviewrows import as_csv, observation_rows
    from districtbrief.scanning import scan as find

    article = read_article(options.article)
    _tell_encoding(article.encoding)
    found = find(article)
    if options.csv:
        return Answer([as_csv(observation_rows(options.district, found)).removesuffix("\n")])
    expressions = [{name: json_number(value) for name, value in vars(item).items()} for item in found]
    return Answer(_listed(found), {"encoding": article.encoding, "expressions": expressions})


def _listed(found: Sequence[Expression]) -> Iterator[str]:
    from districtbrief.numerals import plain

    for item in found:
        place = f"{item.paragraph}:{item.position}"
        value = "" if item.value is None else plain(item.value)
        told = [value, item.unit, item.qualifier, item.status] if item.kind == "figure" else []
        yield "\t".join([place, item.kind, item.token, *told])


def _tell_encoding(encoding: str) -> None:
    if encoding != "utf-8":
        sys.stderr.write(f"read as {encoding}\n")


def new_district(root: Path, options: argparse.Namespace) -> Answer:
    """Add a district to `data/` from an article, to be reviewed."""
    from districtbrief.articles import read_article
    from districtbrief.csvtables import read_table
    from districtbrief.specs import read_specs
    from districtbrief.tabulation import DISTRICT_NAMES, SOURCE_NAMES
    from districtbrief.tabulation import new_district as add

    district, article = options.district, options.article
    names = {key: text for key in (*DISTRICT_NAMES, *SOURCE_NAMES) if (text := getattr(options, key)) is not None}
    written = add(root, district, article, names, reports=[spec.name for spec in read_specs(root)])
    _tell_encoding(read_article(article).encoding)
    table = f"data/observations/{district}.csv"
    excluded = sum(row["district"] == district for row in read_table(root / "data" / "excluded.csv"))
    count, shown = len(read_table(root / table)), quote(str(article))
    lines = [f"wrote {path.relative_to(root).as_posix()}" for path in written]
    return Answer([*lines, NEXT.format(count=count, excluded=excluded, table=table, article=shown)])


def validate(root: Path, options: argparse.Namespace) -> Answer:
    """Check `data/` and `reports.yml`; where something is wrong in several parts, each is noted with its own faults.

    Raises:
        FaultError: all that is wrong, unless a partial site is asked for.
    """
    groups = [[part] for part in options.parts] if len(options.parts) > 1 else [options.parts]
    sound = len(groups) > 1 and _is_sound(root, options.parts)
    found = [fault for parts in ([] if sound else groups) for fault in _noted(root, options, parts)]
    refuse([] if options.partial else found)
    return Answer() if found else done(f"checked data/: {_named(options.parts)}", checked=options.parts)


def _is_sound(root: Path, parts: Sequence[str]) -> bool:
    """Whether nothing is wrong with parts of the data: many are checked together in less time than one by one."""
    from districtbrief.inspection import check

    try:
        check(root, parts)
    except Exception:  # noqa: BLE001 - whatever it is, it is told of the part that it is in
        return False
    return True


def _named(parts: Sequence[str]) -> str:
    """Name parts of the data in a line; of many the first and the last."""
    several = f"{parts[0]} to {parts[-1]}, {len(parts)} districts" if len(parts) > NAMED else ", ".join(parts)
    return several or "all of it, and reports.yml"


def _noted(root: Path, options: argparse.Namespace, parts: Sequence[str]) -> list[Fault]:
    """List what is wrong with parts of the data, and note it for the summary of a build."""
    from districtbrief.inspection import check

    try:
        with noting_failures(root, options, *(f"data/{part}" for part in parts)) as failed:
            check(root, parts)
    except FaultError as error:
        return list(error.faults)
    return failed


def verify(root: Path, options: argparse.Namespace) -> Answer:
    """Hold `data/` against the articles that it was read from."""
    from districtbrief.verification import verify as hold

    found = hold(root, options.articles)
    lines = [found.table(), *(f"{district}: no text was given" for district in found.unread)]
    told: dict[str, Any] = {"tallies": [asdict(tally) for tally in found.tallies], "unread": found.unread}
    return Answer(lines, told, found.faults)


def audit(root: Path, options: argparse.Namespace) -> Answer:
    """Hold every number of a rendered site against `data/`."""
    from districtbrief.audit import audit as hold
    from districtbrief.audit import summary, write_results

    site = options.site.resolve()
    found = hold(root, site)
    write_results(site, found)
    pages = {name: {"numbers": tally.numbers, **asdict(tally)} for name, tally in sorted(found.tallies.items())}
    return Answer(summary(found), {"pages": pages, "missing": found.missing}, found.faults)


def completion(_: Path, options: argparse.Namespace) -> Answer:
    """Write what a shell reads to complete commands, options and files."""
    import shtab

    made = options.parser
    for command in parsers(made).values():
        for action in command._actions:  # noqa: SLF001 - argparse has no other list of them
            if action.type is Path:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
    return Answer([shtab.complete(made, options.shell)])


def parsers(made: argparse.ArgumentParser) -> Mapping[str, argparse.ArgumentParser]:
    """Give the parser of each command by its name."""
    found = (action for action in made._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001 - argparse tells nothing else
    return next(found).choices
