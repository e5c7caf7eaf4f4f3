"""A new district added to `data/` end to end, for review: all of its files, or none."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from districtbrief.articles import Article, read_article
from districtbrief.csvtables import read_table
from districtbrief.description import RESERVED, SCHEMA, read_description
from districtbrief.faults import Fault, FaultError, nearest, refuse
from districtbrief.filing import partial_of
from districtbrief.newsources import source_row
from districtbrief.reviewrows import as_csv, excluded_rows, observation_rows
from districtbrief.scanning import scan

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DISTRICT_NAMES = ("name_zh", "name_en", "city_zh", "city_en")
SOURCE_NAMES = ("headline", "byline", "publication", "published")
TABLE = {
    **dict.fromkeys(("name", "path", "title"), ""),
    "type": "table",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "schema": "observations.schema.json",
}


def new_district(
    root: Path,
    district: str,
    article_path: Path,
    names: Mapping[str, str] | None = None,
    *,
    reports: Iterable[str] = (),
) -> list[Path]:
    """Add a district to `data/` from an article: all of it or, when anything is wrong, nothing.

    Every observation is unreviewed. What `names` does not give is guessed from the text, or is the id, to be edited.

    Args:
        root: the project.
        district: the new id.
        article_path: the article's text; it is read, not kept.
        names: any of ``name_zh, name_en, city_zh, city_en, headline, byline, publication, published``.
        reports: the names that reports have already; the district's own report will be called as the district is.

    Returns:
        The files written: sources, districts, observations, excluded numerals, `datapackage.json`.

    Raises:
        FaultError: the id is taken or no slug, the article is missing, unreadable or a source already.
    """
    given = dict(names or {})
    faults = [*_id_faults(root, district, reports), *_name_faults(given)]
    try:
        article = read_article(article_path)
        faults += _source_faults(root, article_path.name, article)
    except FaultError as error:
        raise FaultError([*faults, *error.faults]) from None
    refuse(faults)
    texts = dict(_new_texts(root, district, article, given))
    _write_all(root, texts)
    return list(texts)


def _id_faults(root: Path, district: str, reports: Iterable[str]) -> Iterator[Fault]:
    place = "new-district ID"
    if not SLUG.fullmatch(district):
        yield Fault.of("district.no-id", place, district=district)
        return
    taken = {row["id"] for row in read_table(root / "data" / "districts.csv")}
    if district in taken or (root / "data" / "observations" / f"{district}.csv").exists():
        yield Fault.of("district.exists", place, district=district)
    elif district in reports:
        yield Fault.of("district.is-report", place, district=district)
    if district in RESERVED:
        yield Fault.of("district.reserved", place, district=district)


def _name_faults(given: Mapping[str, str]) -> Iterator[Fault]:
    known = (*DISTRICT_NAMES, *SOURCE_NAMES)
    for key in given:
        if key not in known:
            yield Fault.of("district.unknown-name", "new-district names", key=key, nearest=nearest(key, known))
    published = given.get("published")
    if published is not None and not re.fullmatch(r"\d{4}(-\d{2}-\d{2})?", published):
        yield Fault.of("district.not-published", "new-district published", published=published)


def _source_faults(root: Path, name: str, article: Article) -> Iterator[Fault]:
    for row in read_table(root / "data" / "sources.csv"):
        if row["sha256"] == article.sha256:
            yield Fault.of("article.known", name, source=row["id"], district=row["district"])


def _new_texts(root: Path, district: str, article: Article, given: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    data = root / "data"
    named = _named(data / "districts.csv", {key: given.get(key) or district for key in DISTRICT_NAMES})
    source = source_row(district, article, given)
    stem = re.sub("[区县市镇乡]$", "", named["name_zh"])
    expressions = scan(article, names=(stem,))
    rows = observation_rows(district, expressions, source["published"])
    yield data / "sources.csv", _appended(data / "sources.csv", [source])
    yield data / "districts.csv", _appended(data / "districts.csv", [{"id": district} | named])
    yield data / "observations" / f"{district}.csv", as_csv(rows, _columns(data / SCHEMA))
    yield data / "excluded.csv", _appended(data / "excluded.csv", excluded_rows(district, expressions))
    yield data / "datapackage.json", _described(data / "datapackage.json", district, named["name_en"])


def _named(path: Path, names: Mapping[str, str]) -> dict[str, str]:
    """Name a district in every language that the table has: in those which no name is given for, as in English."""
    stems = {column: column.partition("_")[0] for column in _header(path)}
    return {column: names[f"{stem}_en"] for column, stem in stems.items() if f"{stem}_en" in names} | dict(names)


def _columns(path: Path) -> list[str]:
    """List the columns of a table of observations, as they are described."""
    return [field["name"] for field in json.loads(path.read_text(encoding="utf-8"))["fields"]]


def _appended(path: Path, rows: Sequence[Mapping[str, str]]) -> str:
    """Add rows to a table, whose line ends and byte order mark stay as they are."""
    header, written = _header(path), path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in written else "\n"
    added = as_csv(rows, header, header=False).replace("\n", end)
    return written + ("" if written.endswith("\n") else end) + added


def _header(path: Path) -> list[str]:
    read_table(path)  # which says what is wrong with a table that cannot be read
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), None)
    if header is None:
        raise FaultError([Fault.of("data.empty", f"data/{path.name}")])
    return header


def _described(path: Path, district: str, name: str) -> str:
    """Describe the new table as the last of its kind is described."""
    read_description(path.parent.parent)  # which says what is wrong with one that cannot be read
    package = json.loads(path.read_text(encoding="utf-8"))
    kin = [item for item in package["resources"] if str(item.get("name")).startswith("observations-")]
    own = {
        "name": f"observations-{district}",
        "path": f"observations/{district}.csv",
        "title": f"What the article on {name} reports",
    }
    package["resources"].append((kin or [TABLE])[-1] | own)
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _write_all(root: Path, texts: Mapping[Path, str]) -> None:
    """Write every file or, when one cannot be written, leave all as they were."""
    parts = {path: partial_of(path) for path in texts}
    try:
        for path, part in parts.items():
            part.write_text(texts[path], encoding="utf-8", newline="")
    except OSError as error:
        place = path.relative_to(root).as_posix()
        raise FaultError([Fault.of("district.not-written", place, error=error.strerror)]) from None
    else:
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
