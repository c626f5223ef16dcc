"""`/control/people/{id}/…`: what a customer does on the phone besides showing a code, and who puts data right."""

from collections.abc import Callable
from typing import Annotated, Self, TypeVar

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pos_app.domain.activation import Face, FaceShown, IdentityTyped, PasswordChosen, StepInput, Tapped
from pos_app.domain.family import FamilyApplication, Relation
from pos_app.domain.refusal import Refusal
from pos_app.domain.voucher import Channel
from pos_app.verifier.authorities import Authorities, Remedy
from pos_app.verifier.http.documents import Document, activation_document, consent_document, member_document
from pos_app.verifier.http.refusals import AskedLanguage, refused
from pos_app.verifier.http.served import Served

_Told = TypeVar("_Told")
_Text = Annotated[str, Field(max_length=64)]


class _Asked(BaseModel):
    """What a phone sends; nothing of it is in a repr."""

    model_config = ConfigDict(extra="forbid")

    def __repr_args__(self) -> tuple[tuple[str, object], ...]:
        return ()


class ConsentAsked(_Asked):
    """The payment password of the phone's owner; `member` is the one of the family who buys, else the owner does."""

    password: _Text
    member: str | None = None


class _Proof(_Asked):
    """What a person shows or types: a `face` before the simulated camera, or `name` and `certno`."""

    face: Face | None = None
    name: _Text | None = None
    certno: _Text | None = None

    def proofs(self) -> list[FaceShown | IdentityTyped]:
        faces = [] if self.face is None else [FaceShown(self.face)]
        typed = [] if self.name is None and self.certno is None else [IdentityTyped(self.name or "", self.certno or "")]
        return [*faces, *typed]


class StepAsked(_Proof):
    """What the next step of an activation needs: nothing but a tap, a face, name and number, or a new password."""

    password: _Text | None = None

    @model_validator(mode="after")
    def _one_at_a_time(self) -> Self:
        self.given()
        return self

    def given(self) -> StepInput:
        chosen = [] if self.password is None else [PasswordChosen(self.password)]
        given = [*self.proofs(), *chosen]
        if len(given) > 1:
            raise ValueError("a step takes one of face, name with certno, password")
        return given[0] if given else Tapped()


class RecoveryAsked(_Proof):
    """A new password for a forgotten or locked one: by face in the national app, by name and number in the wallets."""

    channel: Channel
    new: _Text

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        if len(self.proofs()) != 1:
            raise ValueError("either face, or name with certno")
        return self


class PlaceAsked(_Asked):
    area: Annotated[str, Field(pattern=r"^\d{6}$")]


class MemberAsked(_Asked):
    """Whom to take into the family; somebody of 16 or more needs the commitment and the household papers."""

    name: _Text
    certno: _Text
    relation: Relation
    commitment: bool = False
    household_papers: bool = False

    def application(self) -> FamilyApplication:
        return FamilyApplication(
            self.name,
            self.certno,
            self.relation,
            has_commitment=self.commitment,
            has_household_papers=self.household_papers,
        )


class SharingAsked(_Asked):
    shared: bool


class RemedyAsked(_Asked):
    remedy: Remedy


def customer_routes(served: Served) -> APIRouter:
    """Give what the phone does in its own time.

    None of it shares a commit with the trades: a wrong password is on the disk before anybody is told of it, and to
    hash one takes longer than to settle.
    """
    router = APIRouter(prefix="/control/people/{person_id}", tags=["phone"])
    _add_certificate(router, served)
    _add_password(router, served)
    _add_family(router, served)
    _add_places(router, served)
    return router


def _add_certificate(router: APIRouter, served: Served) -> None:
    phone = served.phone

    @router.get("/activation/{channel}")
    async def activation(person_id: str, channel: Channel, language: AskedLanguage = "") -> Response:
        """Say how far the certificate is opened in a channel, and what the next step needs."""
        return await _done(lambda: phone.activation(person_id, channel), activation_document, language)

    @router.post("/activation/{channel}")
    async def step(person_id: str, channel: Channel, asked: StepAsked, language: AskedLanguage = "") -> Response:
        """Take the next step of opening the certificate; after a no it is still the next."""
        return await _done(lambda: phone.take_step(person_id, channel, asked.given()), activation_document, language)


def _add_password(router: APIRouter, served: Served) -> None:
    phone = served.phone

    @router.post("/consent")
    async def consent(person_id: str, asked: ConsentAsked, language: AskedLanguage = "") -> Response:
        """Let the person's next settlement pass, by the payment password, where the region asks for one."""
        return await _done(
            lambda: phone.confirm_payment(person_id, asked.password, member=asked.member), consent_document, language
        )

    @router.post("/password")
    async def password(person_id: str, asked: RecoveryAsked, language: AskedLanguage = "") -> Response:
        """Set a new payment password in one of the three ways; that ends a lock as well."""
        (proof,) = asked.proofs()
        return await _done(
            lambda: phone.recover_password(person_id, asked.channel, proof, new=asked.new), _nothing, language
        )


def _add_family(router: APIRouter, served: Served) -> None:
    phone = served.phone

    @router.post("/family")
    async def take_in(person_id: str, asked: MemberAsked, language: AskedLanguage = "") -> Response:
        """Take somebody into the family whose codes this phone shows."""
        return await _done(lambda: phone.add_family_member(person_id, asked.application()), member_document, language)

    @router.delete("/family/{member}")
    async def let_go(person_id: str, member: str, language: AskedLanguage = "") -> Response:
        """Let a member of the family go, and the shared account with it."""
        return await _done(lambda: phone.remove_family_member(person_id, member), _nothing, language)

    @router.put("/family/{member}/sharing")
    async def share(person_id: str, member: str, asked: SharingAsked, language: AskedLanguage = "") -> Response:
        """Let a member draw on this person's account once their own is empty, or no longer."""
        return await _done(lambda: phone.share_account(person_id, member, is_shared=asked.shared), _nothing, language)


def _add_places(router: APIRouter, served: Served) -> None:
    authorities = Authorities(served.store)

    @router.put("/place")
    async def switch(person_id: str, asked: PlaceAsked, language: AskedLanguage = "") -> Response:
        """Switch to another of the person's own places of insurance."""
        return await _done(lambda: served.phone.switch_place(person_id, asked.area), _nothing, language)

    @router.post("/authority")
    async def authority(person_id: str, asked: RemedyAsked, language: AskedLanguage = "") -> Response:
        """Go to whoever can put right what stands against the person: agency, police, hospital, bank."""
        return await _done(lambda: authorities.put_right(person_id, asked.remedy), _nothing, language)


def _nothing(_told: object) -> Document:
    return {"done": True}


async def _done(work: Callable[[], _Told | Refusal], shown: Callable[[_Told], Document], language: str) -> Response:
    told = await run_in_threadpool(work)
    return refused(told, language) if isinstance(told, Refusal) else JSONResponse(shown(told))
