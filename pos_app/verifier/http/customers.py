"""`/control/people/{id}/…`: what a customer does on the phone besides showing a code."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from pos_app.domain.refusal import Refusal
from pos_app.verifier.http.documents import Document, consent_document
from pos_app.verifier.http.refusals import AskedLanguage, refused
from pos_app.verifier.http.served import Served

_Told = TypeVar("_Told")
_Password = Annotated[str, Field(max_length=32, repr=False)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConsentAsked(_Asked):
    """The payment password of the phone's owner; `member` is the one of the family who buys, else the owner does."""

    password: _Password
    member: str | None = None


def customer_routes(served: Served) -> APIRouter:
    """Give what the phone does in its own time.

    None of it shares a commit with the trades: a wrong password is on the disk before anybody is told of it, and to
    hash one takes longer than to settle.
    """
    router = APIRouter(prefix="/control/people/{person_id}", tags=["phone"])

    @router.post("/consent")
    async def consent(person_id: str, asked: ConsentAsked, language: AskedLanguage = "") -> Response:
        """Let the person's next settlement pass, by the payment password, where the region asks for one."""
        return await _done(
            lambda: served.phone.confirm_payment(person_id, asked.password, member=asked.member),
            consent_document,
            language,
        )

    return router


async def _done(work: Callable[[], _Told | Refusal], shown: Callable[[_Told], Document], language: str) -> Response:
    told = await run_in_threadpool(work)
    return refused(told, language) if isinstance(told, Refusal) else JSONResponse(shown(told))
