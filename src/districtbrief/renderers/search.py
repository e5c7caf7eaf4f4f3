"""The index that the pages' search reads: one record a section, made of the finished pages by pagefind."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from pagefind.index import IndexConfig, PagefindIndex

from districtbrief.renderers.finished import FinishedPage, Section, finished_pages

FOLDER: Final = "pagefind"
NEEDED: Final = re.compile(r"pagefind\.js|pagefind-entry\.json|.*\.pf_(?:meta|index|fragment)|wasm\..*")
"""What a search loads; pagefind's own user interfaces are left out."""
HAN: Final = (
    r"[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
BESIDE_HAN: Final = re.compile(rf"(?<=\S)(?={HAN})|(?<={HAN})(?=\S)")


def index_site(site: Path) -> list[Path]:
    """Index every section of the pages of ``site`` in its folder ``pagefind``, and return the files written.

    The same pages give the same bytes. Han characters stand apart in the index, so that any run of them is found.
    """
    with tempfile.TemporaryDirectory() as folder:
        with ThreadPoolExecutor(1) as pool:  # a notebook's own thread has an event loop already
            pool.submit(lambda: asyncio.run(_index(site, folder))).result()
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        found = sorted(path for path in Path(folder).rglob("*") if path.is_file() and NEEDED.fullmatch(path.name))
        return [_copy(path, site / FOLDER / path.relative_to(folder)) for path in found]


async def _index(site: Path, folder: str) -> None:
    """Index the pages; pagefind writes to ``folder`` when all are."""
    async with PagefindIndex(config=IndexConfig(output_path=folder)) as index:
        for page in finished_pages(site):
            for section in page.sections:
                await index.add_custom_record(
                    url=f"{page.name}#{section.anchor}" if section.anchor else page.name,
                    content=apart(section.text),
                    language=page.lang.lower(),
                    meta=dict(_labels(page, section)),
                )


def _labels(page: FinishedPage, section: Section) -> Iterator[tuple[str, str]]:
    yield "title", page.title
    if section.title:
        yield "section", section.title


def apart(text: str) -> str:
    """Set each Han character apart; assets/search.js does the same to what is looked for, and undoes it in excerpts."""
    return BESIDE_HAN.sub(" ", text)


def _copy(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".json":
        return Path(shutil.copyfile(path, target))
    # pagefind lists the languages in no order
    target.write_text(json.dumps(json.loads(path.read_bytes()), sort_keys=True), encoding="utf-8")
    return target
