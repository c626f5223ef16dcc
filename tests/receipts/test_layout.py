"""What the ticket says, whatever shows it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.code import ReceiptCode, classify
from pos_app.domain.money import ZERO, Money, total
from pos_app.domain.receipt import Receipt, ReceiptLine
from pos_app.receipts.columns import width
from pos_app.receipts.layout import lay_out, receipt_code
from pos_app.receipts.rows import Banner, Pair, Title, Total
from pos_app.receipts.text import render_text
from pos_app.wording import Language, Wording
from tests.receipts import samples

CHINESE, ENGLISH = Wording(Language.CHINESE), Wording(Language.ENGLISH)


def text_of(receipt: Receipt, *, copy: int = 0) -> str:
    return render_text(lay_out(receipt, CHINESE, copy=copy))


@pytest.mark.parametrize("receipt", samples.ALL.values(), ids=samples.ALL)
def test_every_ticket_says_first_that_it_is_simulated(receipt: Receipt) -> None:
    first = lay_out(receipt, CHINESE)[0]
    assert first == Banner("模拟 SIMULATION · 非真实票据")


def test_the_customers_part_is_the_one_total() -> None:
    totals = [row for row in lay_out(samples.BY_FOUR, CHINESE) if isinstance(row, Total)]
    assert totals == [Total("个人现金支付", "￥155,988.00")]


def test_the_parts_a_ticket_shows_add_up_to_its_total() -> None:
    amounts = {row.left: row.right for row in lay_out(samples.BY_FOUR, CHINESE) if isinstance(row, Pair)}
    parts = (amounts["统筹基金支付"], amounts["个人账户支付"], "155,988.00")
    assert total(Money.of_yuan(part.replace(",", "")) for part in parts) == samples.BY_FOUR.total
    assert amounts["  其中家庭共济"] == "10.60"


def test_a_family_account_that_paid_nothing_is_not_named() -> None:
    assert "家庭共济" not in text_of(samples.BY_ACCOUNT)


def test_a_sale_without_a_voucher_names_no_insurance_part() -> None:
    said = text_of(samples.BY_CASH)
    assert "本单未使用医保" in said
    assert not any(words in said for words in ("统筹", "个人账户", "账户余额", "参保人", "账户不付"))


def test_a_balance_the_region_hides_is_said_to_be_hidden() -> None:
    assert "参保地不显示" in text_of(samples.BY_FOUR)


def test_goods_that_no_account_pays_are_marked() -> None:
    assert text_of(samples.BY_FOUR).count("账户不付") == 1


def test_a_prescription_and_the_insurance_class_are_marked() -> None:
    assert "0.25g×24粒 乙 处方" in text_of(samples.BY_ACCOUNT)


def test_the_moment_of_sale_is_the_counters_time() -> None:
    assert "2027-01-01 00:00:00" in text_of(samples.BY_FOUR)


@pytest.mark.parametrize("copy", [1, 12])
def test_a_reprint_says_so_at_the_top_and_at_the_foot(copy: int) -> None:
    marks = [row for row in lay_out(samples.BY_CASH, CHINESE, copy=copy) if row == Title(f"补打第 {copy} 次")]
    assert len(marks) == 2
    assert "补打第" not in text_of(samples.BY_CASH)


def test_two_languages_say_every_amount_once() -> None:
    both = render_text(lay_out(samples.BY_ACCOUNT, CHINESE, second=ENGLISH))
    assert "个人账户支付 Personal account" in both
    assert "Amoxicillin capsules" in both
    assert both.count("1,168.83") == 1
    assert both.count(samples.INSURANCE.msgid) == 1


def test_the_code_at_the_foot_is_known_to_the_counter() -> None:
    assert classify(receipt_code(samples.BY_CASH.sale_no)) == ReceiptCode(samples.BY_CASH.sale_no)


def test_a_code_of_the_platform_without_a_name_stands_for_itself() -> None:
    insurance = replace(samples.INSURANCE, insurance="342", area="659006")
    assert "342 · 659006" in text_of(replace(samples.BY_ACCOUNT, insurance=insurance))


def test_an_area_that_was_not_supplied_leaves_no_gap() -> None:
    insurance = replace(samples.INSURANCE, area="")
    assert "职工基本医疗保险\n" in text_of(replace(samples.BY_ACCOUNT, insurance=insurance))


def test_what_was_taken_off_stands_under_its_line() -> None:
    reduced = replace(samples.COLD_REMEDY, amount=Money(2304), reduction=Money(256))
    paid = Money(2304)
    receipt = replace(samples.BY_CASH, lines=(reduced,), total=paid, customer=paid, cash_given=paid, change=ZERO)
    rows = text_of(receipt).split("\n")
    below = next(number for number, row in enumerate(rows) if "2×12.80" in row and row.endswith("23.04")) + 1
    assert rows[below].strip() == "已优惠 2.56"


def test_a_name_as_wide_as_the_paper_has_its_row_to_itself() -> None:
    cashier = "0" * 32
    rows = lay_out(replace(samples.BY_CASH, cashier=cashier), CHINESE, columns=32)
    assert cashier in render_text(rows, 32).split("\n")


WORDS = st.text(max_size=120)


@st.composite
def lines(draw: st.DrawFn) -> ReceiptLine:
    quantity, price = draw(st.integers(1, 999)), Money(draw(st.integers(0, 10**9)))
    gross = Money(price.fen * quantity)
    reduction = Money(draw(st.just(0) | st.integers(0, gross.fen)))
    return ReceiptLine(
        name=draw(WORDS),
        name_en=draw(WORDS),
        spec=draw(WORDS),
        maker=draw(WORDS),
        lot=draw(WORDS),
        expiry=draw(WORDS),
        quantity=quantity,
        price=price,
        amount=gross - reduction,
        class_code=draw(st.sampled_from(["01", "02", "03"])),
        is_prescription=draw(st.booleans()),
        payable_by_account=draw(st.booleans()),
        reduction=reduction,
    )


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    """Any receipt that can be built, its texts as bad as they come."""
    sold = tuple(draw(st.lists(lines(), max_size=4)))
    whole = total(line.amount for line in sold)
    insurance = replace(
        samples.INSURANCE, person=draw(WORDS), settlement_id=draw(WORDS), insurance=draw(WORDS), area=draw(WORDS)
    )
    return replace(
        samples.BY_ACCOUNT,
        pharmacy=draw(WORDS),
        cashier=draw(WORDS),
        sold_at=draw(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001  bounds are naive
        lines=sold,
        total=whole,
        account=whole,
        customer=ZERO,
        insurance=draw(st.sampled_from([insurance, None])),
    )


@given(receipts(), st.integers(0, 3), st.booleans(), st.sampled_from([32, 48]))
def test_no_line_is_wider_than_the_paper(receipt: Receipt, copy: int, bilingual: bool, columns: int) -> None:  # noqa: FBT001  drawn
    second = ENGLISH if bilingual else None
    rows = lay_out(receipt, CHINESE, second=second, columns=columns, copy=copy)
    lines = render_text(rows, columns).split("\n")
    assert max(width(line) for line in lines) <= columns
    for line in receipt.lines:
        assert any(str(line.amount) in shown for shown in lines)
