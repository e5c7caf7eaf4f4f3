"""Numbers as newspapers print them, read exactly."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from districtbrief.datapackage import DataPackage
from districtbrief.numerals import find_numerals, json_number, plain, read_printed, read_token

TOKENS = [
    # digits
    ("511个", "511", "exact", "个"),
    ("154公里", "154", "exact", "公里"),
    ("107.2公里", "107.2", "exact", "公里"),
    ("100%", "100", "exact", "%"),
    ("99.36%", "99.36", "exact", "%"),
    ("0条", "0", "exact", "条"),
    ("0.5公里", "0.5", "exact", "公里"),
    ("2021", "2021", "exact", ""),
    # scales
    ("13.1万人次", "131000", "exact", "人次"),
    ("2.47万户", "24700", "exact", "户"),
    ("1855.19万元", "18551900", "exact", "元"),
    ("433.7亿元", "43370000000", "exact", "元"),
    ("548万平方米", "5480000", "exact", "平方米"),
    # floors: 余 and 多 before or after the scale
    ("8万余人次", "80000", "at_least", "人次"),
    ("122余万件", "1220000", "at_least", "件"),
    ("6000多平方米", "6000", "at_least", "平方米"),
    ("60多个", "60", "at_least", "个"),
    ("3万多人", "30000", "at_least", "人"),
    ("百余部", "100", "at_least", "部"),
    ("十余所", "10", "at_least", "所"),
    ("千余户", "1000", "at_least", "户"),
    ("二十多条", "20", "at_least", "条"),
    # ceilings and approximations
    ("近20公里", "20", "nearly", "公里"),
    ("近3万人", "30000", "nearly", "人"),
    ("约500人", "500", "about", "人"),
    ("约1.5亿元", "150000000", "about", "元"),
    # Chinese numerals
    ("五封", "5", "exact", "封"),
    ("两部", "2", "exact", "部"),
    ("一个", "1", "exact", "个"),
    ("十项", "10", "exact", "项"),
    ("十二个", "12", "exact", "个"),
    ("二十条", "20", "exact", "条"),
    ("三百二十所", "320", "exact", "所"),
    ("一百零八处", "108", "exact", "处"),
    ("三万人", "30000", "exact", "人"),
    ("两万五千人", "25000", "exact", "人"),
    ("两亿元", "200000000", "exact", "元"),
    ("五大", "5", "exact", "个"),
]

NO_TOKENS = ["", "余", "近", "公里", "余部", "1,855万元", ".5公里", "1.2.3个", "-5个", "5个6", "共5个", "5 5"]

UNREAD = [
    # token, how its error begins
    ("", "'' is no printed number; write "),
    ("超过", "'超过' is no printed number; write "),
    ("共5个", "'共5个' is no number "),
    ("3/0", "'3/0' is a part of nothing; write "),
    ("五亿五", "'五亿五' is no Chinese numeral; write "),
    ("一亿亿个", "'一亿亿' is no Chinese numeral; write "),
]
TOO_LONG = [
    f"{'9' * 32}/3",
    f"三分之{'九' * 30}",
    f"{'9' * 28}.5万",
    f"{'9' * 40}成",
    f"3—{'9' * 30}亿元",
    f"1{'亿' * 130_000}个",
]

PLAIN = [
    ("8E+4", "80000"),
    ("1.500", "1.5"),
    ("0.000", "0"),
    ("-3.0", "-3"),
    ("0.000000001", "0.000000001"),
    ("100", "100"),
    (f"{'9' * 40}.50", f"{'9' * 40}.5"),
]

TEXTS = [
    ("", []),
    ("没有数字", []),
    ("修了3条路", ["3"]),
    ("共12.5万人", ["12.5", "万"]),
    ("首批两部，后续十二部", ["两", "十二"]),
    ("占104.7%。", ["104.7"]),
    ("5G与4+2", ["5", "4", "2"]),
    ("二〇二一年", ["二〇二一"]),
    ("3.条", ["3"]),
]


@pytest.mark.parametrize(("token", "value", "qualifier", "measure"), TOKENS)
def test_a_token_reads_as_value_qualifier_and_measure(token: str, value: str, qualifier: str, measure: str) -> None:
    """A printed token has one exact value in the base unit, one qualifier and one measure word."""
    reading = read_token(token)

    assert (reading.value, reading.qualifier, reading.measure) == (Decimal(value), qualifier, measure)


@pytest.mark.parametrize("token", NO_TOKENS)
def test_what_is_no_number_is_refused(token: str) -> None:
    """A token that is no single number is an error, never a guess."""
    with pytest.raises(ValueError, match=f"^{re.escape(repr(token))} is no .*; write "):
        read_token(token)


@pytest.mark.parametrize(("token", "said"), UNREAD)
def test_an_error_says_what_to_write(token: str, said: str) -> None:
    """What cannot be read is named, with what is expected there."""
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        read_printed(token)


@pytest.mark.parametrize("token", TOO_LONG)
def test_what_cannot_be_reckoned_exactly_is_refused(token: str) -> None:
    """A number that is too long to be multiplied or divided is an error as any other, and is never rounded."""
    with pytest.raises(ValueError, match="too long to be read exactly"):
        read_printed(token)


@pytest.mark.parametrize(("text", "numerals"), TEXTS)
def test_numerals_are_found_where_they_stand(text: str, numerals: list[str]) -> None:
    """Every run of Arabic digits or Chinese numerals is found, each with its place."""
    spans = list(find_numerals(text))

    assert [text[start:end] for start, end in spans] == numerals


@pytest.mark.parametrize(("value", "written"), PLAIN)
def test_a_decimal_is_written_plainly(value: str, written: str) -> None:
    """Tables have every digit and neither an exponent nor needless zeros."""
    assert plain(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "told"), [(Decimal("8E+4"), "80000"), (Decimal("1.50"), "1.5"), ("8", '"8"'), (None, "null"), (3, "3")]
)
def test_json_has_a_decimal_as_its_number(value: object, told: str) -> None:
    """A decimal is a number in JSON, a whole one without a point; all else stays what it is."""
    assert json.dumps(json_number(value)) == told


@given(
    st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "万", "亿"]), st.sampled_from(["个", "公里", "元"])
)
def test_digits_are_read_without_loss(number: int, scale: str, measure: str) -> None:
    """Any whole number comes back exactly, times its scale."""
    factor = {"": 1, "万": 10**4, "亿": 10**8}[scale]

    assert read_token(f"{number}{scale}{measure}").value == number * factor


def test_every_token_of_the_data_reads_as_its_row_says(package: DataPackage) -> None:
    """The value and qualifier of each real observation follow from its printed token."""
    for row in package.observations.values():
        reading = read_token(row.as_printed)
        assert (reading.value, reading.qualifier) == (row.value, row.qualifier), row.id
        assert reading.measure in row.unit.measure_words, row.id
