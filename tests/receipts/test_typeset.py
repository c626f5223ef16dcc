"""A text that finds no room at all is left out; it does not hold the till up."""

import pytest

from pos_app.receipts.rows import Pair
from pos_app.receipts.typeset import TextMark, typeset


@pytest.mark.timeout(20)
@pytest.mark.parametrize("right", ["W" * 60, "编" * 40])
def test_a_row_whose_right_side_takes_all_the_room_still_ends(right: str) -> None:
    page = typeset((Pair("x", right),))

    assert any(isinstance(mark, TextMark) and mark.text for mark in page.marks)
