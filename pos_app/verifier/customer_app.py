"""What the customer's phone asks of the platform: who is there, a fresh code, the account, and how to open it all."""

from pos_app.domain.activation import Activation, FaceShown, IdentityTyped, PasswordChosen, StepInput, advance
from pos_app.domain.code import PayChannel
from pos_app.domain.family import FamilyApplication
from pos_app.domain.masking import mask_name
from pos_app.domain.money import Money
from pos_app.domain.pay_code import ShownPayCode, fresh_pay_code
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, Place, ShownCode
from pos_app.verifier import payment_password
from pos_app.verifier.accounts import personal
from pos_app.verifier.desk import Desk
from pos_app.verifier.family_account import add_member, is_in_family, members_of, remove_member, set_sharing
from pos_app.verifier.instants import whole_ms
from pos_app.verifier.limits import check_issues
from pos_app.verifier.people import Person
from pos_app.verifier.ports import Clock
from pos_app.verifier.store.protocol import Reader, Store
from pos_app.verifier.vouchers import issue


class CustomerApp:
    """The phone's side of the platform; every name it gives is masked, and a no is a Refusal."""

    def __init__(self, *, store: Store, desk: Desk, clock: Clock) -> None:
        self._store = store
        self._desk = desk
        self._clock = clock

    def people(self) -> tuple[PhoneOwner, ...]:
        """List everybody in the order of the personas; the first is the default."""
        with self._store.read() as books:
            return tuple(self._owner(books, person) for person in books.people())

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None, by_hand: bool = False
    ) -> ShownCode | Refusal:
        """Give a fresh code of the phone's owner, or of a member of the family.

        A person who taps (`by_hand`) gets six a minute at most; a script that plays many customers is not held up.
        """
        at = whole_ms(self._clock.now())
        with self._store.write() as books:
            owner, person = _owner_and_payer(books, person_id, member)
            if isinstance(person, Refusal):
                return person
            if kind is CodeKind.CERTIFICATE and owner and not books.activation(owner, channel).is_active:
                return Refusal(RefusalCode.NOT_ACTIVATED, str(channel))
            limit = check_issues(self._desk.limits, books, person.psn_no, at) if by_hand else None
            return limit or issue(self._desk, books, person, kind=kind, channel=channel, at=at)

    def pay_code(self, person_id: str, channel: PayChannel) -> ShownPayCode:
        """Show a fresh code of one of the person's wallets, which the insurance knows nothing of."""
        return fresh_pay_code(person_id, channel, self._clock.now(), self._desk.chance.digits)

    def activation(self, person_id: str, channel: Channel) -> Activation | Refusal:
        """Say how far somebody has come in a channel."""
        with self._store.read() as books:
            person = _called(books, person_id)
            return person if isinstance(person, Refusal) else books.activation(person, channel)

    def take_step(self, person_id: str, channel: Channel, given: StepInput) -> Activation | Refusal:
        """Take the next step of an activation; with a refusal it stays where it was."""
        with self._store.read() as books:
            person = _called(books, person_id)
            if isinstance(person, Refusal):
                return person
            before = books.activation(person, channel)
        after = advance(before, given, person.file)
        if isinstance(after, Refusal) or after == before:
            return after
        digest = self._desk.passwords.digest(person.psn_no, given.password) if isinstance(given, PasswordChosen) else ""
        with self._store.write() as books:
            if not books.save_activation(person.psn_no, before=before, after=after):
                return Refusal(RefusalCode.STEP_OUT_OF_TURN)
            if digest:
                payment_password.replace(books, person, digest, whole_ms(self._clock.now()))
        return after

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        """Let the next settlement pass, by the password of the phone's owner; entered here and never at the till."""
        with self._store.read() as books:
            owner, payer = _owner_and_payer(books, person_id, member)
        if owner is None or isinstance(payer, Refusal):
            return payer if isinstance(payer, Refusal) else Refusal(RefusalCode.PERSON_UNKNOWN, person_id)
        at = whole_ms(self._clock.now())
        return payment_password.confirm(self._desk, self._store, owner, password, payer=payer, at=at)

    def recover_password(
        self, person_id: str, channel: Channel, proof: FaceShown | IdentityTyped, *, new: str
    ) -> Refusal | None:
        """Replace a forgotten or locked password: by face in the national app, by identity in the wallets."""
        with self._store.read() as books:
            person = _called(books, person_id)
        if isinstance(person, Refusal):
            return person
        at = whole_ms(self._clock.now())
        return payment_password.recover(self._desk, self._store, person, channel, proof, new=new, at=at)

    def switch_place(self, person_id: str, area: str) -> Refusal | None:
        """Switch to another place of insurance of the person's own; the present one stays to be switched back to."""
        with self._store.write() as books:
            person = _called(books, person_id)
            if isinstance(person, Refusal):
                return person
            if not person.area:
                return Refusal(RefusalCode.INSUPLC_MISSING)
            chosen = next((place for place in person.places if place.area == area), None)
            if chosen is None:
                return Refusal(RefusalCode.PLACE_NOT_OFFERED)
            others = (*(place for place in person.places if place != chosen), person.place)
            books.update_person(person.at_place(chosen, others))
            return None

    def add_family_member(self, person_id: str, application: FamilyApplication) -> FamilyMember | Refusal:
        with self._store.write() as books:
            holder = _called(books, person_id)
            if isinstance(holder, Refusal):
                return holder
            return add_member(books, holder, application, whole_ms(self._clock.now()))

    def remove_family_member(self, person_id: str, member: str) -> Refusal | None:
        with self._store.write() as books:
            holder = _called(books, person_id)
            return holder if isinstance(holder, Refusal) else remove_member(books, holder, member)

    def share_account(self, person_id: str, member: str, *, is_shared: bool = True) -> Refusal | None:
        """Let a member of the family draw on this account after their own, or no longer."""
        with self._store.write() as books:
            holder = _called(books, person_id)
            return holder if isinstance(holder, Refusal) else set_sharing(books, holder, member, is_shared=is_shared)

    def _owner(self, books: Reader, person: Person) -> PhoneOwner:
        return PhoneOwner(
            person_id=person.id,
            masked_name=mask_name(person.name),
            insurance=person.insurance,
            area=person.area,
            area_zh=person.area_name_zh,
            area_en=person.area_name_en,
            balance=self._visible_balance(books, person),
            social_card_level=person.social_card_level,
            family=members_of(books, person),
            why_zh=person.why_zh,
            why_en=person.why_en,
            activated=tuple(channel for channel in Channel if books.activation(person, channel).is_active),
            places=tuple(Place(place.area, place.name_zh, place.name_en) for place in person.places if person.area),
        )

    def _visible_balance(self, books: Reader, person: Person) -> Money | None:
        if not (self._desk.profile.account.balance_query and person.balance_shown):
            return None
        return books.balance(personal(person.psn_no))


def _called(books: Reader, person_id: str) -> Person | Refusal:
    return books.person_called(person_id) or Refusal(RefusalCode.PERSON_UNKNOWN, person_id)


def _owner_and_payer(books: Reader, person_id: str, member: str | None) -> tuple[Person | None, Person | Refusal]:
    """Find the phone's owner and whom the phone is used for: the owner, or a member of the family."""
    owner = books.person_called(person_id)
    if owner is None:
        return None, Refusal(RefusalCode.PERSON_UNKNOWN, person_id)
    if not member:
        return owner, owner
    if not is_in_family(books, owner, member):
        return owner, Refusal(RefusalCode.NOT_IN_FAMILY, member)
    return owner, _called(books, member)
