"""What `doctor` asks of both books."""

from dataclasses import replace

import pytest

from pos_app.domain.audit import AuditHead, BadRow, Damage
from pos_app.domain.money import ZERO, Money
from pos_app.domain.reconciliation import Entry
from pos_app.services.checkup import agreement_check, audit_check, book_checks, plain, slug_of
from pos_app.storage.books import INVARIANTS as TILL_LAWS
from pos_app.storage.books import WHOLE
from pos_app.verifier.invariants import Invariant
from pos_app.wallet.ledger import INVARIANTS as CHANNEL_LAWS
from pos_app.wording import Language, Wording

ENTRY = Entry("S1", "V1", "51010000000001", "M1", Money(5), ZERO, Money(5))


def test_books_agree_exactly_when_they_are_the_same_but_for_open_tasks() -> None:
    assert agreement_check([ENTRY], [ENTRY], ()).ok
    for ours, theirs in (([ENTRY], []), ([], [ENTRY]), ([ENTRY], [replace(ENTRY, account=Money(4), fund=Money(1))])):
        check = agreement_check(ours, theirs, ())
        assert (check.ok, check.detail, bool(check.fix)) == (False, plain("M1 0.05"), True)
        assert agreement_check(ours, theirs, {"M1"}).ok


def test_settlements_of_other_tills_are_counted_and_not_compared() -> None:
    told = agreement_check([ENTRY], [ENTRY], (), others=3)
    assert told.ok
    assert told.detail.said(Wording(Language.ENGLISH)) == "1 settlements; 3 more are other tills'"


@pytest.mark.parametrize("language", Language)
def test_every_law_has_its_sentence(language: Language) -> None:
    wording = Wording(language)
    books = {"platform": [*Invariant], "till": [*TILL_LAWS, WHOLE], "channel": [*CHANNEL_LAWS, "the file is whole"]}
    for book, laws in books.items():
        for check in book_checks(book, dict.fromkeys(laws, ())):
            assert check.name.said(wording)
    if language is Language.ENGLISH:
        assert all(wording.say(f"doctor.law.{slug_of(law)}") == law for laws in books.values() for law in laws)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("damage", Damage)
def test_every_damage_to_the_audit_log_is_told(language: Language, damage: Damage) -> None:
    told = audit_check(AuditHead(3, "0" * 64), BadRow(2, damage))
    assert not told.ok
    assert "2" in told.detail.said(Wording(language))


def test_a_broken_law_is_a_failed_check_that_names_the_rows() -> None:
    whole, broken = book_checks("till", {"holds": (), "does not": ("0126112100001",)})
    assert (whole.ok, whole.fix) == (True, None)
    assert not broken.ok
    assert broken.detail == plain("0126112100001")
    assert broken.fix
