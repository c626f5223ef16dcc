"""What the customer's phone shows: whose code, of which kind, through which channel, until when."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pos_app.domain.money import Money


class CodeKind(StrEnum):
    CERTIFICATE = "certificate"  # 医保电子凭证
    SOCIAL_CARD = "social-card"  # 电子社保卡
    CARD = "card"  # the physical card's number


class Channel(StrEnum):
    """Where the certificate was opened; one person has one certificate whatever the channel."""

    NATIONAL = "national"
    ALIPAY = "alipay"
    WECHAT = "wechat"


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A fresh code on the phone's screen; its text is as good as cash for a minute, so it is in no repr."""

    text: str = field(repr=False)
    kind: CodeKind
    channel: Channel
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Someone whose code the phone can show besides its owner's."""

    person_id: str
    masked_name: str
    relation_zh: str
    relation_en: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of insurance that can be switched to."""

    area: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PaymentConsent:
    """The customer's own word, given with the payment password: it lets one settlement of `person_id` pass."""

    person_id: str
    granted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """One persona as her phone shows her; `balance` is None where the region does not show it.

    `activated` are the channels in which the certificate is open.
    """

    person_id: str
    masked_name: str
    insurance: str
    area: str
    area_zh: str
    area_en: str
    balance: Money | None
    social_card_level: int
    family: tuple[FamilyMember, ...]
    why_zh: str
    why_en: str
    activated: tuple[Channel, ...] = tuple(Channel)
    places: tuple[Place, ...] = ()
