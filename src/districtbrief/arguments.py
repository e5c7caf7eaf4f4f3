"""What may be typed after `districtbrief`: commands, their arguments, and the help on both."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from districtbrief import __version__, commands, steps
from districtbrief.options import SLICE, STAMP, TIME_LIMIT
from districtbrief.telling import Answer

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives it no other name
Run = Callable[[Path, argparse.Namespace], Answer]

NAMED = {
    "name-zh": "the district in Chinese, such as 二七区; what is not given is guessed, or is the id",
    "name-en": "the district in English",
    "city-zh": "its city in Chinese",
    "city-en": "its city in English",
    "headline": "the article's headline",
    "byline": "who wrote it",
    "publication": "the newspaper, which the data tells and no page prints",
    "published": "when: a year, or a day as 2021-12-24",
}
PEOPLE, PIPELINE = "what people type", "what the pipeline types, a step each"
"""What the two groups of commands are called."""
FIRST_STEP = "execute"
"""Where the second one begins."""
SHELLS = ("bash", "zsh", "fish")
COMPLETION = """
where it goes:
  bash  in ~/.bashrc: eval "$(districtbrief completion bash)"
  zsh   districtbrief completion zsh > _districtbrief, in a folder of $fpath
  fish  districtbrief completion fish > ~/.config/fish/completions/districtbrief.fish
"""
DEBUGGED = "show the traceback of an error that nobody foresaw"
STAMPED = f"stamp it {STAMP}, in a folder of its own beside the other pages"
EXAMPLES = """
examples:
  districtbrief report --draft
  districtbrief scan article.txt --json
  districtbrief new-district zhongyuan --article article.txt --name-zh 中原区
  districtbrief verify articles/ && districtbrief validate

exit codes:
  0 fine; 1 a fault, each told in a line that says what to do; 2 wrong usage; 128 and more: stopped, 130 by Ctrl-C
"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Lists the commands in two groups, each name beside what the command does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=18)

    def _format_action(self, action: argparse.Action) -> str:
        if isinstance(action, Commands):
            return "".join(map(self._format_action, action._get_subactions()))  # noqa: SLF001 - at one margin
        return (f"\n{PIPELINE}:\n" if action.dest == FIRST_STEP else "") + super()._format_action(action)


def parser() -> argparse.ArgumentParser:
    """Make the parser of everything that may be typed."""
    made = argparse.ArgumentParser(
        prog="districtbrief",
        description="Turn reported figures into a report whose every number can be checked.",
        formatter_class=_Help,
        epilog=EXAMPLES,
    )
    made.add_argument(
        "--version", action="version", version=f"districtbrief {__version__}", help="say which version it is"
    )
    made.add_argument("--debug", action="store_true", help=DEBUGGED)
    made.set_defaults(anywhere=False, json=False)
    added = made.add_subparsers(required=True, metavar="COMMAND", title=PEOPLE)
    for add in (_report, _scan, _new_district, _validate, _verify, _audit, _completion):
        add(added)
    for add in (_execute, _render, _build_slice, _audit_report, _index_part, _publish):
        add(added)
    made.set_defaults(parser=made)
    return made


def _report(added: Commands[argparse.ArgumentParser]) -> None:
    report = _command(added, "report", commands.report, "build every report and publish them in _site/")
    report.add_argument(
        "--renderer", choices=("auto", "quarto", "embedded"), default="auto", help="auto takes Quarto where it is there"
    )
    report.add_argument("--cores", type=_count, default=os.cpu_count() or 1, help="how many processors work here")
    report.add_argument("--profile", default="", help="build on a cluster, as this profile of Snakemake says")
    _draft(report, f"publish unreviewed figures too, and stamp every page {STAMP}")
    report.add_argument("--keep-going", action="store_true", help="build all else when a report fails, and then say so")
    _partial(report, "keep going, and publish with a page that says so for each that failed")
    _time_limit(report)
    _json(report, "the faults, and how many reports were published; what is told meanwhile goes to stderr")


def _scan(added: Commands[argparse.ArgumentParser]) -> None:
    scan = _command(added, "scan", commands.scan, "list every numeral of an article, and what it is")
    scan.set_defaults(anywhere=True)
    scan.add_argument("article", type=Path, help="a text file, in UTF-8 or GB18030")
    either = scan.add_mutually_exclusive_group()
    either.add_argument("--csv", action="store_true", help="write rows for data/observations/, to be reviewed")
    _json(either, "the numerals, each with its place and what it says")
    scan.add_argument("--district", default="district", help="the id that the rows begin with")


def _new_district(added: Commands[argparse.ArgumentParser]) -> None:
    words = "add a district to data/ from an article, to be reviewed"
    new = _command(added, "new-district", commands.new_district, words)
    new.add_argument("district", metavar="ID", help="its id: lower-case letters, digits and single hyphens")
    new.add_argument("--article", type=Path, required=True, metavar="FILE", help="a text file, in UTF-8 or GB18030")
    for name, meant in NAMED.items():
        new.add_argument(f"--{name}", metavar="TEXT", help=meant)


def _validate(added: Commands[argparse.ArgumentParser]) -> None:
    words = "check data/ and reports.yml, and say everything that is wrong with them"
    validate = _command(added, "validate", commands.validate, words)
    validate.add_argument(
        "parts",
        nargs="*",
        help="districts, shared for the tables of all, together for what holds of all; none means everything",
    )
    either = validate.add_mutually_exclusive_group()
    _partial(either, "note what is wrong, and let the reports that rest on it be stood in for")
    _json(either, "the faults")


def _verify(added: Commands[argparse.ArgumentParser]) -> None:
    verify = _command(added, "verify", commands.verify, "hold data/ against the articles that it was read from")
    verify.add_argument("articles", nargs="+", type=Path, help="text files, or folders of them")
    _json(verify, "the faults, and how the numerals of each article are accounted for")


def _audit(added: Commands[argparse.ArgumentParser]) -> None:
    audit = _command(added, "audit", commands.audit, "hold every number of a rendered site against data/")
    audit.add_argument("site", type=Path, help="the folder of the site, such as _site")
    _json(audit, "the faults, and the counts of each page and PDF")


def _completion(added: Commands[argparse.ArgumentParser]) -> None:
    words = "print a script by which a shell completes commands"
    completion = _command(added, "completion", commands.completion, words)
    completion.set_defaults(anywhere=True)
    completion.epilog, completion.formatter_class = COMPLETION, argparse.RawDescriptionHelpFormatter
    completion.add_argument("shell", choices=SHELLS, help="the shell that will run it")


def _execute(added: Commands[argparse.ArgumentParser]) -> None:
    execute = _command(added, "execute", steps.execute, "run one report's notebook")
    execute.add_argument("path", type=Path, help="reports/<lang>/<report>.ipynb")
    _partial(execute, "where it fails, write a page in its place that says so")
    _time_limit(execute)


def _render(added: Commands[argparse.ArgumentParser]) -> None:
    render = _command(added, "render", steps.render, "render one page with the embedded renderer")
    render.add_argument("path", type=Path, help="an executed notebook under reports/, or index.qmd")
    _draft(render, STAMPED)
    _partial(render, "where it fails, render a page in its place that says so")
    _draft(_command(added, "render-site", steps.render_site, "render every page with Quarto"), STAMPED)


def _build_slice(added: Commands[argparse.ArgumentParser]) -> None:
    part = _command(added, "build-slice", steps.build_slice, "make one slice of very many reports")
    part.add_argument("slice", help="its number, as the Snakefile counts them")
    part.add_argument("--cores", type=_count, default=1, help="how many processors work on it")
    part.add_argument("--slice-size", type=_count, default=SLICE, help="how many reports a slice has at least")
    _draft(part, STAMPED)
    _partial(part, "let reports that fail be stood in for")
    _time_limit(part)
    part.add_argument("--keep-going", action="store_true", help="build all else when a report fails")


def _audit_report(added: Commands[argparse.ArgumentParser]) -> None:
    words = "hold one report's pages against data/, for publish"
    one = _command(added, "audit-report", steps.audit_report, words)
    one.add_argument("pages", type=Path, help="the folder that a renderer wrote")
    one.add_argument("name", help="the report, such as brief")


def _index_part(added: Commands[argparse.ArgumentParser]) -> None:
    words = "index some of very many reports, as a part of the search"
    part = _command(added, "index-part", steps.index_part, words)
    part.add_argument("pages", type=Path, help="the folder that a renderer wrote")
    part.add_argument("part", help="its number, as the Snakefile counts them")
    part.add_argument("reports", nargs="+", help="the reports, such as erqi")


def _publish(added: Commands[argparse.ArgumentParser]) -> None:
    words = "put the audited pages together and swap them in as _site/"
    publish = _command(added, "publish", steps.publish, words)
    publish.add_argument("pages", type=Path, help="the folder that a renderer wrote")
    _partial(publish, "although pages stand in for some reports")


def _command(added: Commands[argparse.ArgumentParser], name: str, run: Run, words: str) -> argparse.ArgumentParser:
    command = added.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    command.set_defaults(run=run)
    command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=DEBUGGED)
    return command


def _json(command: argparse._ActionsContainer, words: str) -> None:
    command.add_argument("--json", action="store_true", help=f"write one JSON object instead: {words}")


def _draft(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("--draft", action="store_true", help=words)


def _partial(command: argparse._ActionsContainer, words: str) -> None:
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
