"""Numbers that a living person could have are found in a longer text wherever they stand by themselves."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.domain.identity import is_real_resident_id, real_ids_within, without_real_ids

REAL = "11010519491231002X"  # the example of GB 11643 itself
_SLOWLY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])", re.ASCII)

_PIECES = st.sampled_from(
    [REAL, REAL.lower(), "990000198403121030", "1", "x", "A", " ", '"', "医", "é", "😀", "\x00", "０"]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
@example(REAL)
@example(f"医{REAL}医")
@example(f"a{REAL}")
@example(f"{REAL}1 {REAL}")
def test_the_quick_search_finds_what_the_plain_one_finds(text: str) -> None:
    found = tuple(number for number in _SLOWLY.findall(text) if is_real_resident_id(number))
    assert real_ids_within(text) == found
    masked = without_real_ids(text)
    assert len(masked) == len(text)
    assert real_ids_within(masked) == ()
    assert (masked == text) == (not found)
