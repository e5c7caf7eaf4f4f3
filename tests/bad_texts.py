"""Wrong texts in the cells of `data/`, case by case: what cannot be seen, and what another program would run."""

from __future__ import annotations

from damage import ERQI, ROW, SPACES, Bad, cell, text

CASES = [
    # texts
    Bad(
        "a note of 10,000 letters",
        cell(ERQI, SPACES, "note_en", "a" * 10_000),
        f"{ROW}note_en [data.too-long]",
        says="it has 10000 letters, and 200 are the most allowed",
    ),
    Bad(
        "a label of 10,000 letters",
        cell("themes.csv", "parking", "label_en", "a" * 10_000),
        "data/themes.csv row 8, column label_en [data.too-long]",
    ),
    Bad(
        "a name of 10,000 letters",
        cell("districts.csv", "erqi", "name_zh", "二" * 10_000),
        "data/districts.csv row 2, column name_zh [data.too-long]",
    ),
    Bad(
        "a label that is empty",
        cell("themes.csv", "parking", "label_en", ""),
        "data/themes.csv row 8, column label_en [data.required]",
    ),
    Bad(
        "a NUL byte",
        cell(ERQI, SPACES, "note_en", "spa\0ces"),
        f"{ROW}note_en [data.hidden-character]",
        says="it holds U+0000 (a control character), which nobody can see, as letter 4",
    ),
    Bad(
        "a NUL byte in the header",
        text(ERQI, lambda old: old.replace("note_en", "note\0_en", 1)),
        "data/observations/erqi.csv row 1, column note_en [data.column-misnamed]",
    ),
    Bad(
        "a bell",
        cell("districts.csv", "erqi", "name_en", "Er\x07qi"),
        "data/districts.csv row 2, column name_en [data.hidden-character]",
    ),
    Bad(
        "a terminal's escape",
        cell("themes.csv", "parking", "label_en", "\x1b[2JParking"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a tab",
        cell("themes.csv", "parking", "label_en", "Par\tking"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a line end in a cell",
        cell(ERQI, SPACES, "note_en", "parking\n---\ntitle: x"),
        f"{ROW}note_en [data.hidden-character]",
    ),
    Bad(
        "a C1 control character",
        cell("themes.csv", "parking", "label_en", "Par\x85king"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a bidi override",
        cell("districts.csv", "erqi", "name_en", "Er\u202eqi"),
        "data/districts.csv row 2, column name_en [data.hidden-character]",
        says="U+202E (RIGHT-TO-LEFT OVERRIDE)",
    ),
    Bad("a bidi isolate", cell(ERQI, SPACES, "note_zh", "\u2067车位"), f"{ROW}note_zh [data.hidden-character]"),
    Bad("a right-to-left mark", cell(ERQI, SPACES, "note_zh", "车\u200f位"), f"{ROW}note_zh [data.hidden-character]"),
    Bad(
        "a zero-width space",
        cell(ERQI, SPACES, "note_zh", "车\u200b位"),
        f"{ROW}note_zh [data.hidden-character]",
        says="U+200B (ZERO WIDTH SPACE), which nobody can see, as letter 2",
    ),
    Bad(
        "a zero-width joiner in an id",
        cell(ERQI, SPACES, "id", "erqi-parking\u200d-spaces"),
        f"{ROW}id [data.hidden-character]",
    ),
    Bad(
        "a zero-width space in a token",
        cell(ERQI, SPACES, "as_printed", "7957\u200b个"),
        f"{ROW}as_printed [data.hidden-character]",
    ),
    Bad(
        "a zero-width space in a value",
        cell(ERQI, SPACES, "value", "79\u200b57"),
        f"{ROW}value [data.hidden-character]",
    ),
    Bad(
        "a byte order mark in a cell",
        cell("themes.csv", "parking", "label_zh", "\ufeff停车"),
        "data/themes.csv row 8, column label_zh [data.hidden-character]",
    ),
    Bad(
        "a soft hyphen",
        cell("themes.csv", "parking", "label_en", "Park\xading"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a tag character",
        cell("themes.csv", "parking", "label_en", "Parking\U000e0041"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a variation selector",
        cell("themes.csv", "parking", "label_en", "Parking\ufe0f"),
        "data/themes.csv row 8, column label_en [data.hidden-character]",
    ),
    Bad(
        "a private letter",
        cell("themes.csv", "parking", "label_zh", "停\ue000车"),
        "data/themes.csv row 8, column label_zh [data.hidden-character]",
    ),
    Bad(
        "a letter that was lost",
        cell("themes.csv", "parking", "label_zh", "停\ufffd"),
        "data/themes.csv row 8, column label_zh [data.hidden-character]",
    ),
    Bad(
        "a noncharacter",
        cell("themes.csv", "parking", "label_zh", "停\uffff"),
        "data/themes.csv row 8, column label_zh [data.hidden-character]",
    ),
    Bad(
        "a formula of a spreadsheet",
        cell(ERQI, SPACES, "note_en", '=HYPERLINK("http://example.org","spaces")'),
        f"{ROW}note_en [data.formula]",
        says="a spreadsheet would run it",
    ),
    Bad(
        "a formula by a plus",
        cell("districts.csv", "erqi", "name_en", "+1+1"),
        "data/districts.csv row 2, column name_en [data.formula]",
    ),
    Bad(
        "a formula by a minus",
        cell("themes.csv", "parking", "label_en", "-2+3"),
        "data/themes.csv row 8, column label_en [data.formula]",
    ),
    Bad(
        "a formula by an at sign",
        cell("sources.csv", "erqi-2021", "headline", "@SUM(A1)"),
        "data/sources.csv row 2, column headline [data.formula]",
    ),
    Bad("a formula behind a blank", cell(ERQI, SPACES, "note_zh", " =1+1"), f"{ROW}note_zh [data.formula]"),
    Bad("a formula in wide signs", cell(ERQI, SPACES, "note_zh", "＝1+1"), f"{ROW}note_zh [data.formula]"),
    Bad("HTML", cell(ERQI, SPACES, "note_en", "<script>alert(1)</script>")),
    Bad("Markdown", cell(ERQI, SPACES, "note_en", "**spaces** [x](http://example.org) ![y](z.png) # {#obs-x}")),
    Bad("Typst", cell(ERQI, SPACES, "note_en", '#read("/etc/passwd") $x$ <label> @erqi')),
    Bad("Jinja", cell(ERQI, SPACES, "note_en", "{{ 7 * 7 }} {% raw %} {# x #}")),
    Bad("LaTeX", cell(ERQI, SPACES, "note_en", "\\input{/etc/passwd} \\(x\\) $$y$$")),
    Bad("Lua", cell(ERQI, SPACES, "note_en", "os.execute('id') --[[ ]]")),
    Bad("a shortcode", cell(ERQI, SPACES, "note_en", "{{< include /etc/passwd >}}")),
    Bad("a YAML break", cell("districts.csv", "erqi", "name_en", "Erqi --- title: x")),
    Bad("a path", cell("districts.csv", "erqi", "name_en", "../../etc/passwd")),
    Bad("an emoji", cell(ERQI, SPACES, "note_en", "spaces \U0001f17f")),
]
"""Without any fault, a case is to be accepted."""
