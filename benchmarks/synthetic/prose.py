"""Newspaper articles that nobody wrote: a text of which every numeral is a figure, or is known to be none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from synthetic.figures import Figure

MOST_IN_PARAGRAPH = 4
HEADLINES = ("{stem}区：把好事办到家门口", "{stem}区：民有所盼 政有所为", "{stem}区：账本上的温度", "办实事 看{stem}")
BYLINES = "李 王 张 刘 陈 杨 赵 黄 周 吴".split()  # noqa: SIM905 - a line of names
LEADS = (
    "岁末时节，记者走进{stem}区，看街巷的新颜，听居民的心声。",
    "走在{stem}区的街头，变化看得见，也摸得着。",
    "桌上摊开的，是{stem}区这本厚厚的民生账。",
)
OPENINGS = (
    "说到{theme}，{stem}区的做法是先问需求，再定项目。",
    "在{theme}上，{stem}区把居民的意见写进方案。",
    "记者从{stem}区有关部门了解到{theme}的最新进展。",
    "{theme}怎么样，居民最有发言权。",
)
CLAUSES = {
    "achieved": ("{label}", "{label}达到", "全区{label}"),
    "ongoing": ("正在推进的{label}", "眼下，{label}"),
    "planned": ("年底前计划完成的{label}", "力争年内完成的{label}"),
}
OTHERS = (
    ("截至", "{month}月{day}日", "，各项工作都有了着落。", "date"),
    ("这项工作从", "{month}月", "起步，当月见效。", "date"),
    ("住在老街的居民今年", "{age}岁", "，说起身边的变化，笑得合不拢嘴。", "age"),
    ("", "{small}号院", "的邻居们送来锦旗。", "address"),
    ("沿河路", "{small}号", "新开了便民驿站。", "address"),
    ("这条路，附近的居民盼了", "{small}年", "。", "duration"),
    ("办理时间缩短到", "{small}个工作日", "。", "duration"),
    ("党员干部冲在", "一线", "，把难题解决在现场。", "idiom"),
    ("", "百姓", "的事，件件有回音。", "idiom"),
    ("服务还将", "进一步", "延伸。", "idiom"),
    ("", "第一时间", "回应居民的诉求，成了干部的习惯。", "ordinal"),
    ("", "第{small}届", "街坊节如期举行。", "ordinal"),
    ("“", "三问三办", "”机制在各街道推开。", "slogan"),
    ("“", "五色服务", "”有了口碑。", "slogan"),
    ("“", "{small}+N", "”的办法，让窗口少了排队。", "slogan"),
    ("", "5G", "信号覆盖了主要商圈。", "name"),
    ("大家都说，再跑", "十里", "路也值得。", "rhetoric"),
)
ENDINGS = ("民生无小事，枝叶总关情。{stem}区还在路上。", "问需于民，{stem}区的答卷还在续写。")


@dataclass
class Text:
    """An article as it is written: its paragraphs, and where its figures and its other numerals stand."""

    paragraphs: list[str] = field(default_factory=list)
    figures: list[tuple[Figure, int, int]] = field(default_factory=list)
    others: list[tuple[int, int, str, str]] = field(default_factory=list)

    def begin(self, words: str = "") -> None:
        """Begin a paragraph."""
        self.paragraphs.append(words)

    def say(self, words: str) -> None:
        """Go on with the paragraph."""
        self.paragraphs[-1] += words

    def report(self, figure: Figure) -> None:
        """Print a figure, and note its place."""
        self.figures.append((figure, *self._place()))
        self.say(figure.printed)

    def mention(self, token: str, reason: str) -> None:
        """Print a numeral that is no figure, and note its place."""
        self.others.append((*self._place(), token, reason))
        self.say(token)

    def _place(self) -> tuple[int, int]:
        return len(self.paragraphs), len(self.paragraphs[-1])


def write_article(stem: str, figures: Iterable[Figure], themes: dict[str, str], rng: Random) -> Text:
    """Write an article: headline, byline, a lead, a heading and some paragraphs a theme, an ending.

    Args:
        stem: the district's name, without 区.
        figures: in the order of their themes.
        themes: the names of themes.
        rng: where chance comes from.
    """
    text = Text()
    text.begin(rng.choice(HEADLINES).format(stem=stem))
    text.begin(f"本报记者 {rng.choice(BYLINES)}某")
    text.begin(rng.choice(LEADS).format(stem=stem))
    chapters = [(theme, list(group)) for theme, group in groupby(figures, key=lambda figure: figure.kind.theme)]
    asides = rng.sample(OTHERS, rng.randint(5, 12))
    for theme, group in chapters:
        text.begin(themes[theme])
        for first in range(0, len(group), MOST_IN_PARAGRAPH):
            text.begin(rng.choice(OPENINGS).format(stem=stem, theme=themes[theme]) if not first else "")
            if asides and rng.random() < 2 / 3:
                _aside(text, asides.pop(), rng)
            _clauses(text, group[first : first + MOST_IN_PARAGRAPH], rng)
    text.begin(rng.choice(ENDINGS).format(stem=stem))
    return text


def _clauses(text: Text, figures: Sequence[Figure], rng: Random) -> None:
    for number, figure in enumerate(figures):
        text.say("，" if number else "")
        before, quote, after = figure.kind.labels["zh"].partition("“一件事”")
        first, second = rng.choice(CLAUSES[figure.status]).split("{label}")
        text.say(first + before)
        if quote:
            text.say("“")
            text.mention("一件事", "slogan")
            text.say("”")
        text.say(after + second)
        text.report(figure)
    text.say("。")


def _aside(text: Text, aside: tuple[str, str, str, str], rng: Random) -> None:
    before, token, after, reason = aside
    drawn = {"month": rng.randint(1, 12), "day": rng.randint(1, 28), "age": rng.randint(30, 90)}
    text.say(before)
    text.mention(token.format(small=rng.randint(2, 40), **drawn), reason)
    text.say(after)
