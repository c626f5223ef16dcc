"""9001 and 9002: the till's session with the platform."""

from datetime import date
from typing import Annotated

from pos_app.wire.fields import C, D
from pos_app.wire.node import InputNode, OutputNode


class SignIn(InputNode):
    opter_no: Annotated[str, C(20)]
    mac: Annotated[str, C(20)]
    ip: Annotated[str, C(20)]


class SignInInput(InputNode):
    signIn: SignIn  # noqa: N815  the sheet's own spelling


class SignedIn(OutputNode):
    sign_time: Annotated[date, D()]
    sign_no: Annotated[str, C(30)]


class SignInOutput(OutputNode):
    signinoutb: SignedIn


class SignOut(InputNode):
    sign_no: Annotated[str, C(30)]
    opter_no: Annotated[str, C(20)]


class SignOutInput(InputNode):
    signOut: SignOut  # noqa: N815  the sheet's own spelling


class SignedOut(OutputNode):
    sign_time: Annotated[date, D()]


class SignOutOutput(OutputNode):
    """The sheet gives the node the name of its one field; tills of other provinces look for `signoutoutb`."""

    sign_time: SignedOut
    signoutoutb: SignedOut
