"""A command that shows the books finishes first what a crash left open, but never the sale of a living till."""

from pathlib import Path

import pytest
from filelock import FileLock

from pos_app.bootstrap import open_back_office
from pos_app.config import read_config
from pos_app.domain.basket import EMPTY
from pos_app.domain.money import Money
from pos_app.domain.sale import SaleDraft
from pos_app.host import SystemClock
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.numbers import Numbers
from tests.cli.terminal import Terminal
from tests.doubles.counter import in_cash


def _left_open(data: Path) -> str:
    """Leave a cash sale frozen, as a till that is killed at this moment does."""
    config = read_config(data=data, file=None, language=None, locale="en_US", camera=None)
    with open_back_office(config) as office:
        product = next(iter(office.catalogue))
        numbers = Numbers(office.till_file, pharmacy_code="P51010000001", till="01")
        journal = SqliteJournal(office.till_file, numbers, office.audit)
        draft = SaleDraft(EMPTY.with_item(product), None, in_cash(Money(100_00)))
        return journal.freeze(draft, SystemClock().now()).sale_no


@pytest.mark.parametrize("command", ["journal", "tasks", "ledger"])
def test_the_books_are_shown_when_nothing_is_open_any_more(terminal: Terminal, command: str) -> None:
    sale_no = _left_open(terminal.data)

    said = terminal(command, "--json")

    assert sale_no in said.err
    assert terminal("tasks", "--json").document == []
    assert [(sale["sale"], sale["state"]) for sale in terminal("journal", "--json").document] == [(sale_no, "dropped")]


def test_the_sale_of_a_living_till_is_left_to_it(terminal: Terminal) -> None:
    sale_no = _left_open(terminal.data)

    with FileLock(terminal.data / "till.lock"):
        assert [task["id"] for task in terminal("tasks", "--json").document] == [sale_no]
        assert terminal("journal", "--json").document[0]["state"] == "open"
