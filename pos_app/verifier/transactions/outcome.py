"""What a trade comes to: a node, a refusal, or a node with a word of warning beside it."""

from dataclasses import dataclass
from typing import TypeAlias

from pos_app.domain.refusal import Refusal
from pos_app.wire.node import OutputNode


@dataclass(frozen=True, slots=True)
class Warned:
    """A yes whose `warn_msg` says what was not as it should be."""

    output: OutputNode
    warning: str


Outcome: TypeAlias = OutputNode | Warned | Refusal
