"""What the customer's phone asks of the platform: who is there, a fresh code, the account."""

from pos_app.domain.masking import mask_name
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PhoneOwner, ShownCode
from pos_app.verifier.accounts import personal
from pos_app.verifier.desk import Desk
from pos_app.verifier.instants import whole_ms
from pos_app.verifier.people import Person
from pos_app.verifier.ports import Clock
from pos_app.verifier.store.protocol import Reader, Store
from pos_app.verifier.vouchers import issue


class CustomerApp:
    """The phone's side of the platform; every name it gives is masked."""

    def __init__(self, *, store: Store, desk: Desk, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock

    def people(self) -> tuple[PhoneOwner, ...]:
        """List everybody in the order of the personas; the first is the default."""
        with self._store.read() as books:
            people = books.people()
            by_id = {person.id: person for person in people}
            return tuple(self._owner(books, person, by_id) for person in people)

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None
    ) -> ShownCode | Refusal:
        """Give a fresh code of the phone's owner, or of a member of the family."""
        with self._store.write() as books:
            owner = books.person_called(person_id)
            if owner is None:
                return Refusal(RefusalCode.PERSON_UNKNOWN, person_id)
            if member and member not in (owner.id, *owner.family):
                return Refusal(RefusalCode.NOT_IN_FAMILY, member)
            person = books.person_called(member) if member else owner
            if person is None:
                return Refusal(RefusalCode.PERSON_UNKNOWN, member or "")
            return issue(self._desk, books, person, kind=kind, channel=channel, at=whole_ms(self._clock.now()))

    def _owner(self, books: Reader, person: Person, by_id: dict[str, Person]) -> PhoneOwner:
        return PhoneOwner(
            person_id=person.id,
            masked_name=mask_name(person.name),
            insurance=person.insurance,
            area=person.area,
            area_zh=person.area_name_zh,
            area_en=person.area_name_en,
            balance=self._visible_balance(books, person),
            social_card_level=person.social_card_level,
            family=tuple(
                FamilyMember(member.id, mask_name(member.name), member.relation_zh, member.relation_en)
                for member in (by_id[member_id] for member_id in person.family)
            ),
            why_zh=person.why_zh,
            why_en=person.why_en,
        )

    def _visible_balance(self, books: Reader, person: Person) -> Money | None:
        if not (self._desk.profile.account.balance_query and person.balance_shown):
            return None
        return books.balance(personal(person.psn_no))
