"""Setting a bill aside at the window and bringing it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.basket import EMPTY
from pos_app.domain.checkout.states import basket_of
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Stage, Tone
from tests.doubles.counter import ANTIBIOTIC, REMEDY, basket
from tests.gui.sale_double import SaleDesk, modelled
from tests.gui.stage import settle

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def model(tmp_path: Path) -> Iterator[SaleViewModel]:
    with modelled(SaleDesk(tmp_path)) as made:
        yield made


def _scan(model: SaleViewModel, *numbers: str) -> None:
    for number in numbers:
        assert model.take_text(number)
    settle()


def _park(model: SaleViewModel) -> None:
    model.park()
    settle()


def stage_of(model: SaleViewModel) -> Stage:
    return model.view.stage


def test_a_bill_is_set_aside_and_comes_back(model: SaleViewModel) -> None:
    _scan(model, REMEDY.barcode, REMEDY.barcode)
    _park(model)
    assert basket_of(model.state) == EMPTY
    assert model.view.banner.tone is Tone.GOOD
    _scan(model, ANTIBIOTIC.barcode)
    model.remove_line()
    settle()
    _park(model)
    assert stage_of(model) is Stage.TASKS
    assert model.view.tasks is not None
    ((first, _),) = model.view.tasks.rows
    assert "25.60" in first
    model.try_task()
    settle()
    assert stage_of(model) is Stage.GOODS
    assert basket_of(model.state) == basket((REMEDY, 2))


def test_with_nothing_set_aside_the_list_says_so(model: SaleViewModel) -> None:
    _park(model)
    assert model.view.tasks is not None
    assert model.view.tasks.rows == ()
    model.step_back()
    assert stage_of(model) is Stage.GOODS


def test_two_presses_set_one_bill_aside(model: SaleViewModel) -> None:
    _scan(model, REMEDY.barcode)
    model.park()
    model.park()
    settle()
    _park(model)
    assert model.view.tasks is not None
    assert len(model.view.tasks.rows) == 1


def test_a_bill_brought_back_twice_comes_once(model: SaleViewModel) -> None:
    _scan(model, REMEDY.barcode)
    _park(model)
    _park(model)
    model.try_task()
    model.try_task()
    settle()
    assert basket_of(model.state) == basket((REMEDY, 1))
