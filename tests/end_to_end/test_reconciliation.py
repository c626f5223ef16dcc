"""Hundreds of planted differences among thousands of deals: all found, none invented, and the proposals repair them.

The centre is asked in its own messages (3201, 9101, 3202, 9102, 5203, 2601, 2103), as a till asks it.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos_app.bootstrap.checkup import cleared_entries
from pos_app.bootstrap.reconciling import EmbeddedStory, open_reconciliation
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import (
    AdoptDay,
    AskPerson,
    Entry,
    FinishTask,
    Kind,
    Repair,
    Reverse,
    StrikeOut,
    TakeOver,
    uneven,
)
from pos_app.domain.shanghai import SHANGHAI, business_day
from pos_app.services.reconciliation import Reconciled, Reconciliation, Repaired, repairs_itself
from pos_app.services.reconciliation_ports import Side
from pos_app.storage.settled import SettledBook
from pos_app.verifier.records import BillKind
from tests.doubles.clock import NOON
from tests.doubles.two_books import Deal, TwoBooks, config_of, later, open_two_books

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
OF_EACH_SORT = 26 if not IS_FULL else 60
AGREEING = 1_000 if not IS_FULL else 3_500  # a second has ten thousand msgids, questions and repairs included
DAY = business_day(NOON)
LAST_SECOND = datetime(2026, 11, 21, 23, 59, 59, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Sort:
    """One way in which books come to differ; `plant` gives the msgid that the difference is found under."""

    kind: Kind
    repair: type[Repair]
    plant: Callable[[TwoBooks], str]


def _agree(books: TwoBooks, *, at: datetime = NOON) -> Deal:
    deal = books.deal(at=at)
    books.book_here(deal)
    books.book_there(deal)
    return deal


def _lost_here(books: TwoBooks) -> str:
    """Post at the centre what the till has nothing of: its row was lost."""
    deal = books.deal()
    books.drop_here(deal)
    msgid = f"P51010000001{deal.settlement.settlement_id[-18:]}"
    books.book_there(deal, msgid=msgid)
    return msgid


def _lost_there(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_here(deal)
    return deal.msgid


def _other_amount(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_here(deal)
    books.book_there(deal, total=deal.settlement.split.account + Money(1))
    return deal.msgid


def _other_visit(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_here(deal)
    books.book_there(deal, visit=f"7{deal.settlement.visit_id[1:]}")
    return deal.msgid


def _sent_twice(books: TwoBooks) -> str:
    deal = _agree(books)
    number = deal.settlement.settlement_id
    msgid = f"P51010000001{number[-18:]}"
    books.book_there(deal, msgid=msgid, number=f"6{number[1:]}", visit=f"5{number[1:]}", at=later(NOON, seconds=40))
    return msgid


def _dropped_here(books: TwoBooks) -> str:
    deal = books.deal()
    books.drop_here(deal)
    books.book_there(deal)
    return deal.msgid


def _cancelled_there(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_here(deal)
    return books.undo_there(books.book_there(deal), BillKind.CANCEL).key.msgid


def _reversed_there(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_here(deal)
    books.undo_there(books.book_there(deal), BillKind.REVERSE)
    return deal.msgid


def _cancelled_there_later(books: TwoBooks) -> str:
    """Cancel on the next day what the till knows nothing of."""
    deal = books.deal()
    books.drop_here(deal)
    books.undo_there(books.book_there(deal), BillKind.CANCEL, at=later(NOON, days=1))
    return deal.msgid


def _tomorrow_there(books: TwoBooks) -> str:
    deal = books.deal(at=LAST_SECOND)
    books.book_here(deal)
    books.book_there(deal, at=later(LAST_SECOND, seconds=1))
    return deal.msgid


def _yesterday_here(books: TwoBooks) -> str:
    deal = books.deal(at=later(NOON, days=-1))
    books.book_here(deal)
    books.book_there(deal, at=NOON)
    return deal.msgid


def _still_open(books: TwoBooks) -> str:
    deal = books.deal()
    books.book_there(deal)
    return deal.msgid


SORTS = (
    Sort(Kind.MISSING_HERE, Reverse, _lost_here),
    Sort(Kind.MISSING_THERE, AskPerson, _lost_there),
    Sort(Kind.AMOUNT, AskPerson, _other_amount),
    Sort(Kind.PERSON, AskPerson, _other_visit),
    Sort(Kind.DOUBLED, Reverse, _sent_twice),
    Sort(Kind.UNDONE_HERE, Reverse, _dropped_here),
    Sort(Kind.UNDONE_THERE, TakeOver, _cancelled_there),
    Sort(Kind.UNDONE_THERE, StrikeOut, _reversed_there),
    Sort(Kind.UNDONE_THERE, TakeOver, _cancelled_there_later),
    Sort(Kind.WRONG_DAY, AdoptDay, _tomorrow_there),
    Sort(Kind.WRONG_DAY, AdoptDay, _yesterday_here),
    Sort(Kind.STILL_OPEN, FinishTask, _still_open),
)


def _noise(books: TwoBooks) -> None:
    """Enter what looks uneven and is none: undone on both sides, or never sent."""
    both = books.deal()
    books.drop_here(both)
    books.undo_there(books.book_there(both), BillKind.CANCEL)
    reversed_ = books.deal()
    books.drop_here(reversed_)
    books.undo_there(books.book_there(reversed_), BillKind.REVERSE)
    books.drop_here(books.deal())
    _agree(books, at=LAST_SECOND)
    _agree(books, at=later(LAST_SECOND, seconds=1))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[TwoBooks]:
    with open_two_books(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def reconciliation(books: TwoBooks, tmp_path: Path) -> Iterator[Reconciliation]:
    with open_reconciliation(config_of(tmp_path / "data"), clock=books.clock, repairs=True) as opened:
        yield opened


def _run(reconciliation: Reconciliation, day: datetime = NOON, *, rows: bool = False) -> Reconciled:
    outcome = reconciliation.run(business_day(day), rows=rows)
    assert isinstance(outcome, Reconciled), outcome
    return outcome


def _found(day: Reconciled) -> set[tuple[Kind, type[Repair], str]]:
    return {(one.difference.kind, type(one.difference.repair), one.difference.entry.msgid) for one in day.differences}


def _apart(books: TwoBooks) -> tuple[Entry, ...]:
    """Hold the two books against each other without asking anybody: what the doctor would say."""
    office = books.office
    ours = SettledBook(office.till_file, office.numbers, office.audit).everything()
    return uneven(ours, cleared_entries(office.platform.ledger), still_open=())


def _repair_the_day_after(reconciliation: Reconciliation) -> None:
    """Confirm what is proposed for the next day: a cancellation may lie there, and has a row of its own."""
    after = later(NOON, days=1)
    for found in _run(reconciliation, after, rows=True).differences:
        reconciliation.repair(found.difference, day=business_day(after), by="王*")


@pytest.mark.long
def test_every_planted_difference_is_found_and_none_is_invented(
    books: TwoBooks, reconciliation: Reconciliation
) -> None:
    with books.in_one_go():
        planted = {(sort.kind, sort.repair, sort.plant(books)) for _ in range(OF_EACH_SORT) for sort in SORTS}
        for _ in range(AGREEING):
            _agree(books)
        for _ in range(OF_EACH_SORT):
            _noise(books)
    assert len(planted) >= 300
    before = _run(reconciliation)
    assert _found(before) == planted
    by_program = [one.difference for one in before.differences if repairs_itself(one.difference.repair)]
    for difference in by_program:
        assert reconciliation.repair(difference, day=DAY, by="王*") == Repaired(difference)
    for_people = {one for one in planted if one[1] is AskPerson}
    assert _found(_run(reconciliation)) == for_people
    assert not _run(reconciliation, later(NOON, days=-1)).differences
    next_day = _run(reconciliation, later(NOON, days=1))  # has what was cancelled then, and is put right for itself
    assert {(one.difference.kind, type(one.difference.repair)) for one in next_day.differences} == {
        (Kind.UNDONE_THERE, TakeOver)
    }
    _repair_the_day_after(reconciliation)
    assert {one.msgid for one in _apart(books)} <= {msgid for _, _, msgid in for_people}
    print(f"{len(planted)} differences of {len(SORTS)} sorts among {AGREEING} deals")  # noqa: T201


def test_books_that_agree_are_not_looked_at_twice(books: TwoBooks, reconciliation: Reconciliation) -> None:
    _agree(books)
    day = _run(reconciliation)
    assert (day.agrees, day.compared) == (True, False)
    assert sum(group.count for group in day.groups) == 1


def test_errors_that_cancel_in_the_totals_are_in_the_rows(books: TwoBooks, reconciliation: Reconciliation) -> None:
    _other_visit(books)
    assert _run(reconciliation).agrees
    assert _found(_run(reconciliation, rows=True)) == {(Kind.PERSON, AskPerson, "P51010000001202611211200000000")}


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.plant.__name__.strip("_"))
def test_a_repair_done_twice_is_done_once(books: TwoBooks, reconciliation: Reconciliation, sort: Sort) -> None:
    sort.plant(books)
    (found,) = _run(reconciliation, rows=True).differences
    outcomes = [reconciliation.repair(found.difference, day=DAY, by="王*") for _ in range(2)]
    assert outcomes[0] == outcomes[1]
    if sort.repair is not AskPerson:
        assert _run(reconciliation, rows=True).agrees
        _repair_the_day_after(reconciliation)
        assert _apart(books) == ()
        with books.office.platform.store.read() as store:
            assert len(store.undone()) <= 1


def test_a_difference_is_told_from_both_journals(books: TwoBooks, reconciliation: Reconciliation) -> None:
    _dropped_here(books)
    (found,) = _run(reconciliation).differences
    assert [(moment.side, moment.act) for moment in found.story] == [(Side.TILL, "frozen"), (Side.TILL, "dropped")]
    reconciliation.repair(found.difference, day=DAY, by="王*")
    told = EmbeddedStory(books.office.platform.exchanges).of(msgid=found.difference.entry.msgid, sale_no="")
    assert [(moment.side, moment.act, moment.detail) for moment in told] == [(Side.PLATFORM, "2601", "answered")]


def test_the_gaps_add_up_to_what_the_sums_are_apart(books: TwoBooks, reconciliation: Reconciliation) -> None:
    """Six days apart by 61.00 in all: every fen of it has its place."""
    lost = [Money(fen) for fen in (1000, 1220, 380, 2000, 1050, 450)]
    for back, amount in enumerate(lost):
        at = NOON - timedelta(days=back)
        _agree(books, at=at)
        deal = books.deal(amount, at=at)
        books.drop_here(deal)
        books.book_there(deal)
    days = [_run(reconciliation, NOON - timedelta(days=back)) for back in range(len(lost))]
    assert [day.gap for day in days] == lost
    assert sum(day.gap.fen for day in days) == 6100
