"""Asking the customer at the window whether the family's account may pay a part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.checkout.states import Agreeing, Completed, Selling, State, Tendering, basket_of
from pos_app.domain.money import ZERO, Money
from pos_app.gui.commands import Command
from pos_app.gui.view_models.sale.inputs import split_of
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Stage
from tests.doubles.counter import ANTIBIOTIC, REMEDY
from tests.gui.sale_double import SaleDesk, modelled
from tests.gui.stage import settle

FAMILY = Money(2_000)  # more than the 5.50 that the own account lacks

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    opened = SaleDesk(tmp_path)
    opened.platform.family = FAMILY
    return opened


@pytest.fixture
def model(desk: SaleDesk) -> Iterator[SaleViewModel]:
    with modelled(desk) as made:
        yield made


def test_the_customer_is_asked_before_the_family_pays(model: SaleViewModel, desk: SaleDesk) -> None:
    _present(model, desk)
    asked = model.view.unknown
    assert asked is not None
    assert (_kind(model), model.view.stage) == (Agreeing, Stage.UNKNOWN)
    assert (asked.is_question, asked.is_trouble) == (True, False)
    assert "5.50" in asked.title
    assert desk.platform.standing() == {}
    _press(model)
    assert (_kind(model), split_of(model.state).shared) == (Tendering, Money(550))
    _press(model)
    assert _kind(model) is Completed
    assert desk.platform.family == FAMILY - Money(550)


def test_where_the_customer_says_no_the_part_is_the_customers_own(model: SaleViewModel, desk: SaleDesk) -> None:
    _present(model, desk)
    model.leave_unknown()
    settle()
    split = split_of(model.state)
    assert (_kind(model), split.shared, split.cash) == (Tendering, ZERO, Money(550))
    model.give(Money(550))
    _press(model)
    assert _kind(model) is Completed
    assert desk.platform.family == FAMILY
    (settled,) = desk.platform.standing().values()
    assert settled.shared == ZERO


def test_a_step_back_from_the_question_keeps_the_goods(model: SaleViewModel, desk: SaleDesk) -> None:
    _present(model, desk)
    goods = basket_of(model.state)
    model.step_back()
    settle()
    assert model.state == Selling(goods)


def test_the_forward_key_says_what_it_answers(model: SaleViewModel, desk: SaleDesk) -> None:
    _present(model, desk)
    labels = {key.command: (key.label, key.is_enabled) for key in model.view.keys}
    assert labels[Command.PAY] == ("顾客同意", True)
    assert labels[Command.BACK][1]


def _present(model: SaleViewModel, desk: SaleDesk) -> None:
    for goods in (REMEDY, REMEDY, ANTIBIOTIC):
        assert model.take_text(goods.barcode)
    model.read_bytes(desk.shown_picture())
    settle()


def _kind(model: SaleViewModel) -> type[State]:
    return type(model.state)


def _press(model: SaleViewModel) -> None:
    model.forward()
    settle()
