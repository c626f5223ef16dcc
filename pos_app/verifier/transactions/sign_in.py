"""9001 and 9002: a till's session, without which the platform answers nothing else."""

from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import business_day
from pos_app.verifier.desk import Desk
from pos_app.verifier.identifiers import sign_number
from pos_app.verifier.records import Session
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.wire.envelope import Request
from pos_app.wire.messages.sign_in import (
    SignedIn,
    SignedOut,
    SignInInput,
    SignInOutput,
    SignOutInput,
    SignOutOutput,
)


def sign_in(desk: Desk, books: Writer, request: Request, body: SignInInput, at: datetime) -> SignInOutput:
    sign_no = sign_number(desk.profile.region.code, desk.chance)
    books.open_session(Session(sign_no, request.fixmedins_code, body.signIn.opter_no, at))
    return SignInOutput(signinoutb=SignedIn(sign_time=business_day(at), sign_no=sign_no))


def sign_out(books: Writer, request: Request, body: SignOutInput, at: datetime) -> SignOutOutput | Refusal:
    if not books.close_session(pharmacy=request.fixmedins_code, sign_no=body.signOut.sign_no, at=at):
        return Refusal(RefusalCode.NOT_SIGNED_IN)
    told = SignedOut(sign_time=business_day(at))
    return SignOutOutput(sign_time=told, signoutoutb=told)


def is_signed_in(books: Reader, request: Request) -> bool:
    """Ask for an open session: the one the request names, or where it names none any of its operator's.

    A request that names a closed session stays refused, so that a late double of it cannot slip through when the till
    has signed in again.
    """
    return books.is_signed_in(pharmacy=request.fixmedins_code, operator=request.opter, sign_no=request.sign_no)
