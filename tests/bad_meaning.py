"""Sound cells of `data/` that together make no sense, case by case; rows under review, and districts of one's own."""

from __future__ import annotations

from damage import EAST, ERQI, GARAGES, ROW, SPACES, Bad, both, cell, district, row, rows_of, unreviewed

CASES = [
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
]
"""Without any fault, a case is to be accepted."""
