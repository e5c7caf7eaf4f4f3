"""Wrong data, case by case: exactly which faults each gives, and at which places; and what is no fault."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import report
from conftest import copy_project
from damage import (
    EAST,
    ERQI,
    GARAGES,
    HEADER,
    JINSHUI,
    SPACES,
    Bad,
    both,
    cell,
    column,
    described,
    district,
    encoded,
    gone,
    linked,
    put,
    resource,
    resource_of,
    row,
    rows_of,
    text,
    unreviewed,
)

from districtbrief.description import SHARED_TABLES
from districtbrief.faults import Fault, FaultError
from districtbrief.validation import validate

ROW = "data/observations/erqi.csv row 40, column "
# without any fault, a case is to be accepted
CASES = [
    # files
    Bad(
        "no description",
        gone("datapackage.json"),
        "data/datapackage.json [data.missing]",
        says="the file is missing; put it back",
    ),
    Bad("description empty", put("datapackage.json", b""), "data/datapackage.json [data.no-description]"),
    Bad(
        "description broken off",
        text("datapackage.json", lambda old: old[:400]),
        "data/datapackage.json [data.no-description]",
    ),
    Bad("description a list", put("datapackage.json", b"[]"), "data/datapackage.json [data.no-description]"),
    Bad(
        "description nested without end",
        put("datapackage.json", b"[" * 100_000),
        "data/datapackage.json [data.no-description]",
    ),
    Bad("no schema of observations", gone("observations.schema.json"), "data/observations.schema.json [data.missing]"),
    Bad(
        "schema of observations a number",
        put("observations.schema.json", b"7"),
        "data/datapackage.json resource observations-erqi, schema [data.no-schema]",
        "data/datapackage.json resource observations-jinshui, schema [data.no-schema]",
    ),
    Bad("no observations", gone(ERQI), "data/observations/erqi.csv [data.missing]"),
    Bad("no themes", gone("themes.csv"), "data/themes.csv [data.missing]"),
    Bad("no districts", gone("districts.csv"), "data/districts.csv [data.missing]"),
    Bad("no excluded", gone("excluded.csv"), "data/excluded.csv [data.missing]"),
    Bad(
        "a folder for a table",
        both(gone(ERQI), lambda data: (data / ERQI).mkdir()),
        "data/observations/erqi.csv [data.missing]",
    ),
    Bad("empty file", put(ERQI, b""), "data/observations/erqi.csv [data.empty]"),
    Bad("empty shared file", put("units.csv", b""), "data/units.csv [data.empty]"),
    Bad("a blank line alone", put(ERQI, b"\n"), "data/observations/erqi.csv row 1 [data.no-header]"),
    Bad("header only", put(ERQI, HEADER.encode()), "data/observations/erqi.csv [data.no-row]", says="it has no row"),
    Bad(
        "GB18030",
        encoded(ERQI, "gb18030"),
        "data/observations/erqi.csv row 2 [data.not-utf]",
        says="save it as CSV in UTF-8",
    ),
    Bad("GB18030 elsewhere", encoded("sources.csv", "gb18030"), "data/sources.csv row 2 [data.not-utf]"),
    Bad("UTF-16", encoded(ERQI, "utf-16"), "data/observations/erqi.csv row 1 [data.not-utf]"),
    Bad("UTF-16 without its mark", encoded(ERQI, "utf-16-le"), "data/observations/erqi.csv row 2 [data.not-utf]"),
    Bad(
        "Latin-1",
        put("themes.csv", "id,label_zh,label_en\nx,a,caf\u00e9\n".encode("latin-1")),
        "data/themes.csv row 2 [data.not-utf]",
    ),
    Bad(
        "semicolons",
        text(ERQI, lambda old: old.replace(",", ";")),
        "data/observations/erqi.csv row 1 [data.no-commas]",
        says="save it as CSV, separated by commas",
    ),
    Bad("tabs", text(ERQI, lambda old: old.replace(",", "\t")), "data/observations/erqi.csv row 1 [data.no-commas]"),
    Bad(
        "a picture",
        put(ERQI, b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        "data/observations/erqi.csv row 1 [data.not-utf]",
    ),
    Bad(
        "a lone surrogate",
        cell(ERQI, SPACES, "note_zh", "车\ud800位"),
        "data/observations/erqi.csv row 40 [data.not-utf]",
    ),
    Bad(
        "a cell of 50 MB",
        cell(ERQI, SPACES, "note_zh", "车" * 17_000_000),
        "data/observations/erqi.csv row 40 [data.cell-too-long]",
    ),
    Bad(
        "a cell of 200,000 letters",
        cell("sources.csv", "erqi-2021", "headline", "车" * 200_000),
        "data/sources.csv row 2 [data.cell-too-long]",
    ),
    Bad(
        "a quotation mark too few",
        text(ERQI, lambda old: old.replace("items entered in", '"items entered in', 1)),
        "data/observations/erqi.csv row 9 [data.no-csv]",
        says="mend the quotation marks",
    ),
    Bad(
        "a quotation mark that opens a cell",
        text(ERQI, lambda old: old.replace(",items entered in", ',"items entered in', 1)),
        "data/observations/erqi.csv row 9 [data.no-csv]",
    ),
    Bad("byte order mark", text(ERQI, lambda old: "\ufeff" + old)),
    Bad(
        "byte order mark everywhere", both(*(text(f"{name}.csv", lambda old: "\ufeff" + old) for name in SHARED_TABLES))
    ),
    Bad("Windows line ends", text(ERQI, lambda old: old.replace("\n", "\r\n"))),
    Bad(
        "Windows line ends everywhere",
        both(*(text(f"{name}.csv", lambda old: old.replace("\n", "\r\n")) for name in SHARED_TABLES)),
    ),
    Bad("no line end at the end", text(ERQI, lambda old: old.rstrip("\n"))),
    Bad(
        "every cell in quotation marks",
        text(
            "themes.csv",
            lambda old: "".join(",".join(f'"{part}"' for part in line.split(",")) + "\n" for line in old.splitlines()),
        ),
    ),
    # columns
    Bad(
        "column missing",
        column(ERQI, lambda cells: cells[:3] + cells[4:]),
        "data/observations/erqi.csv row 1, column qualifier [data.column-missing]",
    ),
    Bad(
        "column misnamed",
        text(ERQI, lambda old: old.replace(",qualifier,", ",qualifer,", 1)),
        "data/observations/erqi.csv row 1, column qualifier [data.column-misnamed]",
        says="it is called 'qualifer'; write qualifier",
    ),
    Bad(
        "column too many",
        column(ERQI, lambda cells: [*cells, "remark" if cells[0] == "id" else "x"]),
        "data/observations/erqi.csv row 1, column 13 [data.column-unknown]",
    ),
    Bad(
        "column without a name",
        column(ERQI, lambda cells: [*cells, "" if cells[0] == "id" else "x"]),
        "data/observations/erqi.csv row 1, column 13 [data.column-unknown]",
        says="column 13: the column '' is unknown",
    ),
    Bad(
        "column twice",
        column(ERQI, lambda cells: [*cells, cells[-1]]),
        "data/observations/erqi.csv row 1 [data.columns-out-of-order]",
    ),
    Bad(
        "columns swapped",
        column(ERQI, lambda cells: [cells[1], cells[0], *cells[2:]]),
        "data/observations/erqi.csv row 1 [data.columns-out-of-order]",
    ),
    Bad(
        "header in capitals",
        text("themes.csv", lambda old: old.replace("id,label_zh", "ID,label_zh", 1)),
        "data/themes.csv row 1, column id [data.column-misnamed]",
        says="it is called 'ID'; write id",
    ),
    Bad(
        "10,000 columns",
        column(ERQI, lambda cells: [*cells, *(["x"] * 10_000)]),
        "data/observations/erqi.csv row 1 [data.too-many-columns]",
        says="it has 10012 columns, and 12 are expected",
    ),
    Bad(
        "10,000 cells in one row",
        rows_of(ERQI, lambda rows: rows[3].extend(["x"] * 10_000)),
        "data/observations/erqi.csv row 4 [data.too-many-cells]",
        says="it has 10012 cells",
    ),
    Bad(
        "a comma that is not quoted",
        text(ERQI, lambda old: old.replace("items entered in", "items entered, in", 1)),
        "data/observations/erqi.csv row 9 [data.cell-too-many]",
        says="remove the cell, or quote",
    ),
    Bad(
        "a cell short",
        text(ERQI, lambda old: old.replace(",items entered in the livelihood ledger", "", 1)),
        "data/observations/erqi.csv row 9, column reviewed [data.cell-missing]",
        says="complete the row",
    ),
    Bad(
        "a blank row",
        text(ERQI, lambda old: old.replace("erqi-ledger-items,", "\nerqi-ledger-items,", 1)),
        "data/observations/erqi.csv row 9 [data.blank-row]",
        says="remove the row",
    ),
    # numbers
    Bad(
        "thousands",
        cell(ERQI, SPACES, "value", "7,957"),
        f"{ROW}value [data.not-decimal]",
        says="'7,957' is not a decimal; write 7957",
    ),
    Bad(
        "thousands in context",
        cell("context.csv", "erqi-population", "value", "848,000"),
        "data/context.csv row 2, column value [data.not-decimal]",
    ),
    Bad(
        "decimal comma",
        cell(ERQI, "erqi-care-coverage", "value", "76,9"),
        "data/observations/erqi.csv row 51, column value [data.not-decimal]",
        says="'76,9' is not a decimal; write 76.9",
    ),
    Bad(
        "full-width digits",
        cell(ERQI, SPACES, "value", "７９５７"),
        f"{ROW}value [data.not-decimal]",
        says="write 7957",
    ),
    Bad(
        "a blank before a number",
        cell(ERQI, SPACES, "value", " 7957"),
        f"{ROW}value [data.not-decimal]",
        says="write 7957",
    ),
    Bad("underscores", cell(ERQI, SPACES, "value", "7_957"), f"{ROW}value [data.not-decimal]", says="write 7957"),
    Bad("a plus sign", cell(ERQI, SPACES, "value", "+7957"), f"{ROW}value [data.not-decimal]", says="write 7957"),
    Bad(
        "a word",
        cell(ERQI, SPACES, "value", "many"),
        f"{ROW}value [data.not-decimal]",
        says="write digits with at most one point",
    ),
    Bad("a Chinese numeral", cell(ERQI, SPACES, "value", "七千"), f"{ROW}value [data.not-decimal]"),
    Bad("NaN", cell(ERQI, SPACES, "value", "NaN"), f"{ROW}value [data.not-decimal]"),
    Bad("inf", cell(ERQI, SPACES, "value", "inf"), f"{ROW}value [data.not-decimal]"),
    Bad("-Infinity", cell(ERQI, SPACES, "value", "-Infinity"), f"{ROW}value [data.not-decimal]"),
    Bad("1e400", cell(ERQI, SPACES, "value", "1e400"), f"{ROW}value [data.not-decimal]"),
    Bad("1e-999999999", cell(ERQI, SPACES, "value", "1e-999999999"), f"{ROW}value [data.not-decimal]"),
    Bad("10,000 digits", cell(ERQI, SPACES, "value", "7" * 10_000), f"{ROW}value [data.not-decimal]"),
    Bad("more than any newspaper counts", cell(ERQI, SPACES, "value", "9" * 16), f"{ROW}value [data.too-great]"),
    Bad(
        "1e999999999 residents",
        cell("context.csv", "erqi-population", "value", "1e999999999"),
        "data/context.csv row 2, column value [data.not-decimal]",
    ),
    Bad(
        "no residents",
        cell("context.csv", "erqi-population", "value", "0"),
        "data/context.csv row 2, column value [data.too-small]",
    ),
    Bad(
        "more residents than people",
        cell("context.csv", "erqi-population", "value", "99999999999"),
        "data/context.csv row 2, column value [data.too-great]",
    ),
    Bad("an empty value", cell(ERQI, SPACES, "value", ""), f"{ROW}value [data.unfinished]"),
    Bad("a blank for a value", cell(ERQI, SPACES, "value", " "), f"{ROW}value [data.not-decimal]"),
    Bad(
        "an empty value in context",
        cell("context.csv", "erqi-population", "value", ""),
        "data/context.csv row 2, column value [data.required]",
    ),
    Bad(
        "a negative count",
        cell(ERQI, SPACES, "value", "-5"),
        f"{ROW}value [data.too-small]",
        says="'-5' is less than 0",
    ),
    Bad(
        "a percentage out of its range",
        row(ERQI, "erqi-care-coverage", value="104.7", as_printed="104.7%"),
        "data/observations/erqi.csv row 51, column value [data.out-of-range]",
        says="104.7 is more than 100, the most that care-coverage can be",
    ),
    Bad(
        "a negative percentage",
        cell(ERQI, "erqi-care-coverage", "value", "-1"),
        "data/observations/erqi.csv row 51, column value [data.too-small]",
    ),
    Bad("104.7 per cent of a plan", row(ERQI, "erqi-key-project-fulfilment", value="104.7", as_printed="104.7%")),
    Bad(
        "a percentage at its limit", row(ERQI, "erqi-care-coverage", value="100", as_printed="100%", qualifier="exact")
    ),
    Bad(
        "a limit that is no number",
        cell("indicators.csv", "care-coverage", "maximum", "all"),
        "data/indicators.csv row 56, column maximum [data.not-decimal]",
    ),
    Bad("paragraph 0", cell(ERQI, SPACES, "paragraph", "0"), f"{ROW}paragraph [data.too-small]"),
    Bad("paragraph a word", cell(ERQI, SPACES, "paragraph", "x"), f"{ROW}paragraph [data.not-whole]"),
    Bad("paragraph a fraction", cell(ERQI, SPACES, "paragraph", "38.0"), f"{ROW}paragraph [data.not-whole]"),
    Bad("paragraph in full-width digits", cell(ERQI, SPACES, "paragraph", "３８"), f"{ROW}paragraph [data.not-whole]"),
    Bad("paragraph of 5,000 digits", cell(ERQI, SPACES, "paragraph", "3" * 5_000), f"{ROW}paragraph [data.not-whole]"),
    Bad(
        "a paragraph beyond the article",
        cell(ERQI, SPACES, "paragraph", "56"),
        f"{ROW}paragraph [article.beyond]",
        says="it is 56, and the article has 55 paragraphs",
    ),
    Bad(
        "an excluded paragraph beyond the article",
        text("excluded.csv", lambda old: old.replace("erqi,2,32,", "erqi,56,32,", 1)),
        "data/excluded.csv row 2, column paragraph [article.beyond]",
    ),
    Bad("a position below 0", cell(ERQI, SPACES, "position", "-1"), f"{ROW}position [data.too-small]"),
    Bad("a position beyond any article", cell(ERQI, SPACES, "position", "9999999"), f"{ROW}position [data.too-great]"),
    Bad(
        "paragraphs of an article none",
        cell("sources.csv", "erqi-2021", "paragraphs", "0"),
        "data/sources.csv row 2, column paragraphs [data.too-small]",
    ),
    Bad(
        "too many significant digits",
        cell("calculations.csv", "roadworks-average", "significant", "400"),
        "data/calculations.csv row 8, column significant [data.too-great]",
    ),
    # words
    Bad(
        "reviewed, or not",
        cell(ERQI, SPACES, "reviewed", "yes"),
        f"{ROW}reviewed [data.not-boolean]",
        says="write true or false",
    ),
    Bad("period", cell(ERQI, SPACES, "period", "2021年"), f"{ROW}period [data.no-period]"),
    Bad("period in full-width digits", cell(ERQI, SPACES, "period", "２０２１"), f"{ROW}period [data.no-period]"),
    Bad("a day that no calendar has", cell(ERQI, SPACES, "period", "2021-02-30"), f"{ROW}period [data.no-such-day]"),
    Bad(
        "checksum",
        cell("sources.csv", "erqi-2021", "sha256", "abc"),
        "data/sources.csv row 2, column sha256 [data.no-checksum]",
    ),
    Bad(
        "published some day",
        cell("sources.csv", "erqi-2021", "published", "24 December"),
        "data/sources.csv row 2, column published [data.not-a-day]",
    ),
    Bad(
        "date",
        cell("context.csv", "erqi-population", "date", "31/12/2019"),
        "data/context.csv row 2, column date [data.not-a-day]",
    ),
    Bad(
        "indicator",
        cell(ERQI, SPACES, "indicator", "parking-space"),
        f"{ROW}indicator [data.unknown]",
        says="did you mean parking-spaces?",
    ),
    Bad(
        "status", cell(ERQI, SPACES, "status", "acheived"), f"{ROW}status [data.unknown]", says="did you mean achieved?"
    ),
    Bad(
        "qualifier",
        cell(ERQI, SPACES, "qualifier", "atleast"),
        f"{ROW}qualifier [data.unknown]",
        says="did you mean at_least?",
    ),
    Bad("qualifier in capitals", cell(ERQI, SPACES, "qualifier", "Exact"), f"{ROW}qualifier [data.unknown]"),
    Bad(
        "theme",
        cell("indicators.csv", "parking-spaces", "theme", "parkin"),
        "data/indicators.csv row 46, column theme [data.unknown]",
        says="did you mean parking?",
    ),
    Bad(
        "unit",
        cell("indicators.csv", "parking-spaces", "unit", "counts"),
        "data/indicators.csv row 46, column unit [data.unknown]",
        says="did you mean count?",
    ),
    Bad("kind of unit", cell("units.csv", "km", "kind", "length"), "data/units.csv row 5, column kind [data.unknown]"),
    Bad(
        "grade",
        cell("indicators.csv", "ledger-items", "comparability", "like-for-like"),
        "data/indicators.csv row 12, column comparability [data.unknown]",
        says="did you mean like_for_like?",
    ),
    Bad(
        "district",
        cell("context.csv", "erqi-population", "district", "erq"),
        "data/context.csv row 2, column district [data.unknown]",
        says="did you mean erqi?",
    ),
    Bad(
        "district of a source",
        cell("sources.csv", "erqi-2021", "district", "erq"),
        "data/sources.csv row 2, column district [data.unknown]",
        "data/sources.csv [data.no-source]",
    ),
    Bad(
        "district of an excluded numeral",
        text("excluded.csv", lambda old: old.replace("erqi,2,32,", "erq,2,32,", 1)),
        "data/excluded.csv row 2, column district [data.unknown]",
    ),
    Bad(
        "formula",
        cell("calculations.csv", "roadworks-average", "formula", "averge"),
        "data/calculations.csv row 8, column formula [data.unknown]",
        says="did you mean average?",
    ),
    Bad(
        "an input of a formula",
        cell("calculations.csv", "roadworks-average", "inputs", "roadworks-lenght roadworks"),
        "data/calculations.csv row 8, column inputs [data.unknown]",
        says="did you mean roadworks-length?",
    ),
    Bad(
        "the status of an input",
        cell("calculations.csv", "compounds-done", "inputs", "compounds@acheived compounds"),
        "data/calculations.csv row 12, column inputs [data.unknown]",
        says="did you mean achieved?",
    ),
    Bad(
        "an input without its status",
        cell("calculations.csv", "compounds-done", "inputs", "compounds@ compounds"),
        "data/calculations.csv row 12, column inputs [data.unknown]",
    ),
    Bad(
        "an input too few",
        cell("calculations.csv", "roadworks-average", "inputs", "roadworks-length"),
        "data/calculations.csv row 8, column inputs [data.not-two-inputs]",
    ),
    Bad(
        "reason of exclusion",
        text("excluded.csv", lambda old: old.replace(",idiom", ",idom", 1)),
        "data/excluded.csv row 4, column reason [data.unknown]",
        says="did you mean idiom?",
    ),
    Bad("an id with a path", cell(ERQI, SPACES, "id", "../../etc/passwd"), f"{ROW}id [data.no-id]"),
    Bad(
        "an id in capitals",
        rows_of("themes.csv", lambda rows: rows.append(["Parking", "停车", "Parking"])),
        "data/themes.csv row 17, column id [data.no-id]",
    ),
    Bad("an id of 500 letters", cell(ERQI, SPACES, "id", "erqi-" + "a" * 500), f"{ROW}id [data.too-long]"),
    Bad(
        "a district called shared",
        district(EAST.replace("east", "shared"), key="shared"),
        "data/districts.csv row 4, column id [data.reserved]",
    ),
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
    # meaning
    Bad(
        "an id twice", cell(ERQI, GARAGES, "id", SPACES), "data/observations/erqi.csv row 41, column id [data.id-twice]"
    ),
    Bad(
        "an id of a district twice",
        rows_of("districts.csv", lambda rows: rows.append(rows[1])),
        "data/districts.csv row 4, column id [data.id-twice]",
    ),
    Bad(
        "an id of an indicator twice",
        cell("indicators.csv", "parking-garages", "id", "parking-spaces"),
        "data/indicators.csv row 47, column id [data.id-twice]",
        "data/observations/erqi.csv row 41, column indicator [data.unknown]",
    ),
    Bad(
        "an indicator twice",
        cell(ERQI, GARAGES, "indicator", "parking-spaces"),
        "data/observations/erqi.csv row 41, column indicator [data.indicator-twice]",
        says="erqi-parking-spaces already gives parking-spaces as achieved",
    ),
    Bad(
        "value of another token",
        cell(ERQI, SPACES, "value", "7958"),
        f"{ROW}value [article.other-value]",
        says="7957个 reads 7957, not 7958",
    ),
    Bad(
        "value in another scale",
        cell(ERQI, "erqi-allowances", "value", "3644"),
        "data/observations/erqi.csv row 60, column value [article.other-value]",
        says="3644万元 reads 36440000, not 3644",
    ),
    Bad(
        "wrong qualifier",
        cell(ERQI, SPACES, "qualifier", "at_least"),
        f"{ROW}qualifier [article.other-qualifier]",
        says="7957个 is exact, not at_least",
    ),
    Bad(
        "wrong measure",
        cell(ERQI, SPACES, "as_printed", "7957公里"),
        f"{ROW}as_printed [article.other-measure]",
        says="or add 公里 to data/units.csv, column measure_words",
    ),
    Bad(
        "an indicator in another unit",
        cell("indicators.csv", "parking-spaces", "unit", "km"),
        f"{ROW}as_printed [article.other-measure]",
    ),
    Bad(
        "no token",
        cell(ERQI, SPACES, "as_printed", "车位"),
        f"{ROW}as_printed [article.no-number]",
        says="'车位' is no printed number",
    ),
    Bad(
        "a token of 10,000 letters", cell(ERQI, SPACES, "as_printed", "9" * 10_000), f"{ROW}as_printed [data.too-long]"
    ),
    Bad(
        "another district's id",
        cell(ERQI, SPACES, "id", "jinshui-parking-garages"),
        f"{ROW}id [data.other-districts-id]",
        says="does not begin with its district",
    ),
    Bad(
        "an id that another district could have",
        both(district(EAST.replace("east", "erqi-new"), key="erqi-new"), cell(ERQI, SPACES, "id", "erqi-new-spaces")),
        f"{ROW}id [data.id-of-another]",
        "data/observations/erqi.csv row 46, column id [data.id-of-another]",
    ),
    Bad(
        "no grade",
        cell("indicators.csv", "ledger-items", "comparability", ""),
        "data/indicators.csv row 12, column comparability [data.no-grade]",
    ),
    Bad(
        "no reason of compounds",
        cell("indicators.csv", "compounds", "reason_en", ""),
        "data/indicators.csv row 63, column reason_en [data.no-reason]",
        says="gives no reason",
    ),
    Bad(
        "no reason of leader-led items",
        cell("indicators.csv", "leader-led-items", "reason_zh", " "),
        "data/indicators.csv row 13, column reason_zh [data.no-reason]",
    ),
    Bad(
        "no source",
        rows_of("sources.csv", lambda rows: rows.pop(1)),
        "data/sources.csv [data.no-source]",
        says="erqi has no article",
    ),
    Bad(
        "two sources of one district",
        rows_of("sources.csv", lambda rows: rows.append(["erqi-2", *rows[1][1:]])),
        "data/sources.csv row 4, column district [data.district-twice]",
    ),
    Bad(
        "residents twice",
        rows_of("context.csv", lambda rows: rows.append(["erqi-2", *rows[1][1:]])),
        "data/context.csv row 4, column district [data.district-twice]",
    ),
    Bad(
        "a sum over two units",
        cell("calculations.csv", "homes-accounted-for", "inputs", "homes-repaired allowances"),
        "data/calculations.csv row 3, column inputs [data.units-apart]",
        says="the sum of count and yuan means nothing",
    ),
    Bad(
        "a share of another unit",
        cell("calculations.csv", "roads-opened-share", "inputs", "roads-opened roadworks-length"),
        "data/calculations.csv row 10, column inputs [data.units-apart]",
    ),
    Bad(
        "an average in another unit",
        cell("calculations.csv", "roadworks-average", "unit", "yuan"),
        "data/calculations.csv row 8, column unit [data.other-unit]",
        says="write km",
    ),
    Bad(
        "a share that is no percentage",
        cell("calculations.csv", "compounds-done", "unit", "count"),
        "data/calculations.csv row 12, column unit [data.other-unit]",
    ),
    Bad(
        "implied by no percentage",
        cell("calculations.csv", "key-project-plan", "inputs", "key-project-investment key-projects"),
        "data/calculations.csv row 5, column inputs [data.no-share]",
    ),
    # review
    Bad(
        "reviewed without an indicator",
        cell(ERQI, SPACES, "indicator", ""),
        f"{ROW}indicator [data.unfinished]",
        says="or write false in column reviewed",
    ),
    Bad("reviewed without a note", cell(ERQI, SPACES, "note_zh", ""), f"{ROW}note_zh [data.unfinished]"),
    Bad("reviewed with a blank note", cell(ERQI, SPACES, "note_en", " "), f"{ROW}note_en [data.unfinished]"),
    Bad("unreviewed", unreviewed(SPACES)),
    Bad("unreviewed without an indicator", unreviewed(SPACES, indicator="", note_zh="", note_en="")),
    Bad("unreviewed without a value", unreviewed(SPACES, value="")),
    Bad(
        "unreviewed tokens that cannot be read",
        both(*(unreviewed(key, indicator="", value="", as_printed="三亿五千") for key in ("erqi-hotlines", SPACES))),
    ),
    Bad(
        "unreviewed, and read wrongly",
        unreviewed(SPACES, indicator="", value="7958"),
        f"{ROW}value [article.other-value]",
    ),
    Bad("an unknown measure without an indicator", unreviewed(SPACES, indicator="", value="7957", as_printed="7957床")),
    Bad("a token of the wider kind", row(ERQI, SPACES, as_printed="不足7957个", qualifier="at_most")),
    # districts of one's own
    Bad("a new district", district(EAST)),
    Bad("a district without a table", district(None), "data/observations/east.csv [data.missing]"),
    Bad(
        "a table that nothing describes",
        district(EAST, described_too=False),
        "data/datapackage.json [data.not-described]",
        says="observations/east.csv",
    ),
    Bad(
        "a table of no district",
        both(
            district(EAST),
            rows_of("districts.csv", lambda rows: rows.pop()),
            rows_of("sources.csv", lambda rows: rows.pop()),
        ),
        "data/observations/east.csv [data.no-district]",
    ),
    # places
    Bad(
        "a resource by HTTP",
        resource("themes", path="http://127.0.0.1:9/themes.csv"),
        "data/datapackage.json resource themes [data.other-path]",
        says="write themes.csv: no other file is read",
    ),
    Bad(
        "a resource from above",
        resource("observations-erqi", path="../../etc/passwd"),
        "data/datapackage.json resource observations-erqi [data.other-path]",
    ),
    Bad(
        "an absolute resource",
        resource("themes", path="/etc/passwd"),
        "data/datapackage.json resource themes [data.other-path]",
    ),
    Bad(
        "one district's table for another's",
        resource("observations-erqi", path="observations/jinshui.csv"),
        "data/datapackage.json resource observations-erqi [data.other-path]",
    ),
    Bad(
        "a path that is a list",
        resource("themes", path=["themes.csv", "../../x.csv"]),
        "data/datapackage.json resource themes [data.other-path]",
    ),
    Bad(
        "data within the description",
        resource("themes", data=[["id"], ["x"]]),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "another way to fetch",
        resource("themes", scheme="https"),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "more paths",
        resource("themes", extrapaths=["../../etc/passwd"]),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "another encoding described",
        resource("themes", encoding="gb18030"),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "another delimiter described",
        resource("themes", dialect={"delimiter": ";"}),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "a dialect from above",
        resource("themes", dialect="../../etc/passwd"),
        "data/datapackage.json resource themes [data.other-value]",
    ),
    Bad(
        "a schema by HTTP",
        resource("themes", schema="http://127.0.0.1:9/schema.json"),
        "data/datapackage.json resource themes, schema [data.no-schema]",
    ),
    Bad(
        "a schema from above",
        resource("observations-erqi", schema="../../etc/passwd"),
        "data/datapackage.json resource observations-erqi, schema [data.no-schema]",
    ),
    Bad(
        "a profile by HTTP",
        resource("themes", profile="http://127.0.0.1:9/profile.json"),
        "data/datapackage.json resource themes [data.other-key]",
    ),
    Bad(
        "a schema without fields",
        resource("themes", schema={}),
        "data/datapackage.json resource themes, schema [data.no-schema]",
    ),
    Bad(
        "a schema that lacks a column",
        resource("themes", schema={"fields": [{"name": "id", "type": "string"}]}),
        "data/datapackage.json resource themes, schema [data.field-missing]",
        "data/datapackage.json resource themes, schema [data.field-missing]",
    ),
    Bad(
        "a type that there is not",
        described(lambda package: resource_of(package, "themes")["schema"]["fields"][0].update(type="strong")),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "a constraint that makes no sense",
        described(
            lambda package: resource_of(package, "themes")["schema"]["fields"][0].update(constraints={"pattern": "("})
        ),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "foreign keys a number",
        described(lambda package: resource_of(package, "indicators")["schema"].update(foreignKeys=7)),
        "data/datapackage.json resource indicators, schema, foreignKeys [data.no-schema]",
    ),
    Bad(
        "a resource twice",
        described(lambda package: package["resources"].append(package["resources"][0])),
        "data/datapackage.json resource sources [data.described-twice]",
    ),
    Bad(
        "a resource that is none",
        described(lambda package: package["resources"].append("themes")),
        "data/datapackage.json [data.no-description]",
    ),
    Bad(
        "a resource without a name",
        described(lambda package: package["resources"][0].pop("name")),
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json resource None [data.no-such-table]",
    ),
    Bad(
        "a resource of another kind",
        described(lambda package: package["resources"].append({"name": "notes", "path": "README.md"})),
        "data/datapackage.json resource notes [data.no-such-table]",
        "data/datapackage.json resource notes, schema [data.no-schema]",
    ),
    Bad(
        "no resources",
        described(lambda package: package.update(resources=[])),
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
        "data/datapackage.json [data.not-described]",
    ),
    Bad("a link that leaves the project", linked("themes.csv", "../../outside.csv"), "data/themes.csv [data.outside]"),
    Bad(
        "a link to a file of the machine",
        linked(ERQI, "/etc/passwd"),
        "data/observations/erqi.csv [data.outside]",
        says="it leads out of the project, to /etc/passwd",
    ),
    Bad("a link to itself", linked("themes.csv", "themes.csv"), "data/themes.csv [data.unreadable]"),
    Bad(
        "a description that leaves the project",
        linked("datapackage.json", "/etc/passwd"),
        "data/datapackage.json [data.outside]",
    ),
    Bad(
        "a link within the project",
        both(
            lambda data: (data / "themes.csv").rename(data / "chapters.txt"),
            lambda data: (data / "themes.csv").symlink_to("chapters.txt"),
        ),
    ),
    # together
    Bad(
        "two mistakes in two files",
        both(cell(ERQI, SPACES, "value", "x"), cell(JINSHUI, "jinshui-markets", "value", "y")),
        f"{ROW}value [data.not-decimal]",
        "data/observations/jinshui.csv row 26, column value [data.not-decimal]",
    ),
    Bad(
        "two meanings in one file",
        both(cell(ERQI, SPACES, "value", "1"), cell(ERQI, "erqi-hotlines", "qualifier", "nearly")),
        "data/observations/erqi.csv row 3, column qualifier [article.other-qualifier]",
        f"{ROW}value [article.other-value]",
    ),
    Bad(
        "a cell, a meaning, a file and a description",
        both(
            cell(ERQI, SPACES, "value", "x"),
            cell(ERQI, "erqi-hotlines", "qualifier", "nearly"),
            gone("themes.csv"),
            resource("units", encoding="gbk"),
            cell(JINSHUI, "jinshui-markets", "status", "y"),
        ),
        "data/themes.csv [data.missing]",
        "data/datapackage.json resource units [data.other-value]",
        f"{ROW}value [data.not-decimal]",
        "data/observations/jinshui.csv row 26, column status [data.unknown]",
        "data/observations/erqi.csv row 3, column qualifier [article.other-qualifier]",
    ),
]


@pytest.fixture(scope="module")
def copied(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the data once."""
    project = tmp_path_factory.mktemp("bad") / "project"
    shutil.copytree(root / "data", project / "data")
    return project


@pytest.fixture
def project(root: Path, copied: Path) -> Iterator[Path]:
    """Give a copy of the data, and put back what has been done to it."""
    yield copied
    shutil.rmtree(copied / "data")
    shutil.copytree(root / "data", copied / "data")


def touched(root: Path, project: Path) -> list[str]:
    """Name the districts whose tables alone were damaged: then nothing else needs validating."""
    files = (path for path in (root / "data").rglob("*") if path.is_file())
    pairs = [(path, project / path.relative_to(root)) for path in files]
    changed = {new for old, new in pairs if not new.is_file() or old.read_bytes() != new.read_bytes()}
    changed |= {path for path in (project / "data").rglob("*") if not (root / path.relative_to(project)).exists()}
    alone = all(path.parent.name == "observations" for path in changed)
    return [path.stem for path in changed] if alone else []


def faults_of(project: Path, *parts: str) -> tuple[Fault, ...]:
    """List what validation finds."""
    try:
        validate(project, parts)
    except FaultError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_data_is_told_exactly(root: Path, project: Path, case: Bad) -> None:
    """Each case gives its faults and no other, each on one short line: where, what stands there, what to do."""
    case.damage(project / "data")

    faults = faults_of(project, *touched(root, project))

    case.is_told_by(faults)
    for fault in faults:
        assert str(project) not in str(fault), "the place of the project is no business of the message"


@pytest.mark.slow
@pytest.mark.parametrize("unsound", ["reports.yml", "the data alone"])
def test_a_run_tells_all_at_once_and_leaves_the_site_as_it_was(tmp_path: Path, unsound: str) -> None:
    """`districtbrief report` tells the faults of every file, makes nothing, and touches no byte of `_site`."""
    project = copy_project(tmp_path / "project")
    for name, content in {"index.html": b"<p>\r\n", "reports/zh/brief.pdf": bytes(range(256))}.items():
        (project / "_site" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "_site" / name).write_bytes(content)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(project / "_site")}
    both(cell(ERQI, SPACES, "value", "-5"), cell(JINSHUI, "jinshui-markets", "note_zh", "\0"))(project / "data")
    cell("themes.csv", "parking", "label_en", "=1+1")(project / "data")
    expected = ["data.formula", "data.hidden-character", "data.too-small"]
    if unsound == "reports.yml":
        text("../reports.yml", lambda old: old.replace("notebook: brief", "notebook: breif"))(project / "data")
        expected.append("reports.unknown-notebook")

    run = report(project)

    faults = [fault.code for line in run.lines if (fault := Fault.read(line)).code]
    assert run.code == 1
    assert sorted(faults) == expected
    assert not [line for line in run.lines if line.startswith(("executed", "rendered", "Traceback"))]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files_of(project / "_site")} == before


def files_of(folder: Path) -> list[Path]:
    """List the files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_there_are_no_two_cases_of_one_name() -> None:
    """Each case is told apart by its name."""
    assert len({case.name for case in CASES}) == len(CASES)
