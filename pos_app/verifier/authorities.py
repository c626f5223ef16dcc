"""Those who put a person's data right: agency, police, hospital and bank, as one counter of the simulation."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.people import CardState, Person
from pos_app.verifier.store.protocol import Store
from pos_app.wire.code_lists import INSURED_NORMALLY

_Change: TypeAlias = Callable[[Person], Person | Refusal]


class Remedy(StrEnum):
    """What a person whom an activation or a sale has sent away comes for."""

    SUPPLY_PLACE = "supply-place"  # the place of insurance that was missing: the first one on file
    MERGE_RECORDS = "merge-records"  # one record out of several
    CORRECT_INSURANCE_DATA = "correct-insurance-data"
    CORRECT_REGISTER = "correct-register"  # the police: name, number and photograph
    UNFREEZE_ACCOUNT = "unfreeze-account"
    RESUME_INSURANCE = "resume-insurance"  # contributions are paid again
    DISCHARGE = "discharge"  # the hospital has settled its bill
    CLEAR_BLACKLIST = "clear-blacklist"
    REPLACE_CARD = "replace-card"


class Authorities:
    """Puts right what stood against a person; None is done, and what was right already stays so."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put_right(self, person_id: str, remedy: Remedy) -> Refusal | None:
        with self._store.write() as books:
            person = books.person_called(person_id)
            if person is None:
                return Refusal(RefusalCode.PERSON_UNKNOWN, person_id)
            changed = _CHANGES[remedy](person)
            if isinstance(changed, Refusal):
                return changed
            books.update_person(changed)
            return None


def _with_place(person: Person) -> Person | Refusal:
    if person.area:
        return person
    if not person.places:
        return Refusal(RefusalCode.INSUPLC_MISSING)
    place, *others = person.places
    return person.at_place(place, others)


def _with(**right: object) -> _Change:
    return lambda person: person.model_copy(update=right)


_CHANGES: Mapping[Remedy, _Change] = MappingProxyType(
    {
        Remedy.SUPPLY_PLACE: _with_place,
        Remedy.MERGE_RECORDS: _with(records_merged=True),
        Remedy.CORRECT_INSURANCE_DATA: _with(insurance_data_right=True),
        Remedy.CORRECT_REGISTER: _with(known_to_police=True, face_on_file=True),
        Remedy.UNFREEZE_ACCOUNT: _with(frozen=False),
        Remedy.RESUME_INSURANCE: _with(insurance_state=INSURED_NORMALLY),
        Remedy.DISCHARGE: _with(in_hospital=False),
        Remedy.CLEAR_BLACKLIST: _with(blacklisted=False),
        Remedy.REPLACE_CARD: _with(card_state=CardState.NORMAL),
    }
)
