"""`audit verify` and `doctor` over a real data folder that somebody has had a hand in."""

from contextlib import closing

import pytest
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal

SELL = ("sell", "--items", "100001=1", "--cash", "100")


def test_an_untouched_log_is_whole_and_its_head_fits(terminal: Terminal) -> None:
    terminal(*SELL)
    document = terminal("audit", "verify", "--json").document
    assert document["ok"]
    assert document["first_bad_row"] is None
    assert terminal("audit", "verify", "--head", document["head"]).code == ExitCode.DONE
    assert (terminal.data / "till-audit.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_bad_row_is_named(terminal: Terminal, lang: str) -> None:
    terminal(*SELL)
    _tamper(terminal, "UPDATE audit SET detail = 'another' WHERE id = 2")
    said = terminal("audit", "verify", "--json")
    assert said.code == ExitCode.REFUSED
    assert said.document["first_bad_row"] == 2
    assert said.refusal["code"] == "audit_changed"
    assert "2" in terminal("audit", "verify", lang=lang).out
    assert terminal("doctor").code == ExitCode.ENVIRONMENT


def test_a_cut_tail_is_found_by_the_code_on_paper(terminal: Terminal) -> None:
    terminal(*SELL)
    document = terminal("audit", "verify", "--json").document
    _tamper(terminal, "DELETE FROM audit WHERE id > 1")
    assert terminal("audit", "verify").code == ExitCode.DONE
    said = terminal("audit", "verify", "--head", document["head"], "--json")
    assert (said.code, said.refusal["code"], said.document["first_bad_row"]) == (ExitCode.REFUSED, "audit_cut", 2)


def test_what_is_no_head_is_bad_input(terminal: Terminal) -> None:
    said = terminal("audit", "verify", "--head", "12", "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.BAD_INPUT, "head_not_read")


def _tamper(terminal: Terminal, statement: str) -> None:
    with closing(sqlite3.connect(terminal.data / "till.db", isolation_level=None)) as database:
        for trigger in ("audit_no_update", "audit_no_delete"):
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(statement)
