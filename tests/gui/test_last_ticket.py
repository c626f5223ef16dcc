"""After a sale, also in another process: what a start says of it, and its ticket looked at and printed again by F9."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.domain.checkout import events
from pos_app.gui.commands import Command
from pos_app.gui.counter import Counter
from pos_app.gui.view_models.sale.view import BannerView, Tone
from pos_app.services.recovery import print_waiting
from tests.gui.sale_double import SaleDesk, opened
from tests.gui.stage import settle
from tests.services.test_refunds import sold_by_cash


@pytest.fixture
def desk(tmp_path: Path) -> SaleDesk:
    return SaleDesk(tmp_path)


def sell(desk: SaleDesk) -> str:
    """Sell something with another till at the same book, and leave its ticket unprinted."""
    desk.desk.tray.is_broken = True
    return sold_by_cash(desk.desk).sale_no


def f9(counter: Counter) -> BannerView:
    counter.window.do(Command.LAST_TICKET.value)
    settle()
    return counter.model.view.banner


def copies(desk: SaleDesk) -> list[tuple[str, str]]:
    with desk.desk.file.read() as database:
        return database.execute("SELECT sale_no, detail FROM audit WHERE action = 'reprint' ORDER BY id").fetchall()


@pytest.mark.parametrize(
    ("is_out_now", "words", "tone"),
    [(True, "小票刚刚补齐", Tone.GOOD), (False, "小票还没有打出", Tone.WARN)],
)
def test_a_start_says_how_the_last_sale_ended(
    desk: SaleDesk, qapp: QApplication, words: str, tone: Tone, *, is_out_now: bool
) -> None:
    number = sell(desk)
    if is_out_now:
        desk.last_ticket = desk.know_last_ticket(*print_waiting(desk.desk.journal, desk.printer, desk.clock))
    with opened(qapp, desk) as counter:
        banner = counter.model.view.banner
        assert number in banner.message
        assert words in banner.message
        assert banner.tone is tone


def test_a_sale_of_another_day_whose_paper_came_out_is_no_news(desk: SaleDesk, qapp: QApplication) -> None:
    sold_by_cash(desk.desk)
    desk.clock.moment += timedelta(days=1)
    with opened(qapp, desk) as counter:
        assert counter.model.view.banner.tone is Tone.PLAIN


def test_a_ticket_that_never_came_out_is_printed_as_itself_and_then_as_numbered_copies(
    desk: SaleDesk, qapp: QApplication
) -> None:
    number = sell(desk)
    with opened(qapp, desk) as counter:
        f9(counter)
        view = counter.model.view.ticket
        assert view is not None
        assert view.ticket is None
        assert f9(counter).tone is Tone.GOOD
        assert copies(desk) == []
        assert desk.desk.journal.waiting() == ()
        for copy in (1, 2):
            assert f"第 {copy} 次" in f9(counter).message
        view = counter.model.view.ticket
        assert view is not None
        assert view.ticket is not None
        assert view.ticket.text.endswith(" 2")
        assert copies(desk) == [(number, "1"), (number, "2")]
        assert not any(desk.desk.books.broken().values())


def test_a_printer_out_of_order_is_said_and_counts_no_copy(desk: SaleDesk, qapp: QApplication) -> None:
    sold_by_cash(desk.desk)
    with opened(qapp, desk) as counter:
        f9(counter)
        desk.printer.is_broken = True
        assert f9(counter).tone is Tone.WARN
        desk.printer.is_broken = False
        assert "第 1 次" in f9(counter).message
        assert len(copies(desk)) == 1


def test_the_copies_of_one_sale_are_not_counted_for_the_next(desk: SaleDesk, qapp: QApplication) -> None:
    sold_by_cash(desk.desk)
    desk.last_ticket.print_again()
    desk.desk.handle(events.NextCustomer())
    sold_by_cash(desk.desk)
    with opened(qapp, desk) as counter:
        f9(counter)
        assert "第 1 次" in f9(counter).message


def test_with_no_sale_yet_f9_says_so(desk: SaleDesk, qapp: QApplication) -> None:
    with opened(qapp, desk) as counter:
        assert "还没有打过小票" in f9(counter).message
