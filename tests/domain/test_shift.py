"""The money of a drawer as tables: what should be there, what was counted, and when a shift may end."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.audit import AuditHead
from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shift import (
    DENOMINATIONS,
    CashCount,
    Drawer,
    DrawerKind,
    Ending,
    Shift,
    ShiftFigures,
    Takings,
    fit_reason,
    read_amount,
    read_float,
    refuse_closing,
)
from tests.doubles.clock import NOON

IN, OUT = DrawerKind.IN, DrawerKind.OUT
FLOAT, TAKEN, CHANGE, REFUND = DrawerKind.FLOAT, DrawerKind.TAKEN, DrawerKind.CHANGE, DrawerKind.REFUND
SHIFT = Shift("0126112101", "1001", "1001 陈*", NOON, is_automatic=False)
TAKINGS = Takings(sales=0, sold=ZERO, refunds=0, refunded=ZERO, tenders={}, returns={}, open_sales=0, parked_bills=0)

ROWS = st.lists(st.tuples(st.sampled_from(DrawerKind), st.integers(0, 10**7).map(Money)), max_size=30)
COUNTS = st.dictionaries(st.sampled_from(DENOMINATIONS), st.integers(1, 500))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], 0),
        ([(FLOAT, 200_00)], 200_00),
        ([(FLOAT, 200_00), (TAKEN, 100_00), (CHANGE, 67_20)], 232_80),
        ([(TAKEN, 50_00), (CHANGE, 50_00)], 0),
        ([(FLOAT, 200_00), (IN, 100_00), (OUT, 250_00)], 50_00),
        ([(FLOAT, 10_00), (REFUND, 32_80)], -22_80),
        ([(FLOAT, 1), (IN, 2), (TAKEN, 3), (CHANGE, 1), (OUT, 1), (REFUND, 1)], 3),
    ],
)
def test_what_should_be_in_the_drawer(rows: list[tuple[DrawerKind, int]], expected: int) -> None:
    assert Drawer.of_rows((kind, Money(fen)) for kind, fen in rows).expected == Money(expected)


@given(ROWS, ROWS)
def test_drawers_add_up_whatever_the_order(
    first: list[tuple[DrawerKind, Money]], second: list[tuple[DrawerKind, Money]]
) -> None:
    together = Drawer.of_rows([*second, *reversed(first)]).expected
    assert together == Drawer.of_rows(first).expected + Drawer.of_rows(second).expected


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("100=3,50=2,0.5=4", 402_00),
        ("0", 0),
        (" 0 ", 0),
        ("100=0,50=1", 50_00),
        ("0.01=3", 3),
        ("100=1, 0.1=1 ,0.05=2", 100_20),
        ("1=100000", 100_000_00),
    ],
)
def test_a_count_is_read_as_it_is_written(text: str, fen: int) -> None:
    assert CashCount.parse(text).total == Money(fen)


@pytest.mark.parametrize(
    "text",
    [
        *("", "100", "100=", "=3", "100=-1", "100=1.5", "3=1", "200=1", "100=1,100=2", "100=1;50=2"),
        *("１００=1", "1e2=1", "100=1000001", "0.001=1", "00=1"),
    ],
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"count|note|notes"):
        CashCount.parse(text)


@given(COUNTS)
def test_a_count_survives_its_own_writing(counted: dict[Money, int]) -> None:
    count = CashCount.of(counted)
    text = ",".join(f"{kind.yuan}={pieces}" for kind, pieces in count.pieces.items()) or "0"
    assert CashCount.parse(text) == count
    assert list(count.pieces) == sorted(counted, reverse=True)


@pytest.mark.parametrize(
    ("counted", "reason", "seconds", "code"),
    [
        ("100=2", "", 0, None),
        ("100=2", "", -1, RefusalCode.CLOCK_BEHIND),
        (None, "", 0, RefusalCode.COUNT_NEEDED),
        (None, "", -1, RefusalCode.CLOCK_BEHIND),
        ("100=1", "", 0, RefusalCode.DIFFERENCE_NEEDS_REASON),
        ("100=3", "", 0, RefusalCode.DIFFERENCE_NEEDS_REASON),
        ("100=1", "少找一张", 0, None),
    ],
)
def test_when_a_shift_may_end(counted: str | None, reason: str, seconds: int, code: RefusalCode | None) -> None:
    figures = ShiftFigures(SHIFT, Drawer.of_rows([(FLOAT, Money(200_00))]), TAKINGS, None)
    count = CashCount.parse(counted) if counted else None
    refusal = refuse_closing(figures, count, reason, last_at=NOON, at=NOON + timedelta(seconds=seconds))
    assert (refusal.code if refusal else None) == code


def test_the_refusal_says_by_how_much_with_its_sign() -> None:
    figures = ShiftFigures(SHIFT, Drawer.of_rows([(FLOAT, Money(1200_50))]), TAKINGS, None)
    refusal = refuse_closing(figures, CashCount.parse("0"), "", last_at=NOON, at=NOON)
    assert refusal == Refusal(RefusalCode.DIFFERENCE_NEEDS_REASON, "-1,200.50")


def test_figures_whose_difference_is_wrong_are_not_built() -> None:
    count, head = CashCount.parse("100=1"), AuditHead(1, "0" * 64)
    ending = Ending(1, NOON, count, Money(1), "", "", head)
    with pytest.raises(ValueError, match="difference"):
        ShiftFigures(SHIFT, Drawer.of_rows([(FLOAT, Money(100_00))]), TAKINGS, ending)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("50", 50_00),
        (" 0.01 ", 1),
        ("29.8", 29_80),
        ("29.", 29_00),
        ("0", None),
        ("-1", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_amounts_for_the_drawer(text: str, fen: int | None) -> None:
    assert read_amount(text) == (None if fen is None else Money(fen))


@pytest.mark.parametrize(
    ("text", "fen"), [("", 0), (" ", 0), ("0", 0), ("0.00", 0), ("200", 200_00), ("-1", None), ("two", None)]
)
def test_a_drawer_may_begin_with_nothing(text: str, fen: int | None) -> None:
    assert read_float(text) == (None if fen is None else Money(fen))


def test_a_reason_is_one_line_that_fits_on_paper() -> None:
    assert fit_reason("  兑换\n零钱 \x00") == "兑换 零钱 \x00".strip()
    assert len(fit_reason("x" * 1000)) == 80
