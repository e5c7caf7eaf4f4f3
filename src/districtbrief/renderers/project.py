"""What ``_quarto.yml`` and the words of the chrome say, read once for both renderers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from districtbrief.faults import Fault, FaultError
from districtbrief.options import STAMP


@dataclass(frozen=True)
class Project:
    """A site to render.

    Attributes:
        root: the folder of ``_quarto.yml``.
        settings: its content.
        words: the words of the chrome, by language.
        stamp: what every page bears; empty unless it is a draft.
    """

    root: Path
    settings: dict[str, Any]
    words: dict[str, dict[str, Any]]
    stamp: str = ""

    @classmethod
    def read(cls, root: Path, *, draft: bool = False) -> Project:
        """Read ``_quarto.yml`` and ``assets/words.yml`` of ``root``.

        Raises:
            FaultError: one of them is no YAML, or has no settings.
            OSError: one of them is missing.
        """
        settings, words = _yaml(root / "_quarto.yml"), _yaml(root / "assets" / "words.yml")
        return cls(root.resolve(), settings, words, STAMP if draft else "")

    def option(self, name: str, front: dict[str, Any], *, to: str) -> Any:  # noqa: ANN401 - YAML has any type
        """Look ``name`` up as Quarto does: in the front matter, then under the format, then at the top."""
        of_format = self.settings["format"].get(to, {})
        return front.get(name, of_format.get(name, self.settings.get(name)))

    def inputs(self) -> list[Path]:
        """List what the site is made of: every file that ``project.render`` names, in order."""
        return [path for pattern in self.settings["project"]["render"] for path in self.matching(pattern)]

    def matching(self, pattern: str) -> list[Path]:
        """List the files that a pattern of Quarto's finds; its leading slash is the project's folder."""
        return sorted(self.root.glob(pattern.removeprefix("/")))

    def words_in(self, lang: str) -> dict[str, Any]:
        """Give the words of the chrome in ``lang``, or in that language wherever it is spoken.

        Raises:
            FaultError: ``assets/words.yml`` has no such language.
        """
        named = next((name for name in (lang, lang.split("-", maxsplit=1)[0]) if name in self.words), None)
        if named is None:
            place, known = f"assets/words.yml, language {lang}", ", ".join(self.words)
            raise FaultError([Fault.of("page.no-words", place, known=known)])
        return self.words[named]

    def named(self, path: Path) -> str:
        """Name ``path`` as a person in the project's folder would."""
        return path.resolve().relative_to(self.root).as_posix()


def first_document(text: str) -> Any:  # noqa: ANN401 - YAML has any type
    """Read the first YAML document of ``text``, with the parser in C where there is one: it is ten times as fast."""
    return next(iter(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))), None)


def settings_in(text: str, place: str) -> Any:  # noqa: ANN401 - YAML has any type
    """Read the settings that a text holds, such as a page's front matter.

    Raises:
        FaultError: it is no YAML.
    """
    try:
        return first_document(text)
    except yaml.YAMLError as error:
        raise FaultError([Fault.of("page.yaml", place, error=error)]) from None


def _yaml(path: Path) -> dict[str, Any]:
    content = settings_in(path.read_text(encoding="utf-8"), path.name)
    if not isinstance(content, dict):
        raise FaultError([Fault.of("page.no-settings", path.name)])
    return content
