"""What must hold in the platform's books at any moment, written once: for tests, for `doctor`, for recovery."""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol


class Invariant(StrEnum):
    """Each value is the sentence that `doctor` prints."""

    BALANCED = "the postings of every entry add up to nothing"
    RUNNING = "every account's balance is the sum of its postings"
    NOT_OVERDRAWN = "no personal account is below nothing"
    ONE_MSGID_ONE_BILL = "one msgid has posted one settlement at most"
    PARTS_ADD_UP = "who pays makes up every bill"
    BILL_IS_POSTED = "every settlement has moved exactly what it says"
    UNDONE_ONCE = "a settlement is undone once at most, and by its own opposite"
    TOKEN_USED_ONCE = "a token has paid for one standing settlement at most"
    ANSWERED = "every settlement has the answer that was given for it"
    TOMBSTONES_ARE_EMPTY = "a trade that was reversed before it came has posted nothing"
    OWED_TO_PHARMACIES = "what is owed to a pharmacy is what its standing settlements say"
    WHOLE_FILE = "the file is whole and its tables are as they were made"


class Auditor(Protocol):
    def violations(self, invariant: Invariant) -> tuple[str, ...]:
        """Give the ids of what breaks an invariant."""
        ...


class Audited(Protocol):
    """A store, as far as this module needs one."""

    def read(self) -> AbstractContextManager[Auditor]: ...


def broken(store: Audited) -> dict[Invariant, tuple[str, ...]]:
    """Ask every invariant; give what breaks it (ids, never a name or a number of a person), empty where it holds."""
    with store.read() as reader:
        return {invariant: reader.violations(invariant) for invariant in Invariant}
