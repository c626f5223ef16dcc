"""Paying in parts at the window: cash, a scanned code, the card key, and waiting for a customer who pays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.checkout import states
from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Stage
from pos_app.wallet.scripts import Script
from tests.doubles.counter import ANTIBIOTIC, REMEDY, pay_code
from tests.doubles.link import Trouble
from tests.gui.sale_double import SaleDesk, modelled
from tests.gui.stage import settle

pytestmark = pytest.mark.usefixtures("qapp")
CODE = pay_code().text


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def model(desk: SaleDesk) -> Iterator[SaleViewModel]:
    with modelled(desk) as made:
        for number in (REMEDY.barcode, REMEDY.barcode, ANTIBIOTIC.barcode):
            made.take_text(number)
        made.read_bytes(desk.shown_picture())
        settle()
        assert isinstance(made.state, states.Tendering), "30.00 by insurance, 5.50 by the customer"
        yield made


def now(model: SaleViewModel) -> states.State:
    """Give the state anew, which what was pressed may have changed."""
    return model.state


def pass_time(model: SaleViewModel, desk: SaleDesk, seconds: float) -> None:
    desk.clock.advance(seconds=seconds)
    model._wake()
    settle()


def charged(desk: SaleDesk) -> list[int]:
    return [amount.fen for amount in desk.desk.wallet.standing().values()]


def test_a_scanned_code_pays_the_rest(model: SaleViewModel, desk: SaleDesk) -> None:
    assert model.take_text(CODE)
    settle()
    assert isinstance(now(model), states.Completed)
    assert charged(desk) == [550]
    assert model.view.result is not None
    assert "5.50" in {row.amount for row in model.view.result.rows}


def test_a_code_out_of_a_picture_pays_as_well(model: SaleViewModel, desk: SaleDesk) -> None:
    model.arm_scan()
    model.read_bytes(CODE.encode())
    settle()
    assert isinstance(now(model), states.Completed)
    assert charged(desk) == [550]


def test_typed_cash_comes_off_before_the_card(model: SaleViewModel, desk: SaleDesk) -> None:
    model.type_text("2.5")
    model.charge_card()
    settle()
    state = now(model)
    assert isinstance(state, states.Completed)
    draft = state.sale.draft
    assert (draft.cash, draft.card, draft.change) == (Money(250), Money(300), Money(0))
    assert charged(desk) == [300]


def test_a_part_is_shown_and_one_step_back_takes_it_off(model: SaleViewModel) -> None:
    model.type_text("2")
    model.forward()
    settle()
    assert model.view.sums.due == "¥3.50"
    assert model.view.entry.text == ""
    model.step_back()
    settle()
    assert model.view.sums.due == "¥5.50"


def test_while_the_customer_pays_the_window_waits_and_then_ends_the_sale(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.desk.channel.expect(Script.USER_PAYING)
    model.take_text(CODE)
    settle()
    assert isinstance(now(model), states.Charging)
    assert model.view.stage is Stage.UNKNOWN
    assert model.view.unknown is not None
    assert not model.view.unknown.is_trouble
    for _ in range(2):
        pass_time(model, desk, 5)
    assert isinstance(now(model), states.Completed)
    assert model.view.result is not None
    assert model.view.result.ticket is not None
    assert charged(desk) == [550]


def test_the_time_of_the_next_query_is_kept(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.desk.channel.expect(Script.NEVER_PAYS)
    model.take_text(CODE)
    settle()
    assert model._waking.isActive()
    assert 4000 <= model._waking.interval() <= 5000


def test_nothing_pressed_or_scanned_meanwhile_charges_twice(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.desk.channel.expect(Script.NEVER_PAYS)
    model.take_text(CODE)
    settle()
    before = model.state
    model.take_text(pay_code(2).text)
    model.take_text(REMEDY.barcode)
    model.read_bytes(desk.shown_picture())
    model.charge_card()
    settle()
    assert now(model) == before
    model.forward()
    model.forward()
    settle()
    assert isinstance(now(model), states.Charging)
    assert charged(desk) == []


def test_stopping_reverses_after_fifteen_seconds_and_asks_for_another_tender(
    model: SaleViewModel, desk: SaleDesk
) -> None:
    desk.desk.channel.expect(Script.NEVER_PAYS)
    model.take_text(CODE)
    settle()
    model.step_back()
    settle()
    pass_time(model, desk, 5)
    assert isinstance(now(model), states.Charging)
    pass_time(model, desk, 11)
    state = now(model)
    assert isinstance(state, states.Retendering)
    assert state.refusal.code is RefusalCode.PAYMENT_STOPPED
    assert model.view.entry.is_enabled
    model.give(Money(1000))
    model.forward()
    settle()
    assert isinstance(now(model), states.Completed)
    assert charged(desk) == []


def test_giving_up_after_a_refused_code_undoes_the_settlement(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.desk.channel.expect(Script.REFUSED)
    model.take_text(CODE)
    settle()
    assert isinstance(now(model), states.Retendering)
    assert "拒绝" in model.view.banner.message
    model.step_back()
    settle()
    assert isinstance(now(model), states.Refused)
    assert desk.platform.standing() == {}


def test_a_sale_with_an_unknown_outcome_can_be_parked_at_once(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.link.expect([Trouble.REQUEST_LOST] * 20)
    model.give(Money(550))
    model.forward()
    settle()
    assert isinstance(now(model), states.Asking)
    assert model.view.unknown is not None
    assert model.view.unknown.is_enabled
    model.leave_unknown()
    settle()
    assert now(model) == states.Selling()
    assert not model._waking.isActive()
    assert len(desk.desk.journal.open_intents()) == 1
