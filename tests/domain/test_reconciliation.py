"""Comparing two books: each kind of difference by its smallest case, and laws over any books."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import (
    AdoptDay,
    AskAgain,
    AskPerson,
    Cancel,
    Difference,
    Entry,
    Evidence,
    Fate,
    FinishTask,
    Kind,
    Known,
    Past,
    Repair,
    Reverse,
    StrikeOut,
    TakeOver,
    compare,
    uneven,
)
from tests.doubles.clock import NOON

DAY = date(2026, 11, 21)
STANDS = Past(NOON, is_undone=False)


def entry(number: int = 1, fen: int = 2500, *, settled_at: datetime = NOON) -> Entry:
    return Entry(
        settlement_id=f"S{number}",
        visit_id=f"V{number}",
        person_no="51010000000001",
        msgid=f"M{number}",
        total=Money(fen),
        fund=ZERO,
        account=Money(fen),
        settled_at=settled_at,
        sale_no=f"N{number}",
    )


def there(of: Entry, **changes: Any) -> Entry:  # noqa: ANN401  any field
    """Give an entry as their list has it: without a time and without our number."""
    return replace(of, settled_at=None, sale_no="", **changes)


def undoing(of: Entry) -> Entry:
    return replace(
        of,
        settlement_id=f"{of.settlement_id}-",
        msgid=f"{of.msgid}-",
        total=-of.total,
        account=-of.account,
        is_undoing=True,
    )


def evidence(
    *,
    known: Mapping[str, Known] | None = None,
    visits: tuple[Entry, ...] = (),
    past: Mapping[str, Past | None] | None = None,
) -> Evidence:
    return Evidence(known or {}, {one.visit_id: one for one in visits}, past or {})


def compared(ours: list[Entry], theirs: list[Entry], told: Evidence | None = None) -> list[tuple[Kind, Repair]]:
    return [(one.kind, one.repair) for one in compare(ours, theirs, told or evidence(), DAY)]


def test_books_that_agree_have_no_difference() -> None:
    assert compared([entry(1), entry(2)], [there(entry(2)), there(entry(1))]) == []


def test_what_only_the_centre_has_is_reversed_by_its_msgid() -> None:
    """Insurance paid, the till lost the row, the pharmacy never got the order."""
    lost = there(entry())
    assert compared([], [lost], evidence(past={"S1": STANDS})) == [(Kind.MISSING_HERE, Reverse("M1", lost.person_no))]


def test_a_gap_of_many_days_is_the_sum_of_its_differences() -> None:
    """61.00 over six days."""
    lost = [there(entry(number, fen)) for number, fen in enumerate((1000, 1220, 380, 2000, 1050, 450))]
    found = compare([], lost, evidence(past={one.settlement_id: STANDS for one in lost}), DAY)
    assert sum(one.gap.fen for one in found) == 6100


def test_a_refund_that_only_the_centre_has_is_taken_over() -> None:
    """25.00 given back in the insurance's own client, of which the till knows nothing."""
    sale = entry()
    refund = there(undoing(sale))
    assert compared([sale], [there(sale), refund], evidence(visits=(sale,))) == [(Kind.UNDONE_THERE, TakeOver(refund))]


def test_a_purchase_that_was_sent_twice_is_reversed_once() -> None:
    """24,481.30 after one double submit; the row is there twice."""
    sale = entry(1, 24_481_30)
    again = there(sale, settlement_id="S2", visit_id="V2", msgid="M2")
    seconds_later = Past(NOON + timedelta(seconds=40), is_undone=False)
    told = evidence(past={"S2": seconds_later})
    assert compared([sale], [there(sale), again], told) == [(Kind.DOUBLED, Reverse("M2", sale.person_no))]


def test_a_row_posted_twice_under_one_msgid_is_cancelled_by_its_number() -> None:
    """A page that is stuck, the row twice: by its msgid both would be undone."""
    sale = entry()
    again = there(sale, settlement_id="S2", visit_id="V2")
    told = evidence(known={"M1": Known("N1", Fate.FINAL, sale)}, past={"S2": STANDS})
    assert compared([sale], [there(sale), again], told) == [(Kind.DOUBLED, Cancel("S2", "V2", sale.person_no))]


def test_the_same_sums_an_hour_later_are_another_purchase() -> None:
    sale = entry()
    again = there(entry(2))
    told = evidence(past={"S2": Past(NOON + timedelta(hours=1), is_undone=False)})
    assert compared([sale], [there(sale), again], told)[0][0] is Kind.MISSING_HERE


def test_junk_that_was_undone_again_on_the_same_day_is_no_difference() -> None:
    junk = there(entry())
    assert compared([], [junk, there(undoing(entry()))], evidence(past={"S1": Past(NOON, is_undone=True)})) == []


@pytest.mark.parametrize(
    ("fate", "kind", "repair"),
    [
        (Fate.DROPPED, Kind.UNDONE_HERE, Reverse("M1", "51010000000001")),
        (Fate.OPEN, Kind.STILL_OPEN, FinishTask("N1")),
    ],
)
def test_what_the_till_has_of_a_msgid_decides(fate: Fate, kind: Kind, repair: Repair) -> None:
    told = evidence(known={"M1": Known("N1", fate)}, past={"S1": STANDS})
    assert compared([], [there(entry())], told) == [(kind, repair)]


@pytest.mark.parametrize(
    ("past", "kind", "repair"),
    [
        (None, Kind.MISSING_THERE, AskPerson()),
        (Past(NOON, is_undone=True), Kind.UNDONE_THERE, StrikeOut("S1")),
        (STANDS, Kind.UNEXPLAINED, AskPerson()),
        (
            Past(NOON + timedelta(hours=12), is_undone=False),
            Kind.WRONG_DAY,
            AdoptDay("S1", NOON + timedelta(hours=12)),
        ),
    ],
)
def test_what_the_centre_answers_about_ours_decides(past: Past | None, kind: Kind, repair: Repair) -> None:
    assert compared([entry()], [], evidence(past={"S1": past})) == [(kind, repair)]


def test_without_an_answer_nothing_is_guessed() -> None:
    assert compared([entry(1)], [there(entry(2))]) == [(Kind.UNEXPLAINED, AskAgain()), (Kind.UNEXPLAINED, AskAgain())]


def test_a_refund_of_ours_that_never_arrived_is_cancelled_there() -> None:
    sale = entry()
    refund = undoing(sale)
    told = evidence(visits=(sale,), past={refund.settlement_id: None})
    assert compared([sale, refund], [there(sale)], told) == [(Kind.UNDONE_HERE, Cancel("S1", "V1", sale.person_no))]


def test_a_deal_of_another_day_here_is_moved_to_theirs() -> None:
    ours = entry(settled_at=NOON - timedelta(days=1))
    told = evidence(known={"M1": Known("N1", Fate.FINAL, ours)}, past={"S1": STANDS})
    assert compared([], [there(ours)], told) == [(Kind.WRONG_DAY, AdoptDay("S1", NOON))]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"account": Money(2501), "total": Money(2501)}, Kind.AMOUNT),
        ({"fund": Money(1), "account": Money(2499)}, Kind.AMOUNT),
        ({"person_no": "51010000000002"}, Kind.PERSON),
        ({"visit_id": "V9"}, Kind.PERSON),
    ],
)
def test_one_settlement_with_two_contents_is_for_a_person(changes: dict[str, object], kind: Kind) -> None:
    assert compared([entry()], [there(entry(), **changes)]) == [(kind, AskPerson())]


_NUMBERS = st.integers(1, 8)
_ENTRIES = st.lists(st.builds(entry, _NUMBERS, st.integers(1, 3)), unique_by=lambda one: one.settlement_id)
_PASTS = st.sampled_from([None, STANDS, Past(NOON, is_undone=True), Past(NOON + timedelta(days=1), is_undone=False)])


@given(_ENTRIES, _ENTRIES, st.dictionaries(_NUMBERS.map(lambda number: f"S{number}"), _PASTS))
def test_every_fen_that_the_books_are_apart_belongs_to_a_difference(
    ours: list[Entry], theirs: list[Entry], past: dict[str, Past | None]
) -> None:
    found = compare(ours, [there(one) for one in theirs], evidence(past=past), DAY)
    apart = sum(one.insured.fen for one in theirs) - sum(one.insured.fen for one in ours)
    assert sum(one.gap.fen for one in found) == apart
    assert len({one.id for one in found}) == len(found)
    assert bool(found) == bool(uneven(ours, theirs, still_open=()))


@given(_ENTRIES)
def test_a_difference_keeps_its_name(theirs: list[Entry]) -> None:
    def names(rows: list[Entry], at: datetime) -> set[str]:
        past = {one.settlement_id: Past(at, is_undone=False) for one in rows}
        return {one.id for one in compare([], rows, evidence(past=past), DAY)}

    assert names(theirs, NOON) == names(theirs[::-1], NOON + timedelta(seconds=1))


def test_what_is_still_open_is_a_task() -> None:
    assert uneven([], [there(entry())], still_open={"M1"}) == ()


def test_a_difference_is_about_something() -> None:
    with pytest.raises(AssertionError):
        _ = Difference(Kind.AMOUNT, None, None, AskPerson()).entry
