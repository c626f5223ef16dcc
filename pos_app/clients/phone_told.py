"""What the control interface of a distant platform tells, read strictly enough to know that it is one of ours."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pos_app.domain.activation import Activation
from pos_app.domain.money import Money
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, Place, ShownCode


class Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class MemberTold(Told):
    id: str
    name: str
    relation_zh: str
    relation_en: str


class PlaceTold(Told):
    area: str
    name_zh: str
    name_en: str


class OwnerTold(Told):
    id: str
    name: str
    insurance: str
    area: str
    area_zh: str
    area_en: str
    balance_fen: int | None
    social_card_level: int
    family: tuple[MemberTold, ...]
    activated: tuple[Channel, ...]
    places: tuple[PlaceTold, ...]
    why_zh: str
    why_en: str


class PeopleTold(Told):
    people: tuple[OwnerTold, ...]


class CodeTold(Told):
    code: str
    kind: CodeKind
    channel: Channel
    issued_at: datetime
    expires_at: datetime


class ConsentTold(Told):
    person: str
    granted_at: datetime
    expires_at: datetime


class RefusedTold(Told):
    code: RefusalCode
    detail: str = ""


class RefusalTold(Told):
    refused: RefusedTold


class ActivationTold(Told):
    channel: Channel
    done: Annotated[int, Field(ge=0)]


class DoneTold(Told):
    done: bool


def code_of(told: CodeTold) -> ShownCode:
    return ShownCode(told.code, told.kind, told.channel, told.issued_at, told.expires_at)


def consent_of(told: ConsentTold) -> PaymentConsent:
    return PaymentConsent(told.person, told.granted_at, told.expires_at)


def activation_of(told: ActivationTold) -> Activation:
    return Activation(told.channel, told.done)


def member_of(told: MemberTold) -> FamilyMember:
    return FamilyMember(told.id, told.name, told.relation_zh, told.relation_en)


def owner_of(told: OwnerTold) -> PhoneOwner:
    return PhoneOwner(
        person_id=told.id,
        masked_name=told.name,
        insurance=told.insurance,
        area=told.area,
        area_zh=told.area_zh,
        area_en=told.area_en,
        balance=None if told.balance_fen is None else Money(told.balance_fen),
        social_card_level=told.social_card_level,
        family=tuple(map(member_of, told.family)),
        activated=told.activated,
        places=tuple(Place(one.area, one.name_zh, one.name_en) for one in told.places),
        why_zh=told.why_zh,
        why_en=told.why_en,
    )
