"""What the platform needs of a store for people beyond their insurance; see `protocol` for the rules of all of it."""

from datetime import datetime
from typing import Protocol

from pos_app.domain.activation import Activation
from pos_app.domain.password import PasswordGuard
from pos_app.domain.voucher import Channel
from pos_app.verifier.people import Person
from pos_app.verifier.records import FamilyTie, Token, TradeKey


class PeopleBooks(Protocol):
    def has_person(self, psn_no: str) -> bool: ...

    def activation(self, person: Person, channel: Channel) -> Activation: ...

    def family_of(self, person_id: str) -> tuple[FamilyTie, ...]:
        """List the members of a holder's family account, in the order of their places."""
        ...

    def password_digest(self, psn_no: str) -> str | None: ...

    def password_guard(self, psn_no: str) -> PasswordGuard: ...

    def vouchers_issued(self, psn_no: str, *, since: datetime, until: datetime) -> int: ...

    def token_of_scan(self, scan: str) -> Token | None: ...

    def pause_of(self, till: str) -> datetime | None: ...


class PeopleLedger(PeopleBooks, Protocol):
    def enter_generated(self, person: Person) -> bool:
        """Enter somebody whom no phone lists; False if a number of theirs is taken."""
        ...

    def update_person(self, person: Person) -> None: ...

    def save_activation(self, psn_no: str, *, before: Activation, after: Activation) -> bool:
        """Go from one step to another; False if somebody was quicker."""
        ...

    def add_family_member(self, tie: FamilyTie) -> bool:
        """Give a member the first free place of five; False if there is none, or if the member has one."""
        ...

    def remove_family_member(self, *, holder_id: str, member_id: str) -> bool: ...

    def share_account(self, *, holder_id: str, user_id: str) -> bool: ...

    def stop_sharing(self, *, holder_id: str, user_id: str) -> bool: ...

    def set_password(self, psn_no: str, digest: str, at: datetime) -> None: ...

    def save_guard(self, psn_no: str, *, before: PasswordGuard, after: PasswordGuard) -> bool:
        """Write a count of wrong passwords; False if another try has changed it meanwhile."""
        ...

    def grant_consent(self, psn_no: str, *, at: datetime, expires_at: datetime) -> None:
        """Let one settlement pass; what was granted before is gone."""
        ...

    def use_consent(self, psn_no: str, *, key: TradeKey, at: datetime) -> bool:
        """Use a consent that is unused and within its life; False if there is none."""
        ...

    def release_consent(self, key: TradeKey) -> None:
        """Give a consent back whose settlement did not happen or was reversed."""
        ...

    def count_bad_code(self, till: str, *, since: datetime, at: datetime) -> int:
        """Note a bad code and say how many there have been since."""
        ...

    def pause(self, till: str, *, until: datetime) -> None: ...
