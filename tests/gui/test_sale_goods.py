"""Putting goods in by slots: what is searched for, picked, counted and taken out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout.states import Refused, basket_of
from pos_app.domain.refusal import RefusalCode
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Focus
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY
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


def test_a_search_offers_after_a_pause_and_enter_takes_the_mark(model: SaleViewModel, qtbot: QtBot) -> None:
    model.search("a")
    assert not model.view.found
    qtbot.waitUntil(lambda: bool(model.view.found), timeout=60_000)
    model.move(1)
    chosen = model.view.found[model.view.found_index].name
    model.pick()
    settle()
    assert [line.name for line in model.view.lines] == [chosen]
    assert model.view.entry.text == ""


@pytest.mark.parametrize(
    ("text", "name"), [("gmlkl", "感冒灵颗粒"), ("100003", "润肤霜"), ("阿莫西林胶囊", "阿莫西林胶囊")]
)
def test_enter_before_the_pause_takes_what_the_text_alone_means(model: SaleViewModel, text: str, name: str) -> None:
    model.search(text)
    model.pick()
    settle()
    assert [line.name for line in model.view.lines] == [name]


def test_a_text_that_means_nothing_or_several_is_said(model: SaleViewModel) -> None:
    model.search("zzz")
    model.pick()
    assert "zzz" in model.view.banner.message
    model.search("1000")
    model.pick()
    assert "1000" in model.view.banner.message
    assert len(model.view.found) == 3


def test_lines_are_changed_by_key(model: SaleViewModel) -> None:
    _scan(model, REMEDY.barcode, ANTIBIOTIC.barcode, CREAM.barcode)
    model.move(-1)
    model.change_quantity(1)
    settle()
    assert basket_of(model.state).quantity_of(ANTIBIOTIC.code) == 2
    model.begin_quantity()
    assert model.view.focus is Focus.QUANTITY
    model.type_text("12")
    model.set_quantity()
    settle()
    assert basket_of(model.state).quantity_of(ANTIBIOTIC.code) == 12
    model.remove_line()
    settle()
    assert basket_of(model.state).quantity_of(ANTIBIOTIC.code) == 0
    model.change_quantity(-1)
    settle()
    assert [line.product for line in basket_of(model.state).lines] == [REMEDY]


@pytest.mark.parametrize("typed", ["", "two", "-1", "1.5", "²"])
def test_what_is_no_quantity_changes_nothing(model: SaleViewModel, typed: str) -> None:
    _scan(model, REMEDY.barcode)
    model.begin_quantity()
    model.type_text(typed)
    model.set_quantity()
    settle()
    assert basket_of(model.state).quantity_of(REMEDY.code) == 1


def test_too_many_of_one_thing_is_said(model: SaleViewModel) -> None:
    _scan(model, REMEDY.barcode)
    model.begin_quantity()
    model.type_text("1000")
    model.set_quantity()
    settle()
    assert isinstance(model.state, Refused)
    assert model.state.refusal.code is RefusalCode.BASKET_FULL
