"""The trades of a pharmacy: for each transaction number what goes in and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from pos_app.wire.messages.person import PersonInput, PersonOutput
from pos_app.wire.messages.purchase import QuoteInput, SettleInput
from pos_app.wire.messages.settlement import CancelOutput, QuoteOutput, SettleOutput
from pos_app.wire.messages.sign_in import SignInInput, SignInOutput, SignOutInput, SignOutOutput
from pos_app.wire.messages.undo import CancelInput, ReverseInput, ReverseOutput
from pos_app.wire.node import InputNode, OutputNode


class Infno(StrEnum):
    """Transaction numbers."""

    IDENTIFY = "1101"
    QUOTE = "2101"
    SETTLE = "2102"
    CANCEL = "2103"
    REVERSE = "2601"
    SIGN_IN = "9001"
    SIGN_OUT = "9002"


@dataclass(frozen=True, slots=True)
class Trade:
    """The two models of a transaction."""

    input: type[InputNode]
    output: type[OutputNode]


TRADES: Mapping[str, Trade] = MappingProxyType(
    {
        Infno.IDENTIFY: Trade(PersonInput, PersonOutput),
        Infno.QUOTE: Trade(QuoteInput, QuoteOutput),
        Infno.SETTLE: Trade(SettleInput, SettleOutput),
        Infno.CANCEL: Trade(CancelInput, CancelOutput),
        Infno.REVERSE: Trade(ReverseInput, ReverseOutput),
        Infno.SIGN_IN: Trade(SignInInput, SignInOutput),
        Infno.SIGN_OUT: Trade(SignOutInput, SignOutOutput),
    }
)
