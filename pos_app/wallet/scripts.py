"""What a pay code makes the channel do, chosen by name or by the last four digits of the code.

A code that ends in one of these digits behaves so wherever it is scanned; any other simply pays.
"""

from collections.abc import Mapping
from enum import StrEnum

ASKED_BEFORE_PAID = 2  # queries that a customer who hesitates takes


class Script(StrEnum):
    """The name of a behaviour."""

    PAYS = "pays"
    USER_PAYING = "user_paying"
    """The customer is asked on the phone and pays when the till has queried twice."""
    NEVER_PAYS = "never_pays"
    """The customer is asked on the phone and does not answer."""
    REFUSED = "refused"
    REPLY_LOST = "reply_lost"
    """The channel pays, and its answer to the charge is lost."""
    UNKNOWN = "unknown"
    """The charge is lost before it reaches the channel."""
    REVERSAL_LOST = "reversal_lost"
    """Never pays, and the answers to the first two reversals are lost."""


LOST_REVERSALS = 2

BY_ENDING: Mapping[str, Script] = {
    "9801": Script.USER_PAYING,
    "9802": Script.NEVER_PAYS,
    "9803": Script.REFUSED,
    "9804": Script.REPLY_LOST,
    "9805": Script.UNKNOWN,
    "9806": Script.REVERSAL_LOST,
}


def script_of(code: str) -> Script:
    return BY_ENDING.get(code[-4:], Script.PAYS)
