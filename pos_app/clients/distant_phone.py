"""The customers' phones of a distant platform of this simulation, by its control interface."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, Place, ShownCode
from pos_app.faults import PlatformFault

_TIMEOUT_S = 10.0
_Model = TypeVar("_Model", bound=BaseModel)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Member(_Told):
    id: str
    name: str
    relation_zh: str
    relation_en: str


class _Place(_Told):
    area: str
    name_zh: str
    name_en: str


class _Owner(_Told):
    id: str
    name: str
    insurance: str
    area: str
    area_zh: str
    area_en: str
    balance_fen: int | None
    social_card_level: int
    family: tuple[_Member, ...]
    activated: tuple[Channel, ...]
    places: tuple[_Place, ...]
    why_zh: str
    why_en: str


class _People(_Told):
    people: tuple[_Owner, ...]


class _Code(_Told):
    code: str
    kind: CodeKind
    channel: Channel
    issued_at: datetime
    expires_at: datetime


class _Consent(_Told):
    person: str
    granted_at: datetime
    expires_at: datetime


class _Refused(_Told):
    code: RefusalCode
    detail: str = ""


class _Refusal(_Told):
    refused: _Refused


class DistantPhone:
    """`services.ports.Phone` over HTTP; PlatformFault where the platform does not answer."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client = httpx.Client(base_url=self._url, timeout=_TIMEOUT_S, trust_env=False)

    def people(self) -> tuple[PhoneOwner, ...]:
        told = self._read(_People, b'{"people":' + self._ask("GET", "/control/people").content + b"}")
        return tuple(map(_owner, told.people))

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None, by_hand: bool = False
    ) -> ShownCode | Refusal:
        asked = {"kind": kind, "channel": channel, "member": member, "by_hand": by_hand}
        told = self._told(_Code, "POST", f"/control/people/{person_id}/codes", asked)
        if isinstance(told, Refusal):
            return told
        return ShownCode(told.code, told.kind, told.channel, told.issued_at, told.expires_at)

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        """Let the person's next settlement pass; the password goes to the platform and nowhere else."""
        asked = {"password": password, "member": member}
        told = self._told(_Consent, "POST", f"/control/people/{person_id}/consent", asked)
        return told if isinstance(told, Refusal) else PaymentConsent(told.person, told.granted_at, told.expires_at)

    def close(self) -> None:
        self._client.close()

    def _told(self, model: type[_Model], method: str, path: str, asked: Mapping[str, object]) -> _Model | Refusal:
        answer = self._ask(method, path, asked)
        if answer.status_code == httpx.codes.OK:
            return self._read(model, answer.content)
        no = self._read(_Refusal, answer.content).refused
        return Refusal(no.code, no.detail)

    def _ask(self, method: str, path: str, asked: Mapping[str, object] | None = None) -> httpx.Response:
        try:
            return self._client.request(method, path, json=asked)
        except httpx.HTTPError as error:
            raise PlatformFault(f"{self._url}: {error}") from error

    def _read(self, model: type[_Model], text: bytes) -> _Model:
        try:
            return model.model_validate_json(text)
        except ValidationError as error:
            raise PlatformFault(f"{self._url}: not a platform of this simulation") from error


def _owner(told: _Owner) -> PhoneOwner:
    return PhoneOwner(
        person_id=told.id,
        masked_name=told.name,
        insurance=told.insurance,
        area=told.area,
        area_zh=told.area_zh,
        area_en=told.area_en,
        balance=None if told.balance_fen is None else Money(told.balance_fen),
        social_card_level=told.social_card_level,
        family=tuple(FamilyMember(one.id, one.name, one.relation_zh, one.relation_en) for one in told.family),
        activated=told.activated,
        places=tuple(Place(one.area, one.name_zh, one.name_en) for one in told.places),
        why_zh=told.why_zh,
        why_en=told.why_en,
    )
