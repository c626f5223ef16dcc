"""What a difference between the books reads like: what it is, its story, and what was proposed."""

from pos_app.domain.reconciliation import Difference
from pos_app.domain.shanghai import local
from pos_app.services.reconciliation_ports import Moment, Side
from pos_app.wording import Wording


def repair_name(difference: Difference) -> str:
    """Name the proposed repair as JSON and the wording do: `take_over`."""
    name = type(difference.repair).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")


def repair_words(difference: Difference, wording: Wording) -> str:
    return wording.say(f"reconcile.repair.{repair_name(difference)}")


def kind_words(difference: Difference, wording: Wording) -> str:
    return wording.say(f"reconcile.kind.{difference.kind}")


def about_words(difference: Difference, wording: Wording) -> str:
    """Name the sale, the settlement and the message that it is about."""
    entry = difference.entry
    sale, msgid = difference.sale_no or "—", entry.msgid or "—"
    return wording.say("reconcile.about", sale=sale, settlement=entry.settlement_id, msgid=msgid)


def moment_words(moment: Moment, wording: Wording) -> str:
    """Say one thing that one of the journals has: when, who, what."""
    say, knows = wording.say, wording.knows
    if moment.side is not Side.PLATFORM:
        key = f"reconcile.{moment.side}.{moment.act}"
        said = say(key) if knows(key) else moment.act
    else:
        sent, _, code = moment.detail.partition(":")
        said = f"{moment.act} {say(f'reconcile.sent.{sent}')} {code}".strip()
    return f"{local(moment.at):%Y-%m-%d %H:%M:%S}  {say(f'reconcile.side.{moment.side}')}  {said}"
