"""Whether the till and the platform tell the same story: compared by msgid, to the fen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pos_app.domain.money import Money


class Difference(StrEnum):
    """How the two books differ over one msgid."""

    ONLY_PLATFORM = "only_platform"
    ONLY_TILL = "only_till"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Disagreement:
    msgid: str
    difference: Difference
    till: Money | None
    platform: Money | None


def disagreements(
    till: Mapping[str, Money], platform: Mapping[str, Money], *, still_open: Collection[str]
) -> tuple[Disagreement, ...]:
    """Compare what insurance paid; a msgid whose outcome is still open is a task, not a difference."""
    found: list[Disagreement] = []
    for msgid in sorted(set(till) | set(platform)):
        ours, theirs = till.get(msgid), platform.get(msgid)
        if ours == theirs or msgid in still_open:
            continue
        found.append(Disagreement(msgid, _difference(ours, theirs), ours, theirs))
    return tuple(found)


def _difference(ours: Money | None, theirs: Money | None) -> Difference:
    if ours is None:
        return Difference.ONLY_PLATFORM
    return Difference.ONLY_TILL if theirs is None else Difference.AMOUNT
