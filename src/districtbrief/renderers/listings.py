"""Lists of the pages for machines: `llms.txt`, and `sitemap.xml` once it is known where the site is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from babel import Locale
from lxml import html

from districtbrief.renderers.finished import FinishedPage

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_llms(site: Path, pages: Iterable[FinishedPage]) -> Path:
    """Write `llms.txt`: what the site is, and title, address and description of each page, by language."""
    home = html.fromstring((site / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    title, description = home.xpath("string(//h1)"), home.xpath("string(//meta[@name='description']/@content)")
    lines = [f"# {' '.join(title.split())}", "", f"> {description}", *_by_language(pages)]
    path = site / "llms.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_sitemap(site: Path, pages: Iterable[FinishedPage]) -> Path | None:
    """Write `sitemap.xml`, which must have absolute addresses; nothing where the pages have none."""
    published = [page for page in pages if page.is_published]
    if not published:
        return None
    path = site / "sitemap.xml"
    entries = "".join(f"<url><loc>{escape(page.address)}</loc>{_day(page)}</url>\n" for page in published)
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{entries}</urlset>\n', encoding="utf-8"
    )
    return path


def _by_language(pages: Iterable[FinishedPage]) -> Iterator[str]:
    for lang, listed in groupby(sorted(pages, key=lambda page: (page.lang, page.name)), lambda page: page.lang):
        yield from ("", f"## {Locale.parse(lang, sep='-').language_name}", "")
        for page in listed:
            told = f": {page.description}" if page.description else ""
            yield f"- [{page.title}]({page.address if page.is_published else page.name}){told}"


def _day(page: FinishedPage) -> str:
    return f"<lastmod>{page.date}</lastmod>" if page.date else ""
