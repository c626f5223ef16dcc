"""`sell` with something taken off: what the customer pays, what the ticket says, and who must say yes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal

CASHIER = ("--cashier", "1001", "--pin", "741852")
MANAGER = ("--manager", "8001", "--manager-pin", "159753")
SELL = ("sell", "--items", "100001=2,100003=1", "--cash", "100", "--json")


@pytest.mark.parametrize(
    ("options", "taken_off"),
    [
        ((), 0),
        (("--discount", "10%"), 321),
        (("--discount", "3.00"), 300),
        (("--line-discount", "100001=10%"), 256),
        (("--line-discount", "100001=1.00", "--line-discount", "100003=5%", "--discount", "1"), 233),
    ],
)
def test_what_is_taken_off_is_said_and_not_paid(terminal: Terminal, options: tuple[str, ...], taken_off: int) -> None:
    whole = terminal(*SELL).document["total_fen"]
    sale = terminal(*SELL, *options).document
    assert (sale["reduction_fen"], whole - sale["total_fen"]) == (taken_off, taken_off)
    assert ("已优惠" in Path(sale["receipt"]["txt"]).read_text("utf-8")) is bool(taken_off)


def test_a_price_is_changed_for_one_line(terminal: Terminal) -> None:
    sale = terminal("sell", "--items", "100001=2", "--price", "100001=9.90", "--cash", "20", "--json").document
    assert (sale["total_fen"], sale["change_fen"]) == (1980, 20)
    assert terminal("doctor").code == ExitCode.DONE


def test_above_the_limit_a_manager_is_needed_and_the_log_names_both(terminal: Terminal) -> None:
    terminal("shift", "open", *CASHIER)
    assert terminal(*SELL, "--discount", "10%").code == ExitCode.DONE
    for options in (("--discount", "11%"), ("--price", "100001=13")):
        refused = terminal(*SELL, *options)
        assert (refused.code, refused.refusal["code"]) == (ExitCode.REFUSED, "approval_needed")
        assert terminal(*SELL, *options, *MANAGER).code == ExitCode.DONE
    with closing(sqlite3.connect(terminal.data / "till.db")) as database:
        query = "SELECT action, actor, approver FROM audit WHERE detail LIKE '%discount%' ORDER BY id"
        noted = database.execute(query).fetchall()
    assert noted == [("approval_refused", "1001", ""), ("approved", "1001", "8001")] * 2
    assert terminal("audit", "verify").code == ExitCode.DONE


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--discount", "0%", "discount_not_read"),
        ("--discount", "", "discount_not_read"),
        ("--line-discount", "100001", "discount_not_read"),
        ("--line-discount", "100002=10%", "not_in_items"),
        ("--price", "100001=cheap", "price_not_read"),
        ("--price", "nothing=1", "not_in_items"),
    ],
)
def test_what_cannot_be_read_is_bad_input(terminal: Terminal, option: str, value: str, code: str) -> None:
    said = terminal(*SELL, option, value)
    assert (said.code, said.refusal["code"]) == (ExitCode.BAD_INPUT, code)
    assert terminal.sales() == []


def test_platform_and_till_agree_on_an_insured_bill_with_odd_discounts(terminal: Terminal) -> None:
    code = terminal.code_text("plenty")
    options = ("--line-discount", "100001=7%", "--discount", "3%", "--cash", "50", "--json")
    said = terminal("sell", "--code", code, "--items", "100001=3,100004=1", *options)
    assert said.code == ExitCode.DONE, said
    parts = ("fund_fen", "account_fen", "shared_fen", "cash_fen")
    assert sum(said.document[part] for part in parts) == said.document["total_fen"]
    assert terminal("reconcile").code == ExitCode.DONE
    assert terminal("doctor").code == ExitCode.DONE
