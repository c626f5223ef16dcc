"""Charges against the pay channel's book: each way of differing, and a law over any two books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge import ChargeEnd
from pos_app.domain.charge_reconciliation import OwnCharge, compare_charges
from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import AskPerson, FinishTask, Kind, Repair, ReverseCharge

ORDER = "O1"


@pytest.mark.parametrize(
    ("end", "there", "kind", "repair"),
    [
        (ChargeEnd.REVERSED, 500, Kind.UNDONE_HERE, ReverseCharge(ORDER)),
        (ChargeEnd.REFUSED, 500, Kind.UNDONE_HERE, ReverseCharge(ORDER)),
        (ChargeEnd.NEVER_SENT, 500, Kind.UNDONE_HERE, ReverseCharge(ORDER)),
        (ChargeEnd.RESOLVED, 500, Kind.UNDONE_HERE, AskPerson()),
        (None, 500, Kind.STILL_OPEN, FinishTask("N1")),
        (ChargeEnd.PAID, 0, Kind.MISSING_THERE, AskPerson()),
        (ChargeEnd.PAID, 499, Kind.AMOUNT, AskPerson()),
    ],
)
def test_a_charge_that_stands_otherwise_there_is_explained(
    end: ChargeEnd | None, there: int, kind: Kind, repair: Repair
) -> None:
    (found,) = compare_charges([OwnCharge(ORDER, "N1", Money(500), end)], {ORDER: Money(there)})
    assert (found.kind, found.repair, found.sale_no) == (kind, repair, "N1")


def test_an_order_that_only_the_channel_has_is_reversed_by_its_number() -> None:
    (found,) = compare_charges([], {ORDER: Money(500)})
    assert (found.kind, found.repair, found.gap) == (Kind.MISSING_HERE, ReverseCharge(ORDER), Money(500))


@pytest.mark.parametrize(("returned", "there"), [(0, 500), (200, 300), (500, 0)])
def test_what_went_back_through_the_channel_stands_on_neither_side(returned: int, there: int) -> None:
    charge = OwnCharge(ORDER, "N1", Money(500), ChargeEnd.PAID, returned=Money(returned))
    assert compare_charges([charge], {ORDER: Money(there)}) == ()
    (found,) = compare_charges([charge], {ORDER: Money(there + 1)})
    assert found.gap == Money(1)


def test_a_refund_under_way_is_a_task() -> None:
    charge = OwnCharge(ORDER, "N1", Money(500), ChargeEnd.PAID, is_returning=True)
    assert compare_charges([charge], {ORDER: Money(500)}) == compare_charges([charge], {}) == ()


_CHARGES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([None, *ChargeEnd]))
_THERE = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2).map(Money))


@given(_CHARGES, _THERE)
def test_every_fen_that_the_books_are_apart_belongs_to_a_difference(
    ends: dict[str, ChargeEnd | None], there: dict[str, Money]
) -> None:
    ours = [OwnCharge(order, f"N{order}", Money(1), end) for order, end in ends.items()]
    here = {charge.order_no: charge.standing for charge in ours}
    found = compare_charges(ours, there)
    uneven = {order for order in {*here, *there} if here.get(order, ZERO) != there.get(order, ZERO)}
    assert {one.entry.settlement_id for one in found} == uneven
    assert sum(one.gap.fen for one in found) == sum(one.fen for one in there.values()) - sum(
        one.fen for one in here.values()
    )
