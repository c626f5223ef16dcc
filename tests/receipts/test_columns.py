"""Columns of a till printer."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.receipts.columns import clean, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("感冒灵", 6), ("￥0.00", 6), ("（3 件）", 8), ("e\u0301", 1), ("𬭎", 2), ("×", 1), ("", 0)],
)
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1bpb\x00c", "apbc"),
        ("one\r\ntwo\t three\u2028four", "one two three four"),
        ("\u202e88.00\u202c", "88.00"),
        ("  李 ** ", "李 **"),
        ("\ud800x", "x"),
    ],
)
def test_what_no_paper_shows_is_dropped(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "columns", "rows", "lines"),
    [
        ("感冒灵颗粒", 6, 4, ("感冒灵", "颗粒")),
        ("cold remedy granules", 12, 4, ("cold remedy", "granules")),
        ("abcdefghij", 4, 4, ("abcd", "efgh", "ij")),
        ("一二三四五六七八", 4, 2, ("一二", "三…")),
        ("", 4, 2, ("",)),
    ],
)
def test_a_long_text_wraps_and_a_longer_one_is_cut_visibly(
    text: str, columns: int, rows: int, lines: tuple[str, ...]
) -> None:
    assert wrap(text, columns, rows=rows) == lines


@given(st.text(max_size=200), st.integers(2, 48), st.integers(1, 6))
def test_no_row_is_wider_than_the_paper_and_no_row_too_many(text: str, columns: int, rows: int) -> None:
    lines = wrap(text, columns, rows=rows)
    assert len(lines) <= rows
    assert all(width(line) <= columns for line in lines)
    assert not any(unicodedata.category(character) == "Cc" for line in lines for character in line)


@given(st.text(max_size=80), st.integers(2, 48))
def test_wrapping_loses_no_character(text: str, columns: int) -> None:
    whole = "".join(clean(text).split())
    assert "".join("".join(wrap(text, columns, rows=1000)).split()) == whole
