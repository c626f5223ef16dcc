"""The customers' phones of a distant platform of this simulation, by its control interface."""

from collections.abc import Callable, Mapping
from typing import TypeVar, assert_never
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from pos_app.clients.line import open_line
from pos_app.clients.phone_told import (
    ActivationTold,
    CodeTold,
    ConsentTold,
    DoneTold,
    MemberTold,
    PeopleTold,
    RefusalTold,
    activation_of,
    code_of,
    consent_of,
    member_of,
    owner_of,
)
from pos_app.domain.activation import Activation, FaceShown, IdentityTyped, PasswordChosen, StepInput, Tapped
from pos_app.domain.family import FamilyApplication
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel, CodeKind, FamilyMember, PaymentConsent, PhoneOwner, ShownCode
from pos_app.faults import PlatformFault

_TIMEOUT = httpx.Timeout(10.0)
_Model = TypeVar("_Model", bound=BaseModel)
_Value = TypeVar("_Value")


class DistantPhone:
    """`Phone` over HTTP; PlatformFault where the platform does not answer. Passwords go there and nowhere else."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client = open_line(url, _TIMEOUT)

    def people(self) -> tuple[PhoneOwner, ...]:
        told = self._read(PeopleTold, b'{"people":' + self._ask("GET", "/control/people").content + b"}")
        return tuple(map(owner_of, told.people))

    def show(
        self, person_id: str, *, kind: CodeKind, channel: Channel, member: str | None = None, by_hand: bool = False
    ) -> ShownCode | Refusal:
        asked = {"kind": kind, "channel": channel, "member": member, "by_hand": by_hand}
        return self._post(CodeTold, code_of, person_id, "codes", asked)

    def activation(self, person_id: str, channel: Channel) -> Activation | Refusal:
        return self._told(ActivationTold, activation_of, "GET", _path(person_id, "activation", channel))

    def take_step(self, person_id: str, channel: Channel, given: StepInput) -> Activation | Refusal:
        return self._post(ActivationTold, activation_of, person_id, f"activation/{channel}", _given(given))

    def confirm_payment(self, person_id: str, password: str, *, member: str | None = None) -> PaymentConsent | Refusal:
        asked = {"password": password, "member": member}
        return self._post(ConsentTold, consent_of, person_id, "consent", asked)

    def recover_password(
        self, person_id: str, channel: Channel, proof: FaceShown | IdentityTyped, *, new: str
    ) -> Refusal | None:
        asked = {"channel": channel, "new": new, **_given(proof)}
        return self._do("POST", _path(person_id, "password"), asked)

    def switch_place(self, person_id: str, area: str) -> Refusal | None:
        return self._do("PUT", _path(person_id, "place"), {"area": area})

    def add_family_member(self, person_id: str, application: FamilyApplication) -> FamilyMember | Refusal:
        asked = {
            "name": application.name,
            "certno": application.certno,
            "relation": application.relation,
            "commitment": application.has_commitment,
            "household_papers": application.has_household_papers,
        }
        return self._post(MemberTold, member_of, person_id, "family", asked)

    def remove_family_member(self, person_id: str, member: str) -> Refusal | None:
        return self._do("DELETE", _path(person_id, "family", member))

    def share_account(self, person_id: str, member: str, *, is_shared: bool = True) -> Refusal | None:
        return self._do("PUT", _path(person_id, "family", member, "sharing"), {"shared": is_shared})

    def close(self) -> None:
        self._client.close()

    def _post(
        self,
        model: type[_Model],
        made: Callable[[_Model], _Value],
        person_id: str,
        deed: str,
        asked: Mapping[str, object],
    ) -> _Value | Refusal:
        return self._told(model, made, "POST", f"{_path(person_id)}/{deed}", asked)

    def _do(self, method: str, path: str, asked: Mapping[str, object] | None = None) -> Refusal | None:
        told = self._told(DoneTold, lambda told: told.done, method, path, asked)
        return told if isinstance(told, Refusal) else None

    def _told(
        self,
        model: type[_Model],
        made: Callable[[_Model], _Value],
        method: str,
        path: str,
        asked: Mapping[str, object] | None = None,
    ) -> _Value | Refusal:
        answer = self._ask(method, path, asked)
        if answer.status_code == httpx.codes.OK:
            return made(self._read(model, answer.content))
        no = self._read(RefusalTold, answer.content).refused
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


def _path(person_id: str, *parts: str) -> str:
    return "/".join(["/control/people", *(quote(part, safe="") for part in (person_id, *parts))])


def _given(given: StepInput) -> Mapping[str, object]:
    match given:
        case Tapped():
            return {}
        case IdentityTyped(name, certno):
            return {"name": name, "certno": certno}
        case FaceShown(face):
            return {"face": face}
        case PasswordChosen(password):
            return {"password": password}
        case _:
            assert_never(given)
