"""The customers' phones: of the embedded platform or of a distant one, and how what they show becomes a picture."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from pos_app.config import Config
from pos_app.domain.activation import Activation, FaceShown, IdentityTyped, StepInput
from pos_app.domain.code import PayChannel as Wallet
from pos_app.domain.family import FamilyApplication
from pos_app.domain.pay_code import ShownPayCode, fresh_pay_code
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, ShownCode
from pos_app.faults import StoreFault
from pos_app.host import SystemChance, SystemClock
from pos_app.wording import Wording


class Phone(Protocol):
    """The customers' phones, of this very platform or of a distant one."""

    def people(self) -> tuple[PhoneOwner, ...]: ...

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None, by_hand: bool = False
    ) -> ShownCode | Refusal: ...

    def activation(self, person_id: str, channel: Channel) -> Activation | Refusal: ...

    def take_step(self, person_id: str, channel: Channel, given: StepInput) -> Activation | Refusal: ...

    def confirm_payment(
        self, person_id: str, password: str, *, member: str | None = None
    ) -> PaymentConsent | Refusal: ...

    def recover_password(
        self, person_id: str, channel: Channel, proof: FaceShown | IdentityTyped, *, new: str
    ) -> Refusal | None: ...

    def switch_place(self, person_id: str, area: str) -> Refusal | None: ...

    def add_family_member(self, person_id: str, application: FamilyApplication) -> FamilyMember | Refusal: ...

    def remove_family_member(self, person_id: str, member: str) -> Refusal | None: ...

    def share_account(self, person_id: str, member: str, *, is_shared: bool = True) -> Refusal | None: ...


@contextmanager
def open_phone(config: Config, near: Phone) -> Iterator[Phone]:
    """Give the phones of the embedded platform, or those of the distant one that the till works with."""
    if not config.verifier:
        yield near
        return
    from pos_app.clients.distant_phone import DistantPhone  # noqa: PLC0415  loads httpx

    with closing(DistantPhone(config.verifier)) as phone:
        yield phone


def show_pay_code(person_id: str, wallet: Wallet) -> ShownPayCode:
    """Let a person's phone show a fresh code of a wallet; no platform is asked for it."""
    return fresh_pay_code(person_id, wallet, SystemClock().now(), SystemChance().digits)


def draw_voucher(shown: ShownCode | ShownPayCode, masked_name: str, out: Path, wording: Wording) -> None:
    """Draw a code as a picture, `.png` or `.svg` by its name; StoreFault where it cannot be written."""
    from pos_app.phone.card import VoucherCard  # noqa: PLC0415  the three load pillow and qrcode
    from pos_app.phone.png import card_png  # noqa: PLC0415
    from pos_app.phone.svg import card_svg  # noqa: PLC0415

    card = VoucherCard(shown, masked_name)
    is_svg = out.suffix.lower() == ".svg"
    content = card_svg(card, wording).encode() if is_svg else card_png(card, wording)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise StoreFault(f"{out}: {error.strerror}") from error
