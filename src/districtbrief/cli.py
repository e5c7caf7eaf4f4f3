"""The `districtbrief` command. Exit codes: 0 fine, 1 a fault in the input, 2 wrong usage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from shlex import join

from districtbrief.arguments import parser
from districtbrief.faults import FaultError
from districtbrief.telling import Answer, keep, only_faults, tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; print its answer, each fault in a line, and return the exit code."""
    options = parser().parse_args(arguments)
    options.typed = join(["districtbrief", *(sys.argv[1:] if arguments is None else arguments)])
    try:
        with only_faults(options.typed, debug=options.debug):
            return _say(_answer(options), as_json=options.json)
    except FaultError as error:
        tell(error.faults)
        return 1
    except BrokenPipeError:  # who read what was printed has gone, and what is left to print goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _answer(options: argparse.Namespace) -> Answer:
    """Run the command; to a machine the faults that end it are an answer too."""
    try:
        with only_faults(options.typed, debug=options.debug):
            answer: Answer = options.run(Path.cwd() if options.anywhere else _root(), options)
            return answer
    except FaultError as error:
        if not options.json:
            raise
        return Answer(faults=error.faults)


def _say(answer: Answer, *, as_json: bool) -> int:
    _print([answer.as_json()] if as_json else answer.lines)
    (keep if as_json else tell)(answer.faults)
    return 1 if answer.faults else 0


def _root() -> Path:
    from districtbrief.specs import find_root  # noqa: PLC0415 - help and completion need no project

    return find_root(Path.cwd())


def _print(lines: Iterable[str]) -> None:
    """Print each line in one piece: the steps of a build write to one pipe."""
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
