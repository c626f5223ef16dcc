"""Those who put a person's data right: the insurance agency and the police, as a counter of the simulation."""

from collections.abc import Callable
from typing import TypeAlias

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.people import Person
from pos_app.verifier.store.protocol import Store

_Change: TypeAlias = Callable[[Person], Person | Refusal]


class Authorities:
    """What a person whom an activation or a sale has sent here comes for; None is done."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def supply_place(self, person_id: str) -> Refusal | None:
        """Let the agency supply the place of insurance that was missing: the first one it has on file."""
        return self._change(person_id, _with_place)

    def merge_records(self, person_id: str) -> Refusal | None:
        """Let the agency make one record out of several."""
        return self._change(person_id, lambda person: person.model_copy(update={"records_merged": True}))

    def correct_insurance_data(self, person_id: str) -> Refusal | None:
        return self._change(person_id, lambda person: person.model_copy(update={"insurance_data_right": True}))

    def correct_register(self, person_id: str) -> Refusal | None:
        """Let the police put name, number and photograph right."""
        right = {"known_to_police": True, "face_on_file": True}
        return self._change(person_id, lambda person: person.model_copy(update=right))

    def _change(self, person_id: str, change: _Change) -> Refusal | None:
        with self._store.write() as books:
            person = books.person_called(person_id)
            if person is None:
                return Refusal(RefusalCode.PERSON_UNKNOWN, person_id)
            changed = change(person)
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
