"""A customer's phone without a platform behind it: two people, and a new code each time."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pos_app import qr
from pos_app.domain.code import PayChannel
from pos_app.domain.money import Money
from pos_app.domain.pay_code import ShownPayCode, fresh_pay_code
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, ShownCode

START = datetime(2026, 11, 21, 6, 26, tzinfo=UTC)
LIFE = timedelta(seconds=60)
PASSWORD = "258036"

PLENTY = PhoneOwner(
    person_id="plenty",
    masked_name="李**",
    insurance="310",
    area="510100",
    area_zh="成都",
    area_en="Chengdu",
    balance=Money(120433),
    social_card_level=2,
    family=(
        FamilyMember("father", "李**", "父亲", "Father"),
        FamilyMember("daughter", "小*", "女儿", "Daughter"),
    ),
    why_zh="个人账户余额充足，可用个账的商品全部由账户支付。",
    why_en="The account holds plenty.",
)
HIDDEN = PhoneOwner(
    person_id="hidden",
    masked_name="王*",
    insurance="390",
    area="",
    area_zh="",
    area_en="",
    balance=None,
    social_card_level=0,
    family=(),
    why_zh="参保地没有开通余额查询。",
    why_en="Her region has not opened the balance query.",
)


@dataclass
class SteppedClock:
    """Time that moves when a test says so."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def pass_seconds(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class PhoneDouble:
    """Numbers its codes, so that a test sees which one is meant; refuses whom it is told to refuse."""

    clock: SteppedClock
    owners: tuple[PhoneOwner, ...] = (PLENTY, HIDDEN)
    refused: dict[tuple[str, CodeKind], RefusalCode] = field(default_factory=dict)
    fault: Exception | None = None
    asked: list[tuple[str, CodeKind, Channel, str | None]] = field(default_factory=list)

    pay_codes: list[tuple[str, PayChannel]] = field(default_factory=list)
    confirmed: list[tuple[str, str | None]] = field(default_factory=list)

    def people(self) -> tuple[PhoneOwner, ...]:
        return self.owners

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None
    ) -> ShownCode | Refusal:
        if self.fault is not None:
            raise self.fault
        self.asked.append((person_id, kind, channel, member))
        if (person_id, kind) in self.refused:
            return Refusal(self.refused[person_id, kind])
        now = self.clock.now()
        return ShownCode(f"424{len(self.asked):017d}00510000", kind, channel, now, now + LIFE)

    def pay_code(self, person_id: str, channel: PayChannel) -> ShownPayCode:
        if self.fault is not None:
            raise self.fault
        self.pay_codes.append((person_id, channel))
        number = f"{len(self.pay_codes)}".zfill
        return fresh_pay_code(person_id, channel, self.clock.now(), number)

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        self.confirmed.append((person_id, member))
        if password != PASSWORD:
            return Refusal(RefusalCode.PASSWORD_WRONG, "4")
        now = self.clock.now()
        return PaymentConsent(member or person_id, now, now + timedelta(minutes=2))

    def draw(self, text: str) -> bytes:
        file = io.BytesIO()
        qr.draw(text, module=8).save(file, "PNG")
        return file.getvalue()
