"""The payment password: confirming a payment with it, setting it, recovering it; never stored or logged in clear."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from pos_app.domain.activation import FaceShown, IdentityTyped, check_given
from pos_app.domain.password import PasswordGuard, is_fit_password
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.domain.voucher import Channel, PaymentConsent
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import PasswordState, Person
from pos_app.verifier.store.protocol import Reader, Store, Writer

PERSONA_PASSWORD = "258036"  # what every shipped or generated person begins with: public, and in no books
CONSENT_LIFE = timedelta(minutes=2)

# What each channel wants before it lets a forgotten password be replaced.
RECOVERY: Mapping[Channel, type[FaceShown | IdentityTyped]] = MappingProxyType(
    {Channel.NATIONAL: FaceShown, Channel.ALIPAY: IdentityTyped, Channel.WECHAT: IdentityTyped}
)


def confirm(
    desk: Desk, store: Store, person: Person, password: str, *, payer: Person, at: datetime
) -> PaymentConsent | Refusal:
    """Check the phone owner's password and let one settlement of `payer` pass.

    The try is on the disk as a wrong one before it is looked at: whoever stops the platform in between has used it up.
    """
    with store.write() as books:
        counted = _count_try(books, person, at)
        digest = books.password_digest(person.psn_no)
    if isinstance(counted, Refusal):
        return counted
    first = None if digest else desk.passwords.digest(person.psn_no, PERSONA_PASSWORD)
    if not desk.passwords.fits(person.psn_no, password, digest or first or ""):
        return _locked(counted) if counted.is_locked(at) else Refusal(RefusalCode.PASSWORD_WRONG, str(counted.left))
    consent = PaymentConsent(payer.id, at, at + CONSENT_LIFE)
    with store.write() as books:
        if first:
            books.set_password(person.psn_no, first, at)
        _unlock(books, person)
        books.grant_consent(payer.psn_no, at=consent.granted_at, expires_at=consent.expires_at)
    return consent


def recover(
    desk: Desk,
    store: Store,
    person: Person,
    channel: Channel,
    proof: FaceShown | IdentityTyped,
    *,
    new: str,
    at: datetime,
) -> Refusal | None:
    """Set a new password where a channel's own check of the person succeeds; that also ends a lock."""
    with store.read() as books:
        refusal = _check_proof(books, person, channel, proof)
    if refusal:
        return refusal
    if not is_fit_password(new):
        return Refusal(RefusalCode.PASSWORD_UNFIT)
    digest = desk.passwords.digest(person.psn_no, new)
    with store.write() as books:
        replace(books, person, digest, at)
    return None


def replace(books: Writer, person: Person, digest: str, at: datetime) -> None:
    """Keep a new password's digest and forget the wrong tries."""
    books.set_password(person.psn_no, digest, at)
    _unlock(books, person)


def _count_try(books: Writer, person: Person, at: datetime) -> PasswordGuard | Refusal:
    if not _has_password(books, person):
        return Refusal(RefusalCode.PASSWORD_NOT_SET)
    guard = books.password_guard(person.psn_no)
    if guard.is_locked(at):
        return _locked(guard)
    counted = guard.counted(at)
    if not books.save_guard(person.psn_no, before=guard, after=counted):
        return Refusal(
            RefusalCode.PASSWORD_WRONG, str(guard.left)
        )  # another try was quicker: this one was not looked at
    return counted


def _has_password(books: Reader, person: Person) -> bool:
    """Personas whose certificate is open begin with the public password, others with none."""
    if books.password_digest(person.psn_no):
        return True
    return bool(person.activated) and person.password is not PasswordState.MISSING


def _check_proof(books: Reader, person: Person, channel: Channel, proof: FaceShown | IdentityTyped) -> Refusal | None:
    if not books.activation(person, channel).is_active:
        return Refusal(RefusalCode.NOT_ACTIVATED, str(channel))
    if not isinstance(proof, RECOVERY[channel]):
        return Refusal(RefusalCode.STEP_OUT_OF_TURN)
    return check_given(proof, person.file)


def _unlock(books: Writer, person: Person) -> None:
    guard = books.password_guard(person.psn_no)
    if guard != PasswordGuard():
        books.save_guard(person.psn_no, before=guard, after=PasswordGuard())


def _locked(guard: PasswordGuard) -> Refusal:
    until = guard.locked_until
    return Refusal(RefusalCode.PASSWORD_LOCKED, f"{local(until):%Y-%m-%d %H:%M}" if until else "")
