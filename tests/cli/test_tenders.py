"""Paying by code, by card and by password from the command line, and closing what nobody can undo."""

from pathlib import Path

import pytest

from pos_app.bootstrap import open_back_office
from pos_app.cli.answers import ExitCode
from pos_app.config import read_config
from pos_app.host import SystemClock
from pos_app.resources import asset
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.numbers import Numbers
from tests.cli.terminal import MANAGER, Said, Terminal, noted
from tests.doubles.counter import insured_draft

WHY = "looked it up at the platform: never settled"
SELL = ("sell", "--json", "--items", "100001=1")  # 12.80 yuan
PAYS, OTHER_PAYS = "134567890123450001", "287654321098760002"
REFUSED, REPLY_LOST = "134567890123459803", "134567890123459804"


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        (("--pay-code", PAYS), (0, 1280, 0)),
        (("--pay-code", OTHER_PAYS, "--cash", "5"), (500, 780, 0)),
        (("--pay-code", REPLY_LOST), (0, 1280, 0)),
        (("--card", "--cash", "2.8"), (280, 0, 1000)),
        (("--card",), (0, 0, 1280)),
        (("--cash", "29."), (1280, 0, 0)),
    ],
)
def test_a_code_or_a_card_pays_what_the_cash_leaves(
    terminal: Terminal, options: tuple[str, ...], parts: tuple[int, ...]
) -> None:
    said = terminal(*SELL, *options)
    assert said.code == ExitCode.DONE, said
    for told in (said.document, terminal.sales()[-1]):
        assert (told["cash_fen"], told["mobile_fen"], told["card_fen"]) == parts
        assert told["state"] == "final"
    assert terminal("doctor").code == ExitCode.DONE


def test_a_refused_code_undoes_the_sale_and_says_why(terminal: Terminal) -> None:
    said = terminal(*SELL, "--code", terminal.code_text("short"), "--pay-code", REFUSED, "--items", "100001=5")
    assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, "payment_refused")
    assert [sale["state"] for sale in terminal.sales()] == ["dropped"]
    assert terminal("doctor").code == ExitCode.DONE


def test_a_code_that_was_used_is_refused(terminal: Terminal) -> None:
    assert terminal(*SELL, "--pay-code", PAYS).code == ExitCode.DONE
    assert terminal(*SELL, "--pay-code", PAYS).refusal["code"] == "pay_code_used"


def test_a_pay_code_is_nowhere_but_in_what_was_typed(terminal: Terminal) -> None:
    terminal(*SELL, "--pay-code", PAYS)
    terminal(*SELL, "--pay-code", REFUSED)
    kept = b"".join(file.read_bytes() for file in terminal.data.rglob("*") if file.is_file())
    assert [
        code for code in (PAYS, REFUSED) if code.encode() in kept or any(code in said for said in terminal.heard)
    ] == []


def test_the_customer_confirms_where_the_region_asks(terminal: Terminal, tmp_path: Path) -> None:
    config = _region(tmp_path, "asked = false", "asked = true")

    def sell(*options: str) -> tuple[int, str]:
        code = terminal.code_text("plenty")
        said = terminal.type(
            "--data", terminal.data, "--config", config, "--lang", "en", *SELL, "--code", code, *options
        )
        return said.code, said.document.get("state") or said.refusal["code"]

    assert sell() == (ExitCode.REFUSED, "password_needed")
    assert sell("--password", "111112") == (ExitCode.REFUSED, "password_wrong")
    assert sell("--password", "258036") == (ExitCode.DONE, "final")
    assert not any("258036" in said for said in terminal.heard)


def test_what_cannot_be_undone_is_closed_by_a_person_who_says_why(terminal: Terminal, tmp_path: Path) -> None:
    config = _region(tmp_path, 'reversible = ["2102"', 'reversible = ["2103"')

    def tasks(*options: str) -> Said:
        return terminal.type("--data", terminal.data, "--config", config, "--lang", "en", "tasks", *options, "--json")

    sale_no = _left_open(terminal.data)
    assert [task["id"] for task in tasks().document] == [sale_no]
    refused = tasks("resolve", sale_no)
    assert (refused.code, refused.document["outcome"]) == (ExitCode.REFUSED, "refused")
    alone = tasks("resolve", sale_no, "--reason", WHY)
    assert (alone.code, alone.refusal["code"]) == (ExitCode.REFUSED, "approval_needed")
    wrong = tasks("resolve", sale_no, "--reason", WHY, "--manager", "8001", "--manager-pin", "000000")
    assert (wrong.code, wrong.refusal["code"]) == (ExitCode.REFUSED, "pin_wrong")
    blank = tasks("resolve", sale_no, "--reason", " ", *MANAGER)
    assert (blank.code, blank.document["outcome"]) == (ExitCode.REFUSED, "refused")
    closed = tasks("resolve", sale_no, "--reason", WHY, *MANAGER)
    assert (closed.code, closed.document["outcome"]) == (ExitCode.DONE, "resolved")
    assert tasks().document == []
    assert [(sale["state"], sale["reason"]) for sale in terminal.sales()] == [("dropped", "resolved_by_person")]
    assert noted(terminal.data, "approval_refused", "approved", "resolved") == [
        ("approval_refused", f"approval_needed close_task {sale_no}", "1001", ""),
        ("approval_refused", f"pin_wrong close_task {sale_no}", "1001", "8001"),
        ("approved", f"close_task {sale_no}", "1001", "8001"),
        ("resolved", WHY, "1001", "8001"),
    ]


def _region(folder: Path, was: str, becomes: str) -> Path:
    """Give settings with a region that is Chengdu's but for one rule."""
    shipped = asset("regions/sichuan-chengdu.toml").read_text("utf-8")
    assert was in shipped
    region = folder / "region.toml"
    region.write_text(shipped.replace(was, becomes), "utf-8")
    config = folder / "config.toml"
    config.write_text(f'region = "{region}"\n', "utf-8")
    return config


def _left_open(data: Path) -> str:
    """Freeze a sale with insurance, as a till that is killed at this moment does."""
    config = read_config(data=data, file=None, language=None, locale="en_US", camera=None)
    with open_back_office(config) as office:
        numbers = Numbers(office.till_file, pharmacy_code=office.shop.code, till="01")
        journal = SqliteJournal(office.till_file, numbers, office.audit)
        return journal.freeze(insured_draft(), SystemClock().now()).sale_no
