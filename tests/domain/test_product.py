"""The check digit of an EAN-13, and what is shorter than one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.product import ean13_check_digit, is_ean13, retail_number

PUBLISHED = [
    "4006381333931",
    "9780201379624",
    "5901234123457",
    "6901028075763",
]  # examples that GS1 and its users print


@pytest.mark.parametrize("barcode", PUBLISHED)
def test_published_barcodes_are_right(barcode: str) -> None:
    assert is_ean13(barcode)
    assert ean13_check_digit(barcode[:12]) == barcode[12]


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(twelve: str, place: int, step: int) -> None:
    right = twelve + ean13_check_digit(twelve)
    wrong = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert is_ean13(right)
    assert not is_ean13(wrong)


@pytest.mark.parametrize(
    "text", ["", "400638133393", "40063813339310", "400638133393x", "４００６３８１３３３９３１", "²" * 13]
)
def test_anything_else_is_no_ean13(text: str) -> None:
    assert not is_ean13(text)


@pytest.mark.parametrize("text", ["", "40063813339", "4006381333931", "40063813339٣", "40063813339²"])
def test_a_check_digit_needs_twelve_digits(text: str) -> None:
    with pytest.raises(ValueError, match="twelve"):
        ean13_check_digit(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6901028075763", "6901028075763"),
        ("036000291452", "0036000291452"),
        ("96385074", "0000096385074"),
        ("96385075", None),
        ("0000096385074", "0000096385074"),
        ("385074", None),
        ("９６３８５０７４", None),
    ],
)
def test_shorter_retail_numbers_are_compared_in_thirteen_digits(text: str, number: str | None) -> None:
    assert retail_number(text) == number
