"""`reconcile` as a script sees it: the document, the exit codes, and a repair that is confirmed."""

from pathlib import Path

import pytest

from pos_app.cli.answers import ExitCode
from tests.cli.terminal import MANAGER, Terminal, assert_shape, noted
from tests.doubles.two_books import Deal, open_two_books

DAY = ("--date", "2026-11-21")


@pytest.fixture
def lost(terminal: Terminal) -> Deal:
    """Give a deal that the till dropped and the centre has all the same."""
    with open_two_books(terminal.data) as books:
        deal = books.deal()
        books.drop_here(deal)
        books.book_there(deal)
    return deal


def test_a_day_without_deals_agrees(terminal: Terminal) -> None:
    said = terminal("reconcile", *DAY, "--json")
    assert (said.code, said.document["agrees"], said.document["simulation"]) == (ExitCode.DONE, True, True)
    (day,) = said.document["days"]
    assert_shape(day, date=str, agrees=bool, compared=bool, gap_fen=int, groups=list, differences=list)
    assert terminal("reconcile", "--days", "3", "--json").document["days"][0]["date"] < "9"


def test_a_difference_is_told_with_its_story_and_a_proposal(terminal: Terminal, lost: Deal) -> None:
    said = terminal("reconcile", *DAY, "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.REFUSED, "books_differ")
    (difference,) = said.document["days"][0]["differences"]
    assert_shape(difference, id=str, kind=str, msgid=str, setl_id=str, gap_fen=int, repair=str, story=list)
    assert (difference["msgid"], difference["kind"], difference["repair"]) == (lost.msgid, "undone_here", "reverse")
    assert [moment["act"] for moment in difference["story"]] == ["frozen", "dropped"]
    assert "*" in difference["person_no"]
    for lang in ("zh", "en"):
        text = terminal("reconcile", *DAY, lang=lang).out
        assert lost.msgid in text
        assert difference["id"] in text


@pytest.mark.usefixtures("lost")
def test_a_repair_that_is_confirmed_makes_the_day_agree(terminal: Terminal) -> None:
    (difference,) = terminal("reconcile", *DAY, "--json").document["days"][0]["differences"]
    said = terminal("reconcile", *DAY, "--repair", difference["id"], "--yes", "--by", "王*", "--json")
    assert (said.code, said.document["repaired"], said.document["agrees"]) == (
        *(ExitCode.DONE, [difference["id"]], True),
    )
    assert terminal("reconcile", *DAY).code == ExitCode.DONE
    assert terminal("audit", "verify").code == ExitCode.DONE


def test_a_repair_wants_a_manager_where_somebody_is_signed_in(terminal: Terminal) -> None:
    terminal("shift", "open", "--cashier", "1001", "--pin", "741852")
    with open_two_books(terminal.data) as books:
        deal = books.deal()
        books.drop_here(deal)
        books.book_there(deal)
    (difference,) = terminal("reconcile", *DAY, "--json").document["days"][0]["differences"]
    repair = ("reconcile", *DAY, "--repair", difference["id"], "--yes", "--json")
    alone = terminal(*repair)
    assert (alone.code, alone.refusal["code"]) == (ExitCode.REFUSED, "approval_needed")
    assert terminal(*repair, *MANAGER).document["repaired"] == [difference["id"]]
    assert [row[2:] for row in noted(terminal.data, "approval_refused", "approved", "repairing", "repaired")] == [
        *(("1001", ""), ("1001", "8001"), ("1001", ""), ("1001", "")),
    ]


def test_the_days_report_can_be_written_with_it(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal("reconcile", *DAY, "--out", tmp_path / "out", "--json")
    assert said.code == ExitCode.DONE
    assert {Path(path).name for path in said.document["files"].values()} == {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_what_is_no_difference_cannot_be_repaired(terminal: Terminal) -> None:
    said = terminal("reconcile", *DAY, "--repair", "nothing", "--yes", "--json")
    assert (said.code, said.refusal["code"]) == (ExitCode.BAD_INPUT, "difference_unknown")
    assert terminal("reconcile", *DAY, "--repair", "nothing", "--json").code == ExitCode.BAD_INPUT
