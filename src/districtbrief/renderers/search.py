"""The index that the pages' search reads, made of the finished pages by pagefind: a record a section, or a page."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from pagefind.service import get_executable

from districtbrief.faults import Fault, FaultError
from districtbrief.renderers.finished import FinishedPage, Section

FOLDER: Final = "pagefind"
NEEDED: Final = re.compile(
    r"pagefind\.js|pagefind-entry\.json|pagefind\..*\.pf_meta|(?:index|fragment)/.*|wasm\..*\.pagefind"
)
"""What a search loads; pagefind's own user interfaces are left out."""
HAN: Final = (
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
BESIDE_HAN: Final = re.compile(rf"(?<=\S)(?={HAN})|(?<={HAN})(?=\S)")
SECTIONED: Final = 200
"""How many pages are indexed section by section; of more, each is one record, which takes a tenth of the time."""
APPENDIX: Final = "sec-sources"
"""Where the appendix begins, which quotes what the page has said, and is left out of such a record."""
END: Final = b","
"""What ends a message to pagefind's program, and from it."""


def index_site(site: Path, pages: Iterable[FinishedPage], *, sections: bool = True) -> list[Path]:
    """Index the ``pages`` of ``site`` in its folder ``pagefind``, and return the files written.

    The same pages give the same bytes. Han characters stand apart in the index, so that any run of them is found.

    Args:
        site: the folder of the site.
        pages: its pages, in an order that is always the same.
        sections: whether every section is a record of its own; else a page is one, as far as its appendix.

    Raises:
        FaultError: pagefind is not installed, or refused a record.
    """
    records = (record for page in pages for record in (_records(page) if sections else [_record(page)]))
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    files = sorted(_indexed(records))
    return [_write(site / FOLDER / name, content) for name, content in files if NEEDED.fullmatch(name)]


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

    pagefind's own client for Python waits a tenth of a second for each record, and ends the program before it has
    written all files, now and then; so its program is asked here, one thing at a time.
    """
    with _started() as program:
        index = _ask(program, {"type": "NewIndex", "config": None})["index_id"]
        for record in records:
            _ask(program, {"type": "AddRecord", "index_id": index, **record})
        files = _ask(program, {"type": "GetFiles", "index_id": index})["files"]
        program.terminate()
    yield from ((file["path"], base64.b64decode(file["content"])) for file in files)


def _started() -> subprocess.Popen[bytes]:
    path = get_executable()
    if path is None:
        raise FaultError([Fault(FOLDER, "pagefind's program is not installed", "pip install pagefind-bin")])
    return subprocess.Popen(
        [path, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _ask(program: subprocess.Popen[bytes], payload: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Send a request, and wait for its answer.

    Raises:
        FaultError: pagefind refused it, or ended.
    """
    assert program.stdin and program.stdout  # noqa: S101, PT018 - both are pipes
    program.stdin.write(base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + END)
    program.stdin.flush()
    pieces: list[bytes] = []
    while not (pieces and pieces[-1].endswith(END)):
        piece = program.stdout.read1()  # type: ignore[attr-defined]
        if not piece:
            raise FaultError([Fault(FOLDER, "pagefind's program ended", "see whether it runs at all")])
        pieces.append(piece)
    answer = json.loads(base64.b64decode(b"".join(pieces).removesuffix(END)))["payload"]
    if answer["type"] == "Error":
        raise FaultError(
            [Fault(FOLDER, f"pagefind says: {answer['message']}", f"see {payload.get('url', 'the site')}")]
        )
    return answer


def _write(path: Path, content: bytes) -> Path:
    """Write a file of the index; its list of languages, which pagefind gives in no order, in one."""
    if path.suffix == ".json":
        content = json.dumps(json.loads(content), sort_keys=True).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
