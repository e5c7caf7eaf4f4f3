"""A small site with everything that the frame of a page may show: homes, reports of the real data, a search page."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT, Speak, copy_project
from nbformat import v4, write

from districtbrief.renderers.fonts import provide_fonts
from districtbrief.report import build_report
from districtbrief.wording import locale

TAGS = {lang: locale(lang)["tag"] for lang in ("zh", "en")}
WORDS = {
    "zh": {"index": "首页", "brief": "简报", "erqi": "二七区", "search": "搜索", "group": "各区"},
    "en": {"index": "Home", "brief": "Brief", "erqi": "Erqi", "search": "Search", "group": "Districts"},
}
TITLES = {
    "zh": {"index": "区报数字", "brief": "两区比较", "erqi": "二七区的数字", "search": "搜索"},
    "en": {"index": "District Brief", "brief": "Two districts", "erqi": "The figures of Erqi", "search": "Search"},
}
GATE = """---
title: 区报数字 · District Brief
lang: zh-Hans
description: 两种语言。
format: html
toc: false
refresh: reports/zh/index.html
---

[中文](reports/zh/index.html)
"""
TEXTS = {"index": "[A](brief.html) [B](erqi.html)", "search": "Script.\n\n::: {#search}\n:::"}
CHART = "../../figures/{}/chart"


def lay_out(root: Path, speak: Speak) -> Path:
    """Write the project: pages as executed notebooks, with the front matter that the pipeline gives them."""
    copy_project(root)
    (root / "index.qmd").write_text(GATE, encoding="utf-8")
    for lang in TAGS:
        figures = root / "figures" / lang
        figures.mkdir(parents=True)
        for suffix in (".svg", ".csv"):
            shutil.copy(ROOT / "tests" / "renderers" / f"compounds{suffix}", figures / f"chart{suffix}")
        shutil.copy(figures / "chart.svg", figures / "chart-narrow.svg")
        told = speak(build_report(ROOT, "comparison", {"districts": [], "themes": [], "lang": lang}), "comparison")
        told = told.replace("](chart.svg){", f"]({CHART.format(lang)}.svg){{fig-alt='A chart' ")
        for name, text in {**TEXTS, "brief": told, "erqi": "## 概况 · Overview {#sec-a}\n\n甲。"}.items():
            _write(root / "reports" / lang / f"{name}.ipynb", front(lang, name), text)
    provide_fonts(root)
    return root


def front(lang: str, name: str) -> dict[str, Any]:
    """Give a page its front matter."""
    given = {"title": TITLES[lang][name], "lang": TAGS[lang], "description": "数字 < 事实 & “话” \\</script\\>"}
    given |= {"navigation": navigation(lang, name), "number-sections": name == "brief"}
    if name != "brief":
        return given | {"format": "html"}
    sources = [{"name": "二七区：“以史为鉴”", "creator": "本报记者", "date": "2021-12-30"}]
    image = {"image": f"{CHART.format(lang)}.svg", "image-alt": "A chart"}
    return given | {"subtitle": "2021", "date": "2026-11-21", "sources": sources} | image


def navigation(lang: str, name: str) -> dict[str, Any]:
    """Say where a page stands among the others."""
    words = WORDS[lang]
    entry = {"text": words["brief"], "href": "brief.html"} | ({"current": True} if name == "brief" else {})
    given: dict[str, Any] = {
        "here": words[name],
        "entries": [entry],
        "search": {"text": words["search"], "href": "search.html"},
        "languages": [
            {"text": locale(other)["name"], "lang": TAGS[other], "href": f"../{other}/{name}.html"}
            | ({"current": True} if other == lang else {})
            for other in TAGS
        ],
    }
    if name != "index":
        given["home"] = {"text": words["index"], "href": "index.html"}
    if name == "erqi":
        given["group"] = {"text": words["group"], "href": "index.html"}
        given["previous"] = {"text": words["brief"], "href": "brief.html"}
    return given


def _write(path: Path, matter: dict[str, Any], text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opening = v4.new_raw_cell(f"---\n{yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)}---")
    write(v4.new_notebook(cells=[opening, v4.new_markdown_cell(text)]), path)
