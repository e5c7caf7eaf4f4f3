"""The index that the pages' search reads, made of finished pages by pagefind: a record a section, or a page."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, Self

from pagefind.service import get_executable

from districtbrief.faults import Fault, FaultError
from districtbrief.renderers.finished import FinishedPage, Section

FOLDER: Final = "pagefind"
NEEDED: Final = re.compile(
    r"pagefind\.js|pagefind-entry\.json|pagefind\..*\.pf_meta|wasm\..*\.pagefind"
    r"|index/[\w-]+\.pf_index|fragment/[\w-]+\.pf_fragment"
)
"""What a search loads; pagefind's own user interfaces are left out."""
HAN: Final = (
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
BESIDE_HAN: Final = re.compile(rf"(?<=\S)(?={HAN})|(?<={HAN})(?=\S)")
APPENDIX: Final = "sec-sources"
"""Where the appendix begins, which quotes what the page has said, and is left out of such a record."""
ENTRY: Final = "pagefind-entry.json"
"""The list of the languages, which pagefind gives in no order."""
PARTS: Final = "parts.json"
"""The list of the indexes that lie within one, by language."""
END: Final = b","
"""What ends a message to pagefind's program, and from it."""


def index_pages(folder: Path, pages: Iterable[FinishedPage], *, sections: bool = True) -> list[Path]:
    """Index pages in a folder, from nothing, and return the files written.

    The same pages give the same bytes. Han characters stand apart in the index, so that any run of them is found.

    Args:
        folder: where the index will lie.
        pages: what is indexed, in an order that is always the same.
        sections: whether every section is a record of its own; else a page is one, as far as its appendix.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    records = (record for page in pages for record in (_records(page) if sections else [_record(page)]))
    shutil.rmtree(folder, ignore_errors=True)
    files = sorted(_indexed(records))
    return [_write(folder / name, content) for name, content in files if NEEDED.fullmatch(name)]


def files_of(folder: Path) -> Iterator[Path]:
    """List the files of an index that a search loads, and nothing that strayed there."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    yield from (path for path in files if NEEDED.fullmatch(path.relative_to(folder).as_posix()))


def list_parts(folder: Path) -> Path:
    """List the indexes that lie within another, for each language those that have it; a search asks them all.

    Args:
        folder: the outer index; the parts are folders of it.
    """
    parts: dict[str, list[str]] = {}
    for entry in sorted(folder.glob(f"*/{ENTRY}")):
        for lang in json.loads(entry.read_bytes())["languages"]:
            parts.setdefault(lang, []).append(entry.parent.name)
    return _write(folder / PARTS, json.dumps(parts, sort_keys=True).encode())


def apart(text: str) -> str:
    """Set each Han character apart; assets/search.js does the same to what is looked for, and undoes it in excerpts."""
    return BESIDE_HAN.sub(" ", text)


def _records(page: FinishedPage) -> Iterator[dict[str, Any]]:
    for section in page.sections:
        yield {
            "url": f"{page.name}#{section.anchor}" if section.anchor else page.name,
            "content": apart(section.text),
            "language": page.lang.lower(),
            "meta": dict(_labels(page, section)),
        }


def _record(page: FinishedPage) -> dict[str, Any]:
    told = takewhile(lambda section: section.anchor != APPENDIX, page.sections)
    content = apart(" ".join(section.text for section in told))
    return {"url": page.name, "content": content, "language": page.lang.lower(), "meta": {"title": page.title}}


def _labels(page: FinishedPage, section: Section) -> Iterator[tuple[str, str]]:
    yield "title", page.title
    if section.title:
        yield "section", section.title


def _indexed(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Give pagefind the records, and yield name and content of each file of its index.

    Each language has a program of its own, and all work at once: indexes of languages share nothing but their list.
    """
    programs: dict[str, _Program] = {}
    entries: list[dict[str, Any]] = []
    with ExitStack() as running:
        for record in records:
            lang = record["language"]
            if lang not in programs:
                programs[lang] = running.enter_context(_Program())
            programs[lang].send({"type": "AddRecord", **record})
        for program in programs.values():
            program.send({"type": "GetFiles"})
        for program in programs.values():
            files = {file["path"]: base64.b64decode(file["content"]) for file in program.answer()["files"]}
            entries.append(json.loads(files.pop(ENTRY)))
            yield from files.items()
    yield ENTRY, json.dumps(_merged(entries), sort_keys=True).encode()


def _merged(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Put the lists of several indexes together."""
    whole: dict[str, Any] = {}
    for entry in entries:
        whole = entry | {"languages": {**whole.get("languages", {}), **entry["languages"]}}
    return whole


class _Program:
    """pagefind's program, which is sent the next request while it works on the last.

    pagefind's own client for Python waits a tenth of a second for each record, and ends the program before it has
    written all files, now and then; so its program is asked here, one thing at a time.
    """

    def __init__(self) -> None:
        path = get_executable()
        if path is None:
            part, package = "pagefind's program is", "pagefind-bin"
            raise FaultError([Fault.of("renderer.not-installed", FOLDER, part=part, package=package)])
        self.process = subprocess.Popen(
            [path, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.asked: dict[str, Any] = {}
        self.send({"type": "NewIndex", "config": None})
        self.index = self.answer()["index_id"]

    def send(self, payload: dict[str, Any]) -> None:
        """Wait for the last answer, and ask for the next.

        Raises:
            FaultError: pagefind refused what it was asked before, or ended.
        """
        if self.asked:
            self.answer()
        self.asked = payload if payload["type"] == "NewIndex" else payload | {"index_id": self.index}
        assert self.process.stdin  # noqa: S101 - it is a pipe
        message = json.dumps({"message_id": 1, "payload": self.asked}).encode()
        try:
            self.process.stdin.write(base64.b64encode(message) + END)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise _ended() from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.process:
            self.process.terminate()

    def answer(self) -> Any:  # noqa: ANN401 - JSON
        """Wait for an answer.

        Raises:
            FaultError: pagefind refused what it was asked, or ended.
        """
        assert self.process.stdout  # noqa: S101 - it is a pipe
        pieces: list[bytes] = []
        while not (pieces and pieces[-1].endswith(END)):
            piece = self.process.stdout.read1()  # type: ignore[attr-defined]
            if not piece:
                raise _ended()
            pieces.append(piece)
        answer = json.loads(base64.b64decode(b"".join(pieces).removesuffix(END)))["payload"]
        asked, self.asked = self.asked, {}
        if answer["type"] == "Error":
            message, hint = answer["message"], f" ({asked.get('url', 'the site')})"
            raise FaultError([Fault.of("renderer.says", FOLDER, program="pagefind", message=message, hint=hint)])
        return answer


def _ended() -> FaultError:
    return FaultError(
        [Fault.of("renderer.failed", FOLDER, program="pagefind", failure="ended before its work was done")]
    )


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
