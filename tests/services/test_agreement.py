"""Two books are compared by msgid, to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.services.agreement import Difference, disagreements
from pos_app.services.checkup import agreement_check, book_checks

Book = dict[str, Money]
books = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3).map(Money))


@pytest.mark.parametrize(
    ("till", "platform", "differences"),
    [
        ({}, {}, []),
        ({"a": Money(1)}, {"a": Money(1)}, []),
        ({"a": Money(1)}, {}, [("a", Difference.ONLY_TILL)]),
        ({}, {"a": Money(1)}, [("a", Difference.ONLY_PLATFORM)]),
        ({}, {"a": Money(0)}, [("a", Difference.ONLY_PLATFORM)]),
        ({"a": Money(1)}, {"a": Money(2)}, [("a", Difference.AMOUNT)]),
        ({"b": Money(1)}, {"a": Money(1)}, [("a", Difference.ONLY_PLATFORM), ("b", Difference.ONLY_TILL)]),
    ],
)
def test_a_difference_is_named(till: Book, platform: Book, differences: list[tuple[str, Difference]]) -> None:
    found = disagreements(till, platform, still_open=())
    assert [(one.msgid, one.difference) for one in found] == differences


@given(books, books, st.sets(st.sampled_from("abcdef")))
def test_books_agree_exactly_when_they_are_the_same_but_for_open_tasks(
    till: Book, platform: Book, still_open: set[str]
) -> None:
    found = disagreements(till, platform, still_open=still_open)
    closed = set("abcdef") - still_open
    assert {one.msgid for one in found} == {name for name in closed if till.get(name) != platform.get(name)}
    assert agreement_check(till, platform, still_open).ok is (found == ())


def test_a_broken_law_is_a_failed_check_that_names_the_rows() -> None:
    whole, broken = book_checks("till", {"holds": (), "does not": ("0126112100001",)})
    assert (whole.ok, whole.fix) == (True, "")
    assert not broken.ok
    assert "0126112100001" in broken.detail
    assert broken.fix
