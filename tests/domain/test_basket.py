"""A basket holds each product once, in the order it came, inside its limits."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import EMPTY, LINE_LIMIT, QUANTITY_LIMIT, Basket, LineItem, largest_cut
from pos_app.domain.discount import AmountOff, PercentOff
from pos_app.domain.money import ZERO, Money, line_amount, total
from pos_app.domain.product import PRICE_LIMIT, Product
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY, basket, product

SHELF = tuple(product(number, fen=number * 37) for number in range(LINE_LIMIT + 1))
FULL = Basket(tuple(LineItem(goods, 1) for goods in SHELF[:LINE_LIMIT]))


def test_the_total_is_the_sum_of_price_times_quantity() -> None:
    assert basket((REMEDY, 2), (ANTIBIOTIC, 3)).total == Money(2 * 1280 + 3 * 990)
    assert EMPTY.total == ZERO


def test_the_same_product_again_joins_its_line() -> None:
    goods = EMPTY.with_item(REMEDY).with_item(ANTIBIOTIC).with_item(REMEDY, 4)
    assert [(line.product.code, line.quantity) for line in goods.lines] == [(REMEDY.code, 5), (ANTIBIOTIC.code, 1)]
    assert goods.pieces == 6


@pytest.mark.parametrize("quantity", [0, -1, QUANTITY_LIMIT + 1])
def test_a_quantity_past_a_limit_is_refused(quantity: int) -> None:
    with pytest.raises(ValueError, match="quantity"):
        LineItem(REMEDY, quantity)
    with pytest.raises(ValueError, match="quantity"):
        basket((REMEDY, 1)).with_quantity(REMEDY.code, quantity)


def test_a_product_twice_is_no_basket() -> None:
    with pytest.raises(ValueError, match="once"):
        Basket((LineItem(REMEDY, 1), LineItem(REMEDY, 2)))


def test_a_full_basket_takes_more_of_what_it_has_and_nothing_else() -> None:
    assert FULL.can_take(SHELF[0])
    assert not FULL.can_take(SHELF[LINE_LIMIT])
    with pytest.raises(ValueError, match="once"):
        FULL.with_item(SHELF[LINE_LIMIT])


def test_the_fullest_basket_of_the_dearest_goods_is_still_an_amount() -> None:
    dearest = PRICE_LIMIT.fen - 1
    whole = Basket(tuple(LineItem(product(number, dearest), QUANTITY_LIMIT) for number in range(LINE_LIMIT)))
    assert whole.total == Money(dearest * QUANTITY_LIMIT * LINE_LIMIT)


@pytest.mark.parametrize("fen", [-1, PRICE_LIMIT.fen])
def test_a_price_out_of_bounds_is_no_product(fen: int) -> None:
    with pytest.raises(ValueError, match="price"):
        product(1, fen)


def test_a_code_that_is_not_there_changes_nothing() -> None:
    goods = basket()
    assert goods.with_quantity("nothing", 5) == goods
    assert goods.without_item("nothing") == goods


@given(st.lists(st.tuples(st.sampled_from((REMEDY, ANTIBIOTIC, CREAM)), st.integers(1, 500)), max_size=8))
def test_taking_what_can_be_taken_never_fails(picked: list[tuple[Product, int]]) -> None:
    goods = EMPTY
    for article, _ in picked:
        assert goods.can_take(article)
        goods = goods.with_item(article)
    for article, quantity in picked:
        goods = goods.with_quantity(article.code, quantity)
    assert goods.total == Money(sum(line.product.price.fen * line.quantity for line in goods.lines))
    assert goods.pieces == sum({article.code: quantity for article, quantity in picked}.values())


@given(st.integers(1, QUANTITY_LIMIT))
def test_can_take_says_what_with_item_does(held: int) -> None:
    goods = basket((REMEDY, held))
    if goods.can_take(REMEDY):
        assert goods.with_item(REMEDY).quantity_of(REMEDY.code) == held + 1
    else:
        with pytest.raises(ValueError, match="quantity"):
            goods.with_item(REMEDY)


def test_a_line_and_a_bill_can_be_reduced_together() -> None:
    goods = basket((REMEDY, 2), (ANTIBIOTIC, 1)).with_line_discount(REMEDY.code, PercentOff(10))
    assert [line.amount for line in goods.lines] == [Money(2304), Money(990)]
    goods = goods.with_discount(AmountOff(Money(294)))
    assert goods.total == Money(3000)
    assert [line.share for line in goods.lines] == [Money(206), Money(88)]
    assert goods.reduction == Money(2 * 1280 + 990 - 3000)


def test_another_price_counts_for_each_pack_and_can_be_taken_back() -> None:
    goods = basket((REMEDY, 3)).with_price(REMEDY.code, Money(1000))
    assert goods.total == Money(3000)
    assert goods.with_price(REMEDY.code, None) == basket((REMEDY, 3))


edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 5), st.integers(1, 9)),
        st.tuples(st.just("set"), st.integers(0, 5), st.integers(1, 999)),
        st.tuples(st.just("remove"), st.integers(0, 5), st.just(1)),
        st.tuples(st.just("price"), st.integers(0, 5), st.integers(0, 10**6)),
        st.tuples(st.just("percent"), st.integers(0, 5), st.integers(1, 99)),
        st.tuples(st.just("bill"), st.just(0), st.integers(1, 10**6)),
    ),
    max_size=25,
)


@given(steps=edits)
def test_however_a_bill_is_edited_its_lines_add_up_and_the_platform_can_multiply_them_back(
    steps: list[tuple[str, int, int]],
) -> None:
    goods = EMPTY
    for kind, place, number in steps:
        goods = _edited(goods, kind, SHELF[place], number)
        assert goods.total == total(line.amount for line in goods.lines)
        assert goods.total + goods.reduction == total(line.gross for line in goods.lines)
        for line in goods.lines:
            assert ZERO <= line.amount <= line.gross
            assert line_amount(line.unit_price, Decimal(line.quantity)) == line.amount


def _edited(goods: Basket, kind: str, item: Product, number: int) -> Basket:
    match kind:
        case "add":
            return goods.with_item(item, number) if goods.quantity_of(item.code) + number <= QUANTITY_LIMIT else goods
        case "set":
            return goods.with_quantity(item.code, number)
        case "remove":
            return goods.without_item(item.code)
        case "price":
            return goods.with_price(item.code, Money(number))
        case "percent":
            return goods.with_line_discount(item.code, PercentOff(number))
        case _:
            return goods.with_discount(AmountOff(Money(number)))


@pytest.mark.parametrize(
    ("goods", "percent"),
    [
        (EMPTY, Decimal(0)),
        (basket((REMEDY, 2)), Decimal(0)),
        (basket((REMEDY, 2), (CREAM, 1)).with_line_discount(CREAM.code, PercentOff(25)), Decimal(25)),
        (basket((REMEDY, 1)).with_price(REMEDY.code, Money(640)), Decimal(50)),
        (basket((REMEDY, 1)).with_price(REMEDY.code, Money(2000)), Decimal(0)),
    ],
)
def test_the_largest_cut_is_what_a_limit_is_about(goods: Basket, percent: Decimal) -> None:
    assert largest_cut(goods) == percent


def test_shares_that_are_not_of_the_bill_are_no_basket() -> None:
    with pytest.raises(ValueError, match="shared"):
        Basket((LineItem(REMEDY, 1, share=Money(5)),))
