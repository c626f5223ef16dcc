"""C, N, D and DT of the national sheet."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.wire.faults import WireFault, WireFaultCode
from pos_app.wire.fields import DT, C, D, N, Rows
from pos_app.wire.node import InputNode, read_node, tree_of


class _Row(InputNode):
    cnt: Annotated[Decimal, N(16, 4)]


class _Node(InputNode):
    text: Annotated[str, C(5, optional=True)] = ""
    coded: Annotated[str, C(3, optional=True, allowed=("01", "02"))] = ""
    amount: Annotated[Decimal, N(16, 2, optional=True)] = Decimal(0)
    serial: Annotated[Decimal, N(30, optional=True)] = Decimal(0)
    day: Annotated[date | None, D(optional=True)] = None
    moment: Annotated[datetime | None, DT(optional=True)] = None
    rows: Rows[_Row] = ()


@pytest.mark.parametrize(
    ("field", "value", "code", "wanted"),
    [
        ("text", 7, WireFaultCode.WRONG_TYPE, "C5"),
        ("text", "123456", WireFaultCode.TOO_LONG, "C5"),
        ("text", "\x1b@", WireFaultCode.WRONG_TYPE, "C5"),
        ("coded", "03", WireFaultCode.WRONG_VALUE, "C3,取值01、02"),
        ("amount", True, WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", 1.5, WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", "一", WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", "１２", WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", "1e3", WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", " 1", WireFaultCode.WRONG_TYPE, "N16,2"),
        ("amount", "0.005", WireFaultCode.TOO_LONG, "N16,2"),
        ("amount", "100000000000000.00", WireFaultCode.TOO_LONG, "N16,2"),
        ("amount", Decimal("1E+999999"), WireFaultCode.TOO_LONG, "N16,2"),
        ("amount", Decimal("1E-999999"), WireFaultCode.TOO_LONG, "N16,2"),
        ("amount", Decimal("0." + "9" * 5000), WireFaultCode.TOO_LONG, "N16,2"),
        ("amount", Decimal("NaN"), WireFaultCode.TOO_LONG, "N16,2"),
        ("serial", "1" * 31, WireFaultCode.TOO_LONG, "N30"),
        ("day", "2026-02-30", WireFaultCode.WRONG_VALUE, "D(yyyy-MM-dd)"),
        ("day", "20260228", WireFaultCode.WRONG_TYPE, "D(yyyy-MM-dd)"),
        ("day", 5, WireFaultCode.WRONG_TYPE, "D(yyyy-MM-dd)"),
        ("moment", "2026-02-28T10:00:00", WireFaultCode.WRONG_TYPE, "DT(yyyy-MM-dd HH:mm:ss)"),
        ("moment", "2026-02-28 25:00:00", WireFaultCode.WRONG_VALUE, "DT(yyyy-MM-dd HH:mm:ss)"),
        ("rows", {"cnt": 1}, WireFaultCode.WRONG_TYPE, "节点"),
        ("rows", 1, WireFaultCode.WRONG_TYPE, "节点"),
    ],
)
def test_a_wrong_value_is_refused_and_the_sheet_quoted(
    field: str, value: object, code: WireFaultCode, wanted: str
) -> None:
    fault = read_node(_Node, {field: value})
    assert isinstance(fault, WireFault)
    assert (fault.field, fault.code) == (field, code)
    assert fault.sentence.startswith(field)
    assert fault.sentence.endswith(f"应为{wanted}")


def test_a_fault_within_rows_names_row_and_field() -> None:
    fault = read_node(_Node, {"rows": [{"cnt": 1}, {"cnt": 2}, {}]})
    assert isinstance(fault, WireFault)
    assert (fault.field, fault.code) == ("rows.2.cnt", WireFaultCode.MISSING)
    assert fault.sentence.endswith("应为N16,4")


@pytest.mark.parametrize(
    ("value", "read"),
    [(12, "12.00"), ("12.8", "12.80"), (Decimal("12.800"), "12.80"), ("-3", "-3.00"), (Decimal("1E+2"), "100.00")],
)
def test_a_number_may_come_as_number_or_text_and_is_written_with_all_its_places(value: object, read: str) -> None:
    node = read_node(_Node, {"amount": value})
    assert isinstance(node, _Node)
    assert node.amount == Decimal(read)
    assert str(tree_of(node)["amount"]) == read


def test_empty_numbers_are_sent_as_0_and_other_empties_as_an_empty_text() -> None:
    assert tree_of(_Node()) == {
        "text": "",
        "coded": "",
        "amount": Decimal(0),
        "serial": Decimal(0),
        "day": "",
        "moment": "",
        "rows": (),
    }
    empties = {"text": None, "coded": "", "amount": "", "serial": None, "day": "", "moment": None, "rows": None}
    assert read_node(_Node, empties) == _Node()


def test_moments_travel_in_chinese_time() -> None:
    node = _Node(moment=datetime(2026, 11, 21, 17, 30, tzinfo=UTC))
    assert tree_of(node)["moment"] == "2026-11-22 01:30:00"
    assert read_node(_Node, {"moment": "2026-11-22 01:30:00"}) == node


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2))
def test_amounts_of_two_places_come_through_unchanged(amount: Decimal) -> None:
    node = read_node(_Node, tree_of(_Node(amount=amount)))
    assert isinstance(node, _Node)
    assert node.amount == amount


_FIRST, _LAST = datetime(1900, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001  hypothesis wants naive bounds


@given(st.dates(min_value=_FIRST.date()), st.datetimes(_FIRST, _LAST, timezones=st.just(UTC)))
def test_days_and_seconds_come_through_unchanged(day: date, moment: datetime) -> None:
    node = read_node(_Node, tree_of(_Node(day=day, moment=moment)))
    assert isinstance(node, _Node)
    assert node.day == day
    assert node.moment == moment.replace(microsecond=0)
