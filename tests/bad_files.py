"""Wrong files of `data/`, case by case: what is missing, broken or of another shape, and columns."""

from __future__ import annotations

from damage import ERQI, HEADER, SPACES, Bad, both, cell, column, encoded, gone, put, rows_of, text

from districtbrief.description import SHARED_TABLES

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
]
"""Without any fault, a case is to be accepted."""
