"""The first day of the books: people are entered and their accounts opened, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from pos_app.domain.password import WRONG_ALLOWED, PasswordGuard
from pos_app.verifier.accounts import crowd_entry, opening_entry
from pos_app.verifier.instants import whole_ms
from pos_app.verifier.people import PasswordState, Person, refuse_real_numbers
from pos_app.verifier.store.protocol import Store

_LOT = 1000
_FOR_GOOD = timedelta(days=3650)  # a persona's lock lasts until the password is recovered


def open_books(store: Store, people: Sequence[Person], *, at: datetime) -> None:
    """Enter those who are not in the books yet; at a later start nothing is left to do."""
    with store.write() as books:
        new = [person for person in people if not books.has_person(person.psn_no)]
        books.add_people(new)
        for person in new:
            if person.password is PasswordState.LOCKED:
                books.save_guard(person.psn_no, before=PasswordGuard(), after=_locked(at))
            entry = opening_entry(person.psn_no, person.opening, whole_ms(at)) if person.has_account else None
            if entry:
                books.post(entry)


def enter_crowd(store: Store, people: Iterable[Person], *, at: datetime) -> int:
    """Enter generated people, a thousand a commit; give how many were new.

    Their accounts are opened by one entry a commit: the contributions of all of them, each into its own account.
    """
    entered = 0
    waiting = iter(people)
    while lot := tuple(islice(waiting, _LOT)):
        refuse_real_numbers(lot)
        with store.write() as books:
            new = [person for person in lot if books.enter_generated(person)]
            entry = crowd_entry([(person.psn_no, person.opening) for person in new], whole_ms(at))
            if entry:
                books.post(entry)
        entered += len(new)
    return entered


def _locked(at: datetime) -> PasswordGuard:
    return PasswordGuard(WRONG_ALLOWED, 1, whole_ms(at) + _FOR_GOOD)
