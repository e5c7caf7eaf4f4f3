"""What a page tells machines and previews in its head, held against the page, the charts and the data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from districtbrief.audit.document import resolved
from districtbrief.audit.finding import Finding
from districtbrief.audit.page import Page
from districtbrief.audit.record import Record
from districtbrief.rows import Source

HOME = "index.html"
ADDRESSES = {"url", "image", "contentUrl"}
"""What of linked data is an address."""
DATA = {
    "downloads/data-package.zip": "application/zip",
    "downloads/observations.csv": "text/csv",
    "downloads/observations.json": "application/json",
}
PDF = "application/pdf"


def check_head(page: Page, record: Record, about: Mapping[str, Any]) -> Iterator[Finding]:
    """Hold title, metadata, linked data and addresses of a page against what it says itself.

    Args:
        page: the page.
        record: the data.
        about: the description of the data package.
    """
    title = page.metadata.get("title", "")
    if not title.removeprefix(f"{page.stamp} · ").startswith(page.title):
        yield Finding("misquoted", page.name, "title", f"{title!r} does not begin with the page’s own")
    wanted = _metadata(page)
    for key in sorted(wanted):
        told = page.metadata.get(key, "")
        if _spaced(_named(page, told) if key == "og:image" and told else told) != _spaced(wanted[key]):
            yield Finding("misquoted", page.name, key, f"{told!r} stands there, and the page says {wanted[key]!r}")
    if (linked := _linked(page)) != (due := _described(page, about)):
        at = sorted(key for key in {*linked, *due} if linked.get(key) != due.get(key))
        yield Finding("misquoted", page.name, f"linked data: {', '.join(at)}", "the page or the data says otherwise")
    yield from _addresses(page)
    yield from _articles(page, record)


def _spaced(text: str) -> str:
    """Write a text with one kind of space: where a number has a narrow one, either side may have another."""
    return " ".join(text.split())


def _metadata(page: Page) -> dict[str, str]:
    """Say what metadata must be; nothing where there must be none."""
    chart = page.pictures[0] if page.pictures else None
    return {
        "description": page.description,
        "og:title": page.title,
        "og:description": page.description,
        "og:image": _image(page),
        "og:image:alt": chart.alt if chart else "",
        "dcterms.date": page.day,
        "article:published_time": page.day if page.has_pdf else "",
    }


def _described(page: Page, about: Mapping[str, Any]) -> dict[str, Any]:
    """Write the linked data that a page must have, but for the articles; addresses are names of files."""
    licence = next((item["path"] for item in about.get("licenses", ())), None)
    files = [{"@type": "DataDownload", "contentUrl": name, "encodingFormat": kind} for name, kind in DATA.items()]
    told = {
        "@context": "https://schema.org",
        "@type": "Report" if page.has_pdf else "WebPage",
        "name": page.title,
        "alternativeHeadline": page.subtitle,
        "description": page.description,
        "inLanguage": page.tree.get("lang"),
        "datePublished": page.day,
        "url": _own(page),
        "image": _image(page),
        "license": licence,
        "encoding": page.has_pdf and {"@type": "MediaObject", "contentUrl": page.pdf, "encodingFormat": PDF},
        "isPartOf": "title" in about
        and {
            "@type": "Dataset",
            "name": about["title"],
            "description": about.get("description"),
            "license": licence,
            "distribution": files,
        },
    }
    return {key: value for key, value in told.items() if value}


def _linked(page: Page) -> dict[str, Any]:
    """Read a page's linked data without the articles."""
    told = _placed(page, "", page.linked_data)
    return {key: value for key, value in told.items() if key != "isBasedOn"} if isinstance(told, dict) else {}


def _placed(page: Page, key: str, value: object) -> object:
    """Write addresses in linked data as names of files."""
    if isinstance(value, dict):
        return {name: _placed(page, name, item) for name, item in value.items()}
    if isinstance(value, list):
        return [_placed(page, key, item) for item in value]
    return _named(page, value) if key in ADDRESSES and isinstance(value, str) else value


def _articles(page: Page, record: Record) -> Iterator[Finding]:
    """Hold the articles that linked data names against those that the page lists, and these against its figures."""
    sources, rows = record.package.sources, record.package.observations
    quoted = (rows.get(anchor.removeprefix("obs-")) for anchor in page.lines if anchor.startswith("obs-"))
    for anchor in sorted({f"article-{row.district}" for row in quoted if row} - set(page.articles)):
        yield Finding("missing", page.name, anchor, "figures of the article stand there, and it is not listed")
    based = page.linked_data.get("isBasedOn", []) if isinstance(page.linked_data, dict) else []
    told = {json.dumps(item, sort_keys=True) for item in based}
    listed = (key.removeprefix("article-") for key in page.articles)
    wanted = {json.dumps(_article(sources[key]), sort_keys=True) for key in listed if key in sources}
    if told != wanted:
        yield Finding("misquoted", page.name, "linked data: isBasedOn", "these are not the articles it rests on")


def _article(source: Source) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": source.headline,
        "author": {"@type": "Person", "name": source.byline},
        "datePublished": source.published,
    }


def _addresses(page: Page) -> Iterator[Finding]:
    """See that the page's addresses, in each language and as PDF, are its own, and that it leads away as it may."""
    folder, _, name = page.name.rpartition("/")
    base = folder.rpartition("/")[0]
    wanted = [(link, page.pdf) for link in page.tree.xpath(f"//*[@type='{PDF}']/@href")]
    wanted += [
        (link.get("href", ""), f"{base}/{link.get('hreflang').partition('-')[0]}/{name}")
        for link in page.tree.xpath("//*[@hreflang]")
    ]
    for link, due in [*wanted, *((link, _own(page)) for link in page.canonical)]:
        if _named(page, link) != due:
            yield Finding("broken", page.name, link, f"it is to lead to {due}")
    if page.refresh and (page.name != HOME or not page.refresh.endswith(f"/{HOME}")):
        yield Finding("broken", page.name, page.refresh, "it leads away by itself, and not to a home page")


def _own(page: Page) -> str:
    """Name the file that a page's own address is of: for one that leads on by itself, where it leads."""
    return _named(page, page.refresh) if page.refresh else page.name


def _image(page: Page) -> str:
    """Name the picture that previews show: the first chart."""
    return _named(page, page.pictures[0].source.removesuffix(".svg") + ".png") if page.pictures else ""


def _named(page: Page, link: str) -> str:
    """Name the file that an address leads to; where the page knows its place in the web, addresses begin with that."""
    whole = next((item for item in page.canonical if "://" in item), "")
    base = whole.removesuffix(resolved(page.name, page.refresh) if page.refresh else page.name)
    return link.removeprefix(base) if whole and link.startswith(base) else resolved(page.name, link)
