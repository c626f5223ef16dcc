"""What `sell` takes off: a line's discount or price, the bill's discount, and the manager's yes where one is needed."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict, TypeVar

import click

from pos_app.bootstrap import Counter
from pos_app.cli.answers import Answers
from pos_app.cli.options import manager_options
from pos_app.cli.staff import credentials
from pos_app.domain.basket import Basket
from pos_app.domain.cash import parse_cash
from pos_app.domain.discount import Discount, parse_discount
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode

_Command = TypeVar("_Command", bound=Callable[..., object])
_OPTIONS = (
    click.option("--discount", metavar="10%|5.00", help="Taken off the whole bill."),
    click.option("--line-discount", "line_discounts", multiple=True, metavar="CODE=10%|5.00", help="Off one line."),
    click.option("--price", "prices", multiple=True, metavar="CODE=9.90", help="Another price for one line."),
    manager_options,
)


class Reductions(TypedDict):
    """What was typed, by the options' names."""

    discount: str | None
    line_discounts: tuple[str, ...]
    prices: tuple[str, ...]
    manager: str | None
    manager_pin: str | None


def reduction_options(command: _Command) -> _Command:
    """Give a command the options of `Reductions`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def reduced(basket: Basket, typed: Reductions, counter: Counter, answers: Answers) -> Basket:
    """Take off what was asked for, in one change of the bill that one yes lets pass."""
    prices = tuple(_prices(typed["prices"], basket, counter, answers))
    lines = tuple(_discounts(typed["line_discounts"], basket, counter, answers))
    bill = None if typed["discount"] is None else _discount(typed["discount"], answers)

    def edit(bare: Basket) -> Basket:
        for code, price in prices:
            bare = bare.with_price(code, price)
        for code, discount in lines:
            bare = bare.with_line_discount(code, discount)
        return bare.with_discount(bill)

    manager = credentials(typed["manager"], typed["manager_pin"], answers)
    changed = counter.edits.change(basket, edit, manager)
    if isinstance(changed, Refusal):
        answers.refuse(changed)
    return changed


def _prices(texts: Sequence[str], basket: Basket, counter: Counter, answers: Answers) -> Iterator[tuple[str, Money]]:
    for code, text in _parted(texts, basket, counter, answers):
        price = parse_cash(text)
        if price is None:
            answers.refuse(Refusal(RefusalCode.PRICE_NOT_READ, text))
        yield code, price


def _discounts(
    texts: Sequence[str], basket: Basket, counter: Counter, answers: Answers
) -> Iterator[tuple[str, Discount]]:
    for code, text in _parted(texts, basket, counter, answers):
        yield code, _discount(text, answers)


def _parted(texts: Sequence[str], basket: Basket, counter: Counter, answers: Answers) -> Iterator[tuple[str, str]]:
    """Give own code and value; a code may be a barcode, as in --items."""
    for text in texts:
        number, _, value = (part.strip() for part in text.partition("="))
        product = counter.office.catalogue.find(number)
        if product is None or not basket.quantity_of(product.code):
            answers.reject("not_in_items", item=text)
        yield product.code, value


def _discount(text: str, answers: Answers) -> Discount:
    discount = parse_discount(text)
    if discount is None:
        answers.refuse(Refusal(RefusalCode.DISCOUNT_NOT_READ, text))
    return discount
