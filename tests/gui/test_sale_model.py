"""The sale by its slots: what a person does, in the order in which it comes to the till."""

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.domain.checkout.states import Completed, Refused, Selling, Tendering, basket_of
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.faults import StoreFault
from pos_app.gui.view_models.sale.model import SaleViewModel
from pos_app.gui.view_models.sale.view import Focus, Stage, Tone
from tests.doubles.counter import ANTIBIOTIC, CREAM, REMEDY
from tests.doubles.link import Trouble
from tests.gui.sale_double import SaleDesk, modelled, reading
from tests.gui.stage import settle


class Later:
    """An executor that does its jobs only when the test lets it."""

    def __init__(self) -> None:
        self.jobs: deque[Callable[[], None]] = deque()

    def __call__(self, job: Callable[[], None]) -> object:
        self.jobs.append(job)
        return None

    def work(self) -> None:
        while self.jobs:
            self.jobs.popleft()()
            settle()


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


@pytest.fixture
def model(desk: SaleDesk) -> Iterator[SaleViewModel]:
    with modelled(desk) as made:
        yield made


def _scan(model: SaleViewModel, *numbers: str) -> None:
    for number in numbers:
        assert model.take_text(number)
    settle()


def _tendering(model: SaleViewModel, desk: SaleDesk) -> None:
    """Come to where 30.00 is paid by insurance and 5.50 by the customer."""
    _scan(model, REMEDY.barcode, REMEDY.barcode, ANTIBIOTIC.barcode)
    model.read_bytes(desk.shown_picture())
    settle()
    assert isinstance(model.state, Tendering)


def _give_what_is_due(model: SaleViewModel) -> None:
    assert isinstance(model.state, Tendering)
    model.give(model.state.split.cash)


def _press(model: SaleViewModel) -> None:
    model.forward()
    settle()


def _refused(model: SaleViewModel) -> RefusalCode | None:
    return model.state.refusal.code if isinstance(model.state, Refused) else None


def _stage(model: SaleViewModel) -> Stage:
    return model.view.stage


def _is_completed(model: SaleViewModel) -> bool:
    return isinstance(model.state, Completed)


def _sale(model: SaleViewModel) -> Completed:
    assert isinstance(model.state, Completed)
    return model.state


def test_two_quick_scans_are_both_in_the_basket(desk: SaleDesk) -> None:
    later = Later()
    with modelled(desk, till=later) as model:
        model.take_text(REMEDY.barcode)
        model.take_text(REMEDY.barcode)
        model.take_text(CREAM.barcode)
        later.work()
        assert basket_of(model.state).quantity_of(REMEDY.code) == 2
        assert basket_of(model.state).quantity_of(CREAM.code) == 1


def test_a_voucher_shows_the_split_and_waits_for_cash_that_somebody_counts(
    model: SaleViewModel, desk: SaleDesk
) -> None:
    _tendering(model, desk)
    assert model.view.entry.text == ""
    _press(model)
    assert isinstance(model.state, Tendering)
    assert model.view.focus is Focus.CASH
    assert model.view.person.name == "李**"


def test_enter_takes_the_cash_and_gives_change(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    model.type_text("10")
    _press(model)
    assert _sale(model).sale.draft.change == Money(450)
    assert model.view.result is not None
    assert model.view.result.ticket is not None
    assert desk.platform.balance_of("51010000000001") == Money(0)


def test_a_second_confirmation_while_busy_settles_once(desk: SaleDesk) -> None:
    later = Later()
    with modelled(desk, till=later) as model:
        model.take_text(REMEDY.barcode)
        later.work()
        model.read_bytes(desk.shown_picture())
        settle()
        later.work()
        model.forward()
        model.forward()
        assert len(later.jobs) == 1
        assert not model.view.keys[-1].is_enabled
        later.work()
        assert isinstance(model.state, Completed)
        assert set(desk.platform.times_moved.values()) == {1}


def test_the_second_half_of_a_double_click_leaves_the_result_on_the_screen(
    model: SaleViewModel, desk: SaleDesk
) -> None:
    _tendering(model, desk)
    _give_what_is_due(model)
    _press(model)
    desk.clock.advance(seconds=0.2)
    _press(model)
    assert _is_completed(model)
    desk.clock.advance(seconds=0.4)
    _press(model)
    assert model.state == Selling()
    assert model.view.focus is Focus.SEARCH


def test_without_a_voucher_all_is_cash(model: SaleViewModel) -> None:
    _scan(model, CREAM.barcode)
    _press(model)
    assert model.view.entry.text == ""
    model.give(Money(10_000))
    _press(model)
    assert _sale(model).sale.draft.change == Money(3200)
    assert _sale(model).sale.settlement is None


def test_too_little_cash_is_said_and_nothing_moves(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    model.type_text("5")
    _press(model)
    assert isinstance(model.state, Tendering)
    assert "0.50" in model.view.banner.message
    assert model.view.sums.due == "¥0.50"
    assert model.view.entry.text == ""
    model.type_text("0")
    _press(model)
    assert model.view.banner.tone is Tone.BAD
    assert not desk.platform.standing()


@pytest.mark.parametrize("typed", ["", "five", "1e3"])
def test_what_is_no_amount_is_said(model: SaleViewModel, desk: SaleDesk, typed: str) -> None:
    _tendering(model, desk)
    model.type_text(typed)
    _press(model)
    assert isinstance(model.state, Tendering)
    assert "金额" in model.view.banner.message


def test_going_back_never_loses_the_goods(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    for _ in range(4):
        model.step_back()
        settle()
    assert basket_of(model.state).pieces == 3
    assert isinstance(model.state, Selling)


def test_goods_wait_while_money_is_taken(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    _scan(model, CREAM.barcode)
    assert isinstance(model.state, Tendering)
    assert basket_of(model.state).pieces == 3
    assert model.view.banner.tone is Tone.WARN


def test_goods_scanned_over_a_result_begin_the_next_sale(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    _give_what_is_due(model)
    _press(model)
    _scan(model, CREAM.barcode)
    assert basket_of(model.state).pieces == 1
    assert _stage(model) is Stage.GOODS


@pytest.mark.parametrize(
    ("payloads", "code"),
    [
        ((), RefusalCode.NO_CODE),
        ((b"42400000000000000001995100", b"other"), RefusalCode.SEVERAL_CODES),
        ((b"134567890123456789",), RefusalCode.PAY_CODE_NOT_VOUCHER),
        ((b"\xff\xfe",), RefusalCode.NOT_A_VOUCHER),
    ],
)
def test_a_wrong_picture_is_said_and_the_scanner_stays_ready(
    model: SaleViewModel, payloads: tuple[bytes, ...], code: RefusalCode
) -> None:
    _scan(model, REMEDY.barcode)
    model.arm_scan()
    model.take_reading(reading(*payloads))
    settle()
    assert _refused(model) is code
    assert model.view.scan.is_armed
    assert basket_of(model.state).pieces == 1


def test_an_unreadable_file_is_said(model: SaleViewModel, desk: SaleDesk, tmp_path: Path) -> None:
    _scan(model, REMEDY.barcode)
    desk.pictures.refuse = RefusalCode.PICTURE_NOT_A_PICTURE
    (tmp_path / "x.png").write_bytes(b"text")
    model.read_file(tmp_path / "x.png")
    settle()
    assert model.state == Refused(basket_of(model.state), Refusal(RefusalCode.PICTURE_NOT_A_PICTURE))


def test_a_used_code_is_refused_and_a_fresh_one_works(model: SaleViewModel, desk: SaleDesk) -> None:
    _scan(model, REMEDY.barcode)
    picture = desk.shown_picture()
    for _ in range(2):
        model.read_bytes(picture)
        settle()
        model.step_back()
        settle()
    model.read_bytes(picture)
    settle()
    assert _refused(model) is RefusalCode.CODE_USED
    model.read_bytes(desk.shown_picture())
    settle()
    assert isinstance(model.state, Tendering)


def test_scanning_a_voucher_needs_goods(model: SaleViewModel) -> None:
    model.arm_scan()
    settle()
    assert _refused(model) is RefusalCode.BASKET_EMPTY
    assert not model.view.scan.is_armed


def test_what_is_no_code_is_left_to_the_keyboard(model: SaleViewModel) -> None:
    assert not model.take_text("100001")
    assert not model.take_text("gmlkl1")


def test_a_code_that_was_typed_key_by_key_is_taken_and_never_shown(model: SaleViewModel, desk: SaleDesk) -> None:
    _scan(model, REMEDY.barcode)
    model.search("134567890123456789")
    model.pick()
    settle()
    assert _refused(model) is RefusalCode.PAY_CODE_NOT_VOUCHER
    assert "1345678901" not in repr(model.view)
    code = desk.show_code().text
    model.search(code)
    model.pick()
    settle()
    assert isinstance(model.state, Tendering)
    assert code not in repr(model.view)


def test_an_unknown_outcome_is_asked_again_until_it_is_known(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    desk.link.expect([Trouble.REPLY_LOST] * 8)
    _give_what_is_due(model)
    _press(model)
    assert _stage(model) is Stage.UNKNOWN
    _press(model)
    assert _stage(model) is Stage.UNKNOWN
    desk.link.heal()
    _press(model)
    assert isinstance(model.state, Completed)
    assert len(desk.platform.standing()) == 1


def test_the_next_customer_need_not_wait_for_an_unknown_outcome(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    desk.link.expect([Trouble.REPLY_LOST] * 7)
    _give_what_is_due(model)
    _press(model)
    model.leave_unknown()
    settle()
    assert model.state == Selling()
    assert len(desk.desk.journal.open_intents()) == 1


def test_a_dead_printer_changes_no_money(model: SaleViewModel, desk: SaleDesk) -> None:
    desk.printer.is_broken = True
    _tendering(model, desk)
    _give_what_is_due(model)
    _press(model)
    assert model.view.result is not None
    assert model.view.result.paper_tone is Tone.WARN
    assert len(desk.platform.standing()) == 1


def test_a_book_that_cannot_be_written_is_said_and_stops_the_selling(
    model: SaleViewModel, desk: SaleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tendering(model, desk)

    def full(*_args: object) -> None:
        raise StoreFault("disk full")

    monkeypatch.setattr(desk.desk.journal, "freeze", full)
    _give_what_is_due(model)
    _press(model)
    assert "disk full" in model.view.banner.message
    assert not desk.platform.standing()


def test_the_window_waits_for_money_that_moves(desk: SaleDesk, qtbot: QtBot) -> None:
    later = Later()
    with modelled(desk, till=later) as model:
        model.take_text(REMEDY.barcode)
        later.work()
        assert model.ask_to_close()
        model.forward()
        assert not model.ask_to_close()
        with qtbot.waitSignal(model.may_close, timeout=60_000):
            later.work()


def test_the_last_ticket_can_be_seen_again_in_the_next_sale(model: SaleViewModel, desk: SaleDesk) -> None:
    _tendering(model, desk)
    _give_what_is_due(model)
    _press(model)
    desk.clock.advance(seconds=1)
    _press(model)
    model.show_last_ticket()
    assert _stage(model) is Stage.TICKET
    model.step_back()
    assert _stage(model) is Stage.GOODS
