"""What a till sends with 2103 (cancel a known settlement) and 2601 (reverse an unknown trade)."""

from typing import Annotated

from pos_app.wire.fields import C
from pos_app.wire.node import InputNode, OutputNode


class Cancellation(InputNode):
    setl_id: Annotated[str, C(30)]
    mdtrt_id: Annotated[str, C(30)]
    psn_no: Annotated[str, C(30)]
    exp_content: Annotated[str, C(4000, optional=True)] = ""


class CancelInput(InputNode):
    data: Cancellation


class Reversal(InputNode):
    """`omsgid` and `oinfno` name the trade whose outcome the till does not know."""

    psn_no: Annotated[str, C(30)]
    omsgid: Annotated[str, C(30)]
    oinfno: Annotated[str, C(5)]


class ReverseInput(InputNode):
    data: Reversal


class ReverseOutput(OutputNode):
    """2601 has no output node: infcode 0 is the acknowledgement."""
