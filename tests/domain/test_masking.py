"""What may be shown of a person: never the middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.masking import mask_code, mask_name, mask_number


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李小明", "李**"),
        ("王五", "王*"),
        ("欧阳修文", "欧***"),
        ("𠮷野", "𠮷*"),  # a character beyond the basic plane stays whole
        ("Ann Lee", "A******"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("000000199001010017", "0000**********0017"),
        ("123456789", "1234*6789"),
        ("12345678", "********"),
        ("", ""),
    ],
)
def test_a_number_keeps_its_ends(number: str, shown: str) -> None:
    assert mask_number(number) == shown


@pytest.mark.parametrize(("text", "shown"), [("4243669509084040896099510000", "424…(28)"), ("424", "***"), ("", "")])
def test_a_code_shows_its_beginning_and_its_length(text: str, shown: str) -> None:
    assert mask_code(text) == shown


@given(st.text())
def test_the_middle_is_never_shown(text: str) -> None:
    assert mask_name(text)[1:] == "*" * (len(text) - 1)
    assert len(mask_number(text)) == len(text)
    assert set(mask_number(text)[4:-4]) <= {"*"}
    assert len(text) > 8 or set(mask_number(text)) <= {"*"}
    assert mask_code(text) in {"*" * len(text), f"{text[:3]}…({len(text)})"}
