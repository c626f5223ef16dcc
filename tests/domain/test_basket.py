"""A basket holds each product once, in the order it came, inside its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.basket import EMPTY, LINE_LIMIT, QUANTITY_LIMIT, Basket, LineItem
from pos_app.domain.money import ZERO, Money
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
