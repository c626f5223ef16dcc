"""The request journal is bounded, and a journal that fails never stands in a trade's way."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.faults import StoreFault
from pos_app.verifier.exchanges import Door, Exchange, ExchangeFilter, KeptExchange, Notebook, Sent, exchange_of
from pos_app.verifier.store.sqlite_exchanges import SqliteExchanges
from tests.doubles.clock import NOON


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteExchanges]:
    with closing(SqliteExchanges(tmp_path / "exchanges.db", kept=5)) as opened:
        yield opened


def _exchange(number: int) -> Exchange:
    return exchange_of(f'{{"infno":"{number}","msgid":"M{number}"}}', '{"infcode":0}', at=NOON, door=Door.TRADE)


def test_the_oldest_make_room(log: SqliteExchanges) -> None:
    for first in range(0, 12, 3):
        log.add([_exchange(number) for number in range(first, first + 3)])
    assert [kept.exchange.infno for kept in log.find(ExchangeFilter())] == ["11", "10", "9", "8", "7"]


def test_an_exchange_reads_back_as_it_was(log: SqliteExchanges) -> None:
    noted = exchange_of('{"infno":"2103","msgid":"M1"}', "", at=NOON, door=Door.TRADE, sent=Sent.SILENT, fault="lost")
    assert noted.deviations
    log.add([noted])
    (kept,) = log.find(ExchangeFilter(fault="lost", text="2103", since=NOON))
    assert kept.exchange == noted
    assert log.get(kept.number) == kept
    assert log.get(kept.number + 1) is None


class _FullDisk:
    def add(self, exchanges: Sequence[Exchange]) -> None:
        raise StoreFault(f"no room for {len(exchanges)}")

    def find(self, wanted: ExchangeFilter) -> tuple[KeptExchange, ...]:
        raise NotImplementedError

    def get(self, number: int) -> KeptExchange | None:
        raise NotImplementedError


def test_a_journal_that_fails_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    notebook = Notebook(_FullDisk())
    notebook.note(_exchange(1))
    notebook.hand_over()
    assert "lost 1 exchanges" in caplog.text
    notebook.hand_over()


def test_notes_wait_until_they_are_a_lot(log: SqliteExchanges) -> None:
    notebook = Notebook(log)
    for number in range(3):
        notebook.hand_over(at_least=3)
        assert log.find(ExchangeFilter()) == ()
        notebook.note(_exchange(number))
    notebook.hand_over(at_least=3)
    assert len(log.find(ExchangeFilter())) == 3


def test_an_answer_made_in_vain_is_noted_as_none(log: SqliteExchanges) -> None:
    notebook = Notebook(log)
    notebook.note(_exchange(1))
    notebook.nothing_was_sent()
    notebook.hand_over()
    assert [kept.exchange.sent for kept in log.find(ExchangeFilter())] == [Sent.SILENT]
