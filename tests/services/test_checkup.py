"""What `doctor` asks of both books."""

from dataclasses import replace

from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import Entry
from pos_app.services.checkup import agreement_check, book_checks

ENTRY = Entry("S1", "V1", "51010000000001", "M1", Money(5), ZERO, Money(5))


def test_books_agree_exactly_when_they_are_the_same_but_for_open_tasks() -> None:
    assert agreement_check([ENTRY], [ENTRY], ()).ok
    for ours, theirs in (([ENTRY], []), ([], [ENTRY]), ([ENTRY], [replace(ENTRY, account=Money(4), fund=Money(1))])):
        check = agreement_check(ours, theirs, ())
        assert (check.ok, check.detail, bool(check.fix)) == (False, "M1 0.05", True)
        assert agreement_check(ours, theirs, {"M1"}).ok


def test_a_broken_law_is_a_failed_check_that_names_the_rows() -> None:
    whole, broken = book_checks("till", {"holds": (), "does not": ("0126112100001",)})
    assert (whole.ok, whole.fix) == (True, "")
    assert not broken.ok
    assert "0126112100001" in broken.detail
    assert broken.fix
