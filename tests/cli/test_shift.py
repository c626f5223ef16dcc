"""`shift`: a whole day from the command line, its JSON, its papers and its refusals."""

from pathlib import Path

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import MANAGER, Terminal, assert_shape, noted

CASHIER = ("--cashier", "1001", "--pin", "741852")
SELL = ("sell", "--items", "100001=2", "--cash", "50")


def test_a_day_from_open_to_z(terminal: Terminal) -> None:
    opened = terminal("shift", "open", *CASHIER, "--float", "200", "--json").document
    assert_shape(opened, shift=str, cashier=str, at=str, float_fen=int, platform_signed_in=bool, unsigned=bool)
    sold = terminal(*SELL, "--json").document
    assert "1001 陈*" in Path(sold["receipt"]["txt"]).read_text("utf-8")
    terminal("shift", "in", "100", "--reason", "coins")
    out = terminal("shift", "out", "50.5", "--reason", "bank", *MANAGER, "--json").document
    assert (out["amount_fen"], out["approver"]) == (5050, "8001")
    x = terminal("shift", "x", "--json").document
    assert x["z_no"] is None
    expected = 20000 + sold["total_fen"] + 10000 - 5050
    assert (x["expected_fen"], x["sold_fen"]) == (expected, sold["total_fen"])
    assert x["tenders"] == {"cash_fen": sold["total_fen"]}
    closed = terminal("shift", "close", "--count", f"0.01={expected}", "--json")
    assert closed.code == ExitCode.DONE
    z = closed.document
    assert (z["z_no"], z["difference_fen"], z["counted_fen"], z["platform_signed_out"]) == (1, 0, expected, True)
    for face in ("txt", "png", "pdf"):
        assert Path(z["receipt"][face]).stat().st_size > 0
    again = terminal("shift", "z", "1", "--json").document
    assert again == {key: value for key, value in z.items() if key != "platform_signed_out"}
    assert terminal("audit", "verify", "--head", z["audit"]["head"]).code == ExitCode.DONE
    assert terminal("doctor").code == ExitCode.DONE
    assert list((terminal.data / "backups").glob("*.zip"))


def test_a_difference_is_closed_with_a_reason_and_a_manager(terminal: Terminal) -> None:
    terminal("shift", "open", *CASHIER, "--float", "10")
    for arguments, code in (
        ((), "count_needed"),
        (("--count", "5=1"), "difference_needs_reason"),
        (("--count", "5=1", "--reason", "lost"), "approval_needed"),
        (("--count", "5=1", "--reason", "lost", "--manager", "1002", "--manager-pin", "963258"), "approver_may_not"),
        (("--count", "5=1", "--reason", "lost", "--manager", "8001", "--manager-pin", "000000"), "pin_wrong"),
    ):
        said = terminal("shift", "close", *arguments, "--json")
        assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, code)
    z = terminal("shift", "close", "--count", "5=1", "--reason", "lost", *MANAGER, "--json").document
    assert (z["difference_fen"], z["reason"], z["approver"]) == (-500, "lost", "8001 赵**")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sale_without_a_shift_opens_one_that_says_so(terminal: Terminal, lang: str) -> None:
    assert terminal(*SELL).code == ExitCode.DONE
    assert terminal("shift", "x", "--json").document["unsigned"]
    assert terminal("shift", "x", lang=lang).code == ExitCode.DONE
    assert terminal("shift", "close", "--count", "10=2,5=1,0.5=1,0.1=1", lang=lang).code == ExitCode.DONE


def test_where_shifts_are_required_nothing_is_sold_without_one(terminal: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("shift_required = true\n", encoding="utf-8")
    said = terminal("--config", settings, *SELL, "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, "shift_not_open")
    assert terminal.sales() == []
    terminal("--config", settings, "shift", "open", *CASHIER)
    assert terminal("--config", settings, *SELL).code == ExitCode.DONE


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("x",), "shift_not_open", ExitCode.REFUSED),
        (("z",), "shift_not_open", ExitCode.REFUSED),
        (("close", "--count", "0"), "shift_not_open", ExitCode.REFUSED),
        (("in", "5", "--reason", "coins"), "shift_not_open", ExitCode.REFUSED),
        (("in", "5x", "--reason", "coins"), "cash_not_an_amount", ExitCode.BAD_INPUT),
        (("in", "0", "--reason", "coins"), "cash_not_an_amount", ExitCode.BAD_INPUT),
        (("close", "--count", "3=1"), "count_not_read", ExitCode.BAD_INPUT),
        (("open", "--cashier", "1001", "--pin", "000000"), "pin_wrong", ExitCode.REFUSED),
        (("open", "--cashier", "9001", "--pin", "357159"), "role_may_not", ExitCode.REFUSED),
        (("open", "--cashier", "4711", "--pin", "000000"), "staff_unknown", ExitCode.REFUSED),
    ],
)
def test_what_is_refused(terminal: Terminal, arguments: tuple[str, ...], code: str, exit_code: ExitCode) -> None:
    said = terminal("shift", *arguments, "--json")
    assert (said.code, said.refusal["code"]) == (exit_code, code)


def test_no_pin_is_said_or_kept(terminal: Terminal) -> None:
    terminal("shift", "open", *CASHIER, "--float", "10")
    terminal("shift", "close", "--count", "5=1", "--reason", "lost", *MANAGER, "--json")
    files = [path for path in terminal.data.rglob("*") if path.is_file() and path.suffix != ".zip"]
    content = b"".join(path.read_bytes() for path in files) + "".join(terminal.heard).encode()
    assert [pin for pin in (b"741852", b"159753") if pin in content] == []


def test_the_drawer_opens_for_a_reason_and_a_manager_and_the_audit_log_has_both(terminal: Terminal) -> None:
    terminal("shift", "open", *CASHIER)
    for options, code in (
        (MANAGER, "reason_needed"),
        (("--reason", "change"), "approval_needed"),
        (("--reason", "change", "--manager", "8001", "--manager-pin", "000000"), "pin_wrong"),
    ):
        said = terminal("drawer", "open", *options, "--json")
        assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, code)
    opened = terminal("drawer", "open", "--reason", "change", *MANAGER, "--json")
    assert opened.code == ExitCode.DONE
    keep = {"reason": "change", "cashier": "1001", "approver": "8001", "simulation": True}
    assert {**opened.document, "at": ""} == {**keep, "at": ""}
    rows = noted(terminal.data, "drawer_opened", "approval_refused")
    assert [(action, actor, approver) for action, _, actor, approver in rows] == [
        ("approval_refused", "1001", ""),
        ("approval_refused", "1001", "8001"),
        ("drawer_opened", "1001", "8001"),
    ]
