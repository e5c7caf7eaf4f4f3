"""Wrong cells of `data/`, case by case: numbers, and words of which there are only some."""

from __future__ import annotations

from damage import EAST, ERQI, ROW, SPACES, Bad, cell, district, row, rows_of, text

CASES = [
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
]
"""Without any fault, a case is to be accepted."""
