"""`refund`: from the number on a ticket to money back, its JSON, its papers and its refusals."""

from pathlib import Path

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import MANAGER, Terminal, assert_shape, noted

CASHIER = ("--cashier", "1001", "--pin", "741852")
BY_CASH = ("sell", "--items", "100001=2,100004=1", "--cash", "100", "--json")


def insured_sale(terminal: Terminal) -> str:
    code = terminal.code_text("plenty")
    said = terminal("sell", "--code", code, "--items", "100001=2,100004=1", "--cash", "50", "--json")
    return str(said.document["sale"])


def test_a_line_and_then_the_rest_of_a_cash_sale_come_back(terminal: Terminal) -> None:
    sale = terminal(*BY_CASH).document
    first = terminal("refund", sale["sale"], "--line", "1=1", "--json").document
    assert_shape(
        first,
        refund=str,
        sale=str,
        state=str,
        total_fen=int,
        insured_fen=int,
        cash_fen=int,
        mobile_fen=int,
        card_fen=int,
        receipt=dict,
        simulation=bool,
    )
    assert "-12.80" in Path(first["receipt"]["txt"]).read_text("utf-8")
    rest = terminal("refund", f"RCPT:{sale['sale']}", "--json").document
    assert first["cash_fen"] + rest["cash_fen"] == sale["total_fen"]
    assert terminal("refund", sale["sale"], "--json").refusal["code"] == "all_returned"
    assert terminal("refund", first["refund"], "--json").refusal["code"] == "not_a_sale"
    assert terminal("doctor").code == ExitCode.DONE


def test_a_part_of_an_insured_sale_is_a_cancellation_and_a_new_sale(terminal: Terminal) -> None:
    sale = insured_sale(terminal)
    refused = terminal("refund", sale, "--line", "2", "--json")
    assert (refused.code, refused.refusal["code"]) == (ExitCode.REFUSED, "voucher_for_the_rest")
    done = terminal("refund", sale, "--line", "2", "--code", terminal.code_text("plenty"), "--json").document
    assert done["insured_fen"] + done["cash_fen"] == done["total_fen"]
    assert done["anew"]["total_fen"] == 2560
    assert terminal("reconcile").code == ExitCode.DONE
    assert terminal("doctor").code == ExitCode.DONE


def test_a_code_gets_its_money_back(terminal: Terminal) -> None:
    sale = terminal("sell", "--items", "100001=2", "--pay-code", "134567890123450000", "--json").document["sale"]
    done = terminal("refund", sale, "--line", "1=1", "--json").document
    assert (done["mobile_fen"], done["cash_fen"]) == (1280, 0)
    assert terminal("doctor").code == ExitCode.DONE


def test_a_cashier_who_signed_in_needs_a_managers_yes(terminal: Terminal) -> None:
    terminal("shift", "open", *CASHIER, "--float", "100")
    sale = terminal(*BY_CASH).document["sale"]
    assert terminal("refund", sale, "--json").refusal["code"] == "approval_needed"
    assert terminal("refund", sale, *MANAGER, "--json").code == ExitCode.DONE
    report = terminal("shift", "x", "--json").document
    assert report["expected_fen"] == 10000


@pytest.mark.parametrize("line", ["0", "x", "1=", "1=0", "1=x", "-1", "1=1=1", "", "１"])
def test_a_line_that_is_none_is_bad_input(terminal: Terminal, line: str) -> None:
    said = terminal("refund", "0126112100001", "--line", line, "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.BAD_INPUT, "line_not_understood")


@pytest.mark.parametrize("line", ["1=3", "3", "2=2"])
def test_more_than_was_sold_is_refused(terminal: Terminal, line: str) -> None:
    sale = terminal(*BY_CASH).document["sale"]
    assert terminal("refund", sale, "--line", line, "--json").refusal["code"] == "return_too_many"


def test_a_number_that_nobody_knows_is_refused(terminal: Terminal) -> None:
    assert terminal("refund", "0199010100001", "--json").refusal["code"] == "sale_unknown"


def test_a_refund_that_nobody_answers_is_a_task_that_is_tried_again_or_closed(terminal: Terminal) -> None:
    away = ("--verifier", "http://127.0.0.1:9")
    sales = [insured_sale(terminal) for _ in range(2)]
    pending = [terminal(*away, "refund", sale, "--json") for sale in sales]
    assert [said.code for said in pending] == [ExitCode.UNKNOWN_OUTCOME] * 2
    first, second = (str(said.document["refund"]) for said in pending)
    listed = terminal(*away, "tasks", "--json").document
    assert [(task["id"], task["kind"]) for task in listed] == [(first, "refund"), (second, "refund")]
    tried = terminal(*away, "tasks", "resolve", first, "--json")
    assert (tried.code, tried.document["outcome"]) == (ExitCode.UNKNOWN_OUTCOME, "still_unknown")
    alone = terminal(*away, "tasks", "resolve", first, "--reason", "nobody answers", "--json")
    assert alone.refusal["code"] == "approval_needed"
    closed = terminal(*away, "tasks", "resolve", first, "--reason", "nobody answers", *MANAGER, "--json")
    assert (closed.code, closed.document["outcome"]) == (ExitCode.DONE, "resolved")
    done = terminal("tasks", "resolve", second, "--json")
    assert (done.code, done.document["outcome"]) == (ExitCode.DONE, "refunded")
    assert terminal("tasks", "--json").document == []
    assert terminal("refund", sales[0], "--json").refusal["code"] == "all_returned"
    assert terminal("doctor").code == ExitCode.DONE
    assert noted(terminal.data, "resolved") == [("resolved", f"{first} nobody answers", "1001", "8001")]
