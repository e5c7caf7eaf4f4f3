"""What a district's article says of itself: headline, byline and year, guessed from its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from districtbrief.articles import Article

SIGNED = re.compile("(本报)?(记者|通讯员)")
UNSIGNED = "未署名"
LONGEST_HEADLINE = 60


def source_row(district: str, article: Article, given: Mapping[str, str]) -> dict[str, str]:
    """Make the row of `data/sources.csv` for an article: what is given of it, and guesses for the rest."""
    published = given.get("published") or _year(article)
    return {
        "id": f"{district}-{published[:4]}",
        "district": district,
        "headline": given.get("headline") or _headline(article),
        "byline": given.get("byline") or _byline(article),
        "publication": given.get("publication", ""),
        "published": published,
        "sha256": article.sha256,
        "paragraphs": str(len(article.paragraphs)),
    }


def _headline(article: Article) -> str:
    """Guess: the longest of the first lines that is neither a sentence nor signed."""
    early = [line for line in article.paragraphs[:4] if len(line) <= LONGEST_HEADLINE and not line.endswith("。")]
    early = [line for line in early if not SIGNED.match(line)]
    return max(early, key=len, default=article.paragraphs[0][:LONGEST_HEADLINE])


def _byline(article: Article) -> str:
    signed = (line for line in article.paragraphs if SIGNED.match(line))
    return next((line for line in signed if len(line) <= LONGEST_HEADLINE), UNSIGNED)


def _year(article: Article) -> str:
    """Guess: the year that the text names most often, else this one."""
    years = Counter(re.findall(r"(?<!\d)20\d\d(?=年)", "\n".join(article.paragraphs)))
    return years.most_common(1)[0][0] if years else str(datetime.now(UTC).year)
