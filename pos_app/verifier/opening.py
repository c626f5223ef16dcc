"""The first day of the books: people are entered and their accounts opened, once."""

from collections.abc import Sequence
from datetime import datetime

from pos_app.verifier.accounts import opening_entry
from pos_app.verifier.instants import whole_ms
from pos_app.verifier.people import Person
from pos_app.verifier.store.protocol import Store


def open_books(store: Store, people: Sequence[Person], *, at: datetime) -> None:
    """Enter those who are not in the books yet; at a later start nothing is left to do."""
    with store.write() as books:
        new = [person for person in people if not books.has_person(person.psn_no)]
        books.add_people(new)
        for person in new:
            entry = opening_entry(person.psn_no, person.opening, whole_ms(at)) if person.has_account else None
            if entry:
                books.post(entry)
