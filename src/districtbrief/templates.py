"""Templates of prose, opened, and rendered a block at a time."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from districtbrief.faults import Fault, FaultError, nearest


def open_template(folder: Path, name: str, lang: str) -> Template:
    """Open a report's prose; its blocks are rendered one at a time.

    Raises:
        FaultError: there is no such file, or it or its Jinja cannot be read.
    """
    path = folder / f"{name}.{lang}.md.j2"
    place = f"notebooks/text/{path.name}"
    if not path.is_file():
        raise FaultError([Fault.of("prose.missing", place)])
    try:
        return _environment(folder).get_template(path.name)
    except TemplateSyntaxError as error:
        raise FaultError([Fault.of("prose.jinja", f"{place} line {error.lineno}", error=error.message)]) from None
    except UnicodeDecodeError:
        raise FaultError([Fault.of("prose.encoding", place)]) from None


def render_block(template: Template, block: str, **names: object) -> str:
    """Render one block of a template as Markdown.

    Raises:
        FaultError: there is no such block, or it asks for a number, claim or name that there is not.
    """
    place = f"notebooks/text/{template.name}"
    if block not in template.blocks:
        near = nearest(block, template.blocks)
        raise FaultError([Fault.of("prose.no-block", place, block=block, nearest=near)])
    try:
        return "".join(template.blocks[block](template.new_context(names))).strip()
    except FaultError as error:
        raise FaultError(item.within(f"{place} block {block}") for item in error.faults) from None
    except (TemplateError, TypeError, LookupError) as error:
        raise FaultError([Fault.of("prose.jinja", f"{place} block {block}", error=error)]) from error


@cache
def _environment(folder: Path) -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # {#sec-x} is a heading's id, so comments begin otherwise
        comment_start_string="{##",
        comment_end_string="##}",
    )
