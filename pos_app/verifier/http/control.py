"""`/control`: people and fresh codes, faults and the clock, for scripts and for the curious."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag

from pos_app.domain.refusal import Refusal
from pos_app.domain.shanghai import SHANGHAI
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.verifier.fault_spec import FaultList, FaultSpec, arm_all
from pos_app.verifier.http.dispatcher import Dispatcher
from pos_app.verifier.http.documents import (
    Document,
    face_document,
    fault_document,
    iso,
    owner_document,
)
from pos_app.verifier.http.refusals import AskedLanguage, refused
from pos_app.verifier.http.served import Served

_YEARS = range(2000, 2100)


def _chinese(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _one_or_many(body: object) -> str:
    return "many" if isinstance(body, FaultList) or (isinstance(body, dict) and "faults" in body) else "one"


_Moment = Annotated[datetime, AfterValidator(_chinese)]  # as on the wire, a time without a zone is Chinese
_Faults = Annotated[
    Annotated[FaultSpec, Tag("one")] | Annotated[FaultList, Tag("many")],
    Discriminator(_one_or_many),
]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CodeAsked(_Asked):
    """Which code the phone is to show; `member` is somebody of the family on the same phone.

    `by_hand` counts against the six a minute that a person may ask for; a script that plays many is not held up.
    """

    kind: CodeKind = CodeKind.CERTIFICATE
    channel: Channel = Channel.NATIONAL
    member: str | None = None
    by_hand: bool = False


class ClockAsked(_Asked):
    """What to do to the clock: `set` shows a moment, `advance_s` moves on, `freeze` stops it or lets it run on.

    `reset` goes back to the machine's own time.
    """

    freeze: bool | None = None
    set: _Moment | None = None
    advance_s: Annotated[float, Field(ge=-3e9, le=3e9)] | None = None
    reset: bool = False


def index_routes(served: Served) -> APIRouter:
    """Give what is set at present, and where each of it is changed."""
    router = APIRouter(prefix="/control", tags=["control"])

    @router.get("")
    async def index() -> Document:
        """Say how the simulation is set: the region, the clock and what is armed."""
        return {
            "simulation": True,
            "region": served.profile.region.code,
            "strict": served.profile.messages.strict,
            "clock": face_document(served.clock.face()),
            "faults": [fault_document(one) for one in served.faults.armed()],
            "addresses": [f"/control/{name}" for name in ("people", "faults", "clock", "journal")],
        }

    return router


def people_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    """Give the personas and their codes."""
    router = APIRouter(prefix="/control/people", tags=["control"])

    @router.get("")
    async def people() -> list[Document]:
        """List the insured people: id, masked name, what each makes happen."""
        return [owner_document(one) for one in await dispatcher.run(served.phone.people)]

    @router.post("/{person_id}/codes")
    async def fresh_code(person_id: str, asked: CodeAsked, language: AskedLanguage = "") -> Response:
        """Let a person's phone show a fresh code; the one before it is revoked."""
        shown = await dispatcher.run(
            lambda: served.phone.show(
                person_id, kind=asked.kind, channel=asked.channel, member=asked.member, by_hand=asked.by_hand
            )
        )
        if isinstance(shown, Refusal):
            return refused(shown, language)
        return JSONResponse(
            {
                "code": shown.text,
                "kind": shown.kind,
                "channel": shown.channel,
                "issued_at": iso(shown.issued_at),
                "expires_at": iso(shown.expires_at),
            }
        )

    return router


def fault_routes(served: Served, dispatcher: Dispatcher) -> APIRouter:
    """Arm, list and clear faults."""
    router = APIRouter(prefix="/control/faults", tags=["control"])

    @router.get("")
    async def armed() -> list[Document]:
        """List what is armed, and how often it has struck."""
        return [fault_document(one) for one in served.faults.armed()]

    @router.post("", status_code=201)
    async def arm(asked: _Faults) -> Document | list[Document]:
        """Arm a fault, or all of `{"faults": […]}`; one of the same name is replaced."""
        specs = asked.faults if isinstance(asked, FaultList) else (asked,)
        try:
            armed = await dispatcher.run(lambda: arm_all(served.faults, served.store, specs))
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        documents = [fault_document(one) for one in armed]
        return documents if isinstance(asked, FaultList) else documents[0]

    @router.delete("")
    async def clear() -> Document:
        """Take all faults back."""
        served.faults.clear()
        return {"armed": []}

    @router.delete("/{name}")
    async def disarm(name: str) -> Document:
        """Take one fault back."""
        if not served.faults.disarm(name):
            raise HTTPException(404, f"no fault is called {name}")
        return {"armed": [one.rule.name for one in served.faults.armed()]}

    return router


def clock_routes(served: Served) -> APIRouter:
    """Look at the clock and set it."""
    router = APIRouter(prefix="/control/clock", tags=["control"])

    @router.get("")
    async def face() -> Document:
        """Tell the platform's time."""
        return face_document(served.clock.face())

    @router.post("")
    async def turn(asked: ClockAsked) -> Document:
        """Freeze, set, advance or reset the clock; everything goes by it, the log included."""
        clock = served.clock
        if asked.reset:
            clock.reset()
        if asked.freeze is not None:
            (clock.freeze if asked.freeze else clock.run)()
        aim = _aim(asked, clock.now())
        if aim is not None:
            clock.set(aim)
        return face_document(served.clock.face())

    return router


def _aim(asked: ClockAsked, now: datetime) -> datetime | None:
    if asked.set is None and asked.advance_s is None:
        return None
    try:
        aim = (asked.set or now) + timedelta(seconds=asked.advance_s or 0)
    except OverflowError:
        aim = None
    if aim is None or aim.year not in _YEARS:
        raise HTTPException(422, f"the clock goes from {_YEARS.start} to {_YEARS.stop - 1}")
    return aim
