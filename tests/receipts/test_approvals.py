"""The text of tickets as a person approved it; POS_APP_APPROVE=1 writes what is said now, and `git diff` shows it."""

import os
from pathlib import Path

import pytest

from pos_app.domain.receipt import Receipt
from pos_app.receipts.layout import lay_out
from pos_app.receipts.text import render_text
from pos_app.wording import Language, Wording
from tests.receipts import samples

APPROVED = Path(__file__).parent.parent / "approvals" / "receipts"
CHINESE, ENGLISH = Wording(Language.CHINESE), Wording(Language.ENGLISH)
TICKETS = {name: (receipt, None, 0) for name, receipt in samples.ALL.items()} | {
    "by_four_in_both_languages": (samples.BY_FOUR, ENGLISH, 0),
    "by_account_second_reprint": (samples.BY_ACCOUNT, None, 2),
}


@pytest.mark.parametrize(("name", "ticket"), TICKETS.items(), ids=TICKETS)
def test_a_ticket_reads_as_it_was_approved(name: str, ticket: tuple[Receipt, Wording | None, int]) -> None:
    receipt, second, copy = ticket
    said = render_text(lay_out(receipt, CHINESE, second=second, copy=copy))
    path = APPROVED / f"{name}.txt"
    if os.environ.get("POS_APP_APPROVE") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


def test_no_approval_is_left_over() -> None:
    assert {path.stem for path in APPROVED.glob("*")} == set(TICKETS)
