"""The `districtbrief` command. Exit codes: 0 fine, 1 a fault in the input, 2 wrong usage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shlex import join, quote

from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.pipeline import Options, build_slice, run
from districtbrief.renderers.project import STAMP
from districtbrief.resting import observation_tables, pages_folder
from districtbrief.slicing import SLICE
from districtbrief.specs import TIME_LIMIT, ReportSpec, find_root, read_specs
from districtbrief.telling import only_faults, tell

NAMED = {
    "name-zh": "the district in Chinese, such as 二七区; what is not given is guessed, or is the id",
    "name-en": "the district in English",
    "city-zh": "its city in Chinese",
    "city-en": "its city in English",
    "headline": "the article's headline",
    "byline": "who wrote it",
    "publication": "the newspaper",
    "published": "when: a year, or a day as 2021-12-24",
}
DEBUGGED = "show the traceback of an error that nobody foresaw"
PUBLISHED = "published _site/"
"""What the last step says."""
STAMPED = f"stamp it {STAMP}, in a folder of its own beside the other pages"
NEXT = """observations: {count}, all unreviewed; numerals excluded: {excluded}
next:
  1. read {table} beside the article: give each row its indicator and its notes and
     write true in column reviewed, or move it to data/excluded.csv
  2. districtbrief verify {article}    says whether a numeral is left over or misread
  3. districtbrief report --draft    shows it meanwhile; nothing else is published until every row is reviewed"""

# Each command imports what it needs when it runs: the pipeline starts many, and most need little.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; print its faults, one a line, and return the exit code."""
    options = _parser().parse_args(arguments)
    options.typed = join(["districtbrief", *(sys.argv[1:] if arguments is None else arguments)])
    try:
        with only_faults(options.typed, debug=options.debug):
            options.run(Path.cwd() if options.run is _scan else find_root(Path.cwd()), options)
            print(end="", flush=True)
    except FaultError as error:
        tell(error.faults)
        return 1
    except BrokenPipeError:  # who read what was printed has gone, and what is left to print goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="districtbrief", description="Turn reported figures into a report whose every number can be checked."
    )
    parser.add_argument("--debug", action="store_true", help=DEBUGGED)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report = _command(commands, "report", _report, "build every report and publish them in _site/")
    report.add_argument("--renderer", choices=("auto", "quarto", "embedded"), default="auto")
    report.add_argument("--cores", type=_count, default=os.cpu_count() or 1, help="how many processors work here")
    report.add_argument("--profile", default="", help="build on a cluster, as this profile of Snakemake says")
    _draft(report, f"publish unreviewed figures too, and stamp every page {STAMP}")
    report.add_argument("--keep-going", action="store_true", help="build all else when a report fails, and then say so")
    report.add_argument(
        "--partial", action="store_true", help="keep going, and publish with a page that says so for each that failed"
    )
    _time_limit(report)
    validate = _command(
        commands, "validate", _validate, "check data/ and reports.yml, and say everything that is wrong with them"
    )
    validate.add_argument(
        "parts",
        nargs="*",
        help="districts, shared for the tables of all, together for what holds of all; none means everything",
    )
    _partial(validate, "note what is wrong, and let the reports that rest on it be stood in for")
    scan = _command(commands, "scan", _scan, "list every numeral of an article, and what it is")
    scan.add_argument("article", type=Path, help="a text file, in UTF-8 or GB18030")
    scan.add_argument("--csv", action="store_true", help="write rows for data/observations/, to be reviewed")
    scan.add_argument("--district", default="district", help="the id that the rows begin with")
    new = _command(commands, "new-district", _new_district, "add a district to data/ from an article, to be reviewed")
    new.add_argument("district", metavar="ID", help="its id: lower-case letters, digits and single hyphens")
    new.add_argument("--article", type=Path, required=True, metavar="FILE", help="a text file, in UTF-8 or GB18030")
    for name, words in NAMED.items():
        new.add_argument(f"--{name}", metavar="TEXT", help=words)
    verify = _command(commands, "verify", _verify, "hold data/ against the articles that it was read from")
    verify.add_argument("articles", nargs="+", type=Path, help="text files, or folders of them")
    execute = _command(commands, "execute", _execute, "run one report's notebook")
    execute.add_argument("path", type=Path, help="reports/<lang>/<report>.ipynb")
    _partial(execute, "where it fails, write a page in its place that says so")
    _time_limit(execute)
    render = _command(commands, "render", _render, "render one page with the embedded renderer")
    render.add_argument("path", type=Path, help="an executed notebook under reports/, or index.qmd")
    _draft(render, STAMPED)
    _partial(render, "where it fails, render a page in its place that says so")
    _draft(_command(commands, "render-site", _render_site, "render every page with Quarto"), STAMPED)
    part = _command(commands, "build-slice", _build_slice, "make one slice of very many reports")
    part.add_argument("slice", help="its number, as the Snakefile counts them")
    part.add_argument("--cores", type=_count, default=1)
    part.add_argument("--slice-size", type=_count, default=SLICE, help="how many reports a slice has at least")
    _draft(part, STAMPED)
    _partial(part, "let reports that fail be stood in for")
    _time_limit(part)
    part.add_argument("--keep-going", action="store_true", help="build all else when a report fails")
    one = _command(commands, "audit-report", _audit_report, "hold one report's pages against data/, for publish")
    one.add_argument("pages", type=Path, help="the folder that a renderer wrote")
    one.add_argument("name", help="the report, such as brief")
    publish = _command(commands, "publish", _publish, "put the audited pages together and swap them in as _site/")
    publish.add_argument("pages", type=Path, help="the folder that a renderer wrote")
    audit = _command(commands, "audit", _audit, "hold every number of a rendered site against data/")
    audit.add_argument("site", type=Path, help="the folder of the site, such as _site")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run_it: Callable[[Path, argparse.Namespace], None],
    words: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    command.set_defaults(run=run_it)
    command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=DEBUGGED)
    return command


def _draft(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("--draft", action="store_true", help=words)


def _partial(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("--partial", action="store_true", help=words)


def _time_limit(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--time-limit",
        type=_count,
        default=TIME_LIMIT,
        metavar="SECONDS",
        help="how long a cell of a notebook may take",
    )


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no whole number above zero")
    return int(text)


def _progress(line: str) -> None:
    """Tell the run that started this step what it has done, in one piece: others write to the same pipe."""
    sys.stdout.write(f"districtbrief: {line}\n")
    sys.stdout.flush()


def _report(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.broken import noted
    from districtbrief.inspection import told_with_all
    from districtbrief.renderers import choose

    with told_with_all(root, options.cores):
        reports = sum(spec.printed for spec in read_specs(root))
    choice = choose(options.renderer)
    print(f"renderer: {choice.name} ({choice.reason})", flush=True)
    steps = []

    def say(line: str) -> None:
        steps.append(line)
        print(line, flush=True)

    run(root, replace(_options(options, choice.name), profile=_profile(options.profile)), say)
    stamped = f", stamped {STAMP}" if options.draft else ""
    broken = len(noted(root)) if options.partial else 0
    missing = f" but {broken} that failed" if broken else ""
    done = f"published {reports} reports{missing}{stamped}: open _site/index.html"
    print(done if PUBLISHED in steps else "nothing to do: _site/ is up to date")


def _profile(named: str) -> str:
    """Give the folder of a profile from wherever it was named; other names are Snakemake's to find."""
    return str(Path(named).absolute()) if named and Path(named).exists() else named


def _options(options: argparse.Namespace, renderer: str) -> Options:
    going, limit = options.keep_going or options.partial, options.time_limit
    return Options(renderer, options.cores, options.draft, going, options.partial, limit, debug=options.debug)


def _validate(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.inspection import check

    with _noted(root, options, *(f"data/{part}" for part in options.parts)):
        check(root, options.parts)
        _progress(f"checked data/: {', '.join(options.parts) or 'all of it, and reports.yml'}")


def _scan(_: Path, options: argparse.Namespace) -> None:
    from districtbrief.articles import read_article
    from districtbrief.numerals import plain
    from districtbrief.scanning import scan
    from districtbrief.tabulation import as_csv, observation_rows

    article = read_article(options.article)
    _tell_encoding(article.encoding)
    found = scan(article)
    if options.csv:
        print(as_csv(observation_rows(options.district, found)), end="")
        return
    for item in found:
        place = f"{item.paragraph}:{item.position}"
        value = "" if item.value is None else plain(item.value)
        told = [value, item.unit, item.qualifier, item.status] if item.kind == "figure" else []
        print("\t".join([place, item.kind, item.token, *told]))


def _tell_encoding(encoding: str) -> None:
    if encoding != "utf-8":
        print(f"read as {encoding}", file=sys.stderr)


def _new_district(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.articles import read_article
    from districtbrief.csvtables import read_table
    from districtbrief.tabulation import DISTRICT_NAMES, SOURCE_NAMES, new_district

    district, article = options.district, options.article
    names = {key: text for key in (*DISTRICT_NAMES, *SOURCE_NAMES) if (text := getattr(options, key)) is not None}
    written = new_district(root, district, article, names, reports=[spec.name for spec in read_specs(root)])
    _tell_encoding(read_article(article).encoding)
    print(*(f"wrote {path.relative_to(root).as_posix()}" for path in written), sep="\n")
    table = f"data/observations/{district}.csv"
    excluded = sum(row["district"] == district for row in read_table(root / "data" / "excluded.csv"))
    print(NEXT.format(count=len(read_table(root / table)), excluded=excluded, table=table, article=quote(str(article))))


def _verify(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.verification import verify

    found = verify(root, options.articles)
    print(found.table())
    print(*(f"{district}: no text was given" for district in found.unread), sep="\n", end="\n" if found.unread else "")
    refuse(found.faults)


def _execute(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.broken import refuse_broken
    from districtbrief.notebooks import execute
    from districtbrief.standins import stand_in

    spec = _spec(root, options.path)
    with _noted(root, options, spec.stem) as failed:
        refuse_broken(root, (Path(table).stem for table in observation_tables(root, spec)))
        execute(root, spec, options.time_limit)
        _progress(f"executed {spec.path}")
    if failed:
        stand_in(root, spec)


def _render(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.renderers import provide_fonts, render_page
    from districtbrief.standins import stand_in

    provide_fonts(root)
    site, path = pages_folder(root, "embedded", draft=options.draft), options.path
    with _noted(root, options, path.with_suffix("").as_posix()) as failed:
        render_page(path, project=root, site=site, draft=options.draft)
    if failed:
        stand_in(root, _spec(root, path))
        render_page(path, project=root, site=site, draft=options.draft)
    _progress(f"rendered {path.as_posix()}")


def _spec(root: Path, path: Path) -> ReportSpec:
    specs = {spec.path: spec for spec in read_specs(root)}
    if path.as_posix() not in specs:
        raise FaultError([Fault.of("command.no-report", path.as_posix(), nearest=nearest(path, specs))])
    return specs[path.as_posix()]


@contextmanager
def _noted(root: Path, options: argparse.Namespace, *names: str) -> Iterator[list[Fault]]:
    """Make a step of reports or of parts of the data; note why it fails, and go on where a partial site is asked for.

    Yields the faults, which are there when the step is over.
    """
    from districtbrief.broken import note

    failed: list[Fault] = []
    try:
        with only_faults(options.typed, debug=options.debug):
            yield failed
    except FaultError as error:
        for name in names:
            note(root, name, error.faults)
        if not options.partial:
            raise
        tell(error.faults)
        failed += error.faults


def _render_site(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.renderers import render_site_with_quarto

    render_site_with_quarto(root, pages_folder(root, "quarto", draft=options.draft), draft=options.draft)
    _progress("rendered every page with Quarto")


def _audit_report(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.audited import Audited

    Audited(root, root / options.pages).audit(options.name)
    _progress(f"audited {options.name}")


def _build_slice(root: Path, options: argparse.Namespace) -> None:
    code = build_slice(root, options.slice, replace(_options(options, "embedded"), slice_size=options.slice_size))
    if code:
        sys.exit(code)  # the steps have said what is wrong
    _progress(f"made slice {options.slice}")


def _publish(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.publishing import publish

    publish(root, root / options.pages)
    _progress(PUBLISHED)


def _audit(root: Path, options: argparse.Namespace) -> None:
    from districtbrief.audit import audit, summary, write_results

    found = audit(root, options.site.resolve())
    write_results(options.site.resolve(), found)
    print(*summary(found), sep="\n")
    refuse(found.faults)


if __name__ == "__main__":
    sys.exit(main())
