"""The family's account at the command line: it pays after the own one, and where the customer says no it does not."""

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import Terminal, noted

FATHER = "family-father"  # 21.40 of his own, then his son's
SELL = ("sell", "--json", "--items", "100001=5", "--cash", "100")


@pytest.mark.parametrize(
    ("options", "account", "shared", "cash"), [((), 2140, 4260, 0), (("--no-shared",), 2140, 0, 4260)]
)
def test_the_familys_account_pays_where_the_customer_does_not_say_no(
    terminal: Terminal, options: tuple[str, ...], account: int, shared: int, cash: int
) -> None:
    said = terminal(*SELL, "--code", terminal.code_text(FATHER), *options)
    assert said.code == ExitCode.DONE, said
    told = said.document
    assert (told["account_fen"], told["shared_fen"], told["cash_fen"]) == (account, shared, cash)
    assert terminal("doctor").code == ExitCode.DONE
    ((_, detail, _, _),) = noted(terminal.data, "frozen")
    assert detail == " ".join([told["msgid"], *(("shared 42.60",) if shared else ())])
    back = terminal("refund", told["sale"], "--json")
    assert (back.document["insured_fen"], back.document["cash_fen"]) == (account + shared, cash)


@pytest.mark.parametrize("options", [(), ("--no-shared",)])
def test_what_is_kept_is_sold_anew_as_it_was_agreed(terminal: Terminal, options: tuple[str, ...]) -> None:
    sold = terminal(*SELL, "--code", terminal.code_text(FATHER), *options).document
    back = terminal("refund", sold["sale"], "--line", "1=1", "--code", terminal.code_text(FATHER), "--json")
    assert back.code == ExitCode.DONE, back
    assert bool(back.document["anew"]["shared_fen"]) == bool(sold["shared_fen"])
