"""The pay code on a customer's phone, as this simulation's wallets show one: fresh each time, good for a minute."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from pos_app.domain.code import PayChannel

LIFE = timedelta(seconds=60)

_LEADS = {PayChannel.WECHAT: "13", PayChannel.ALIPAY: "28", PayChannel.UNIONPAY: "62"}
_CHANCE_DIGITS = {PayChannel.WECHAT: 7, PayChannel.ALIPAY: 7, PayChannel.UNIONPAY: 8}
_NO_YEAR = "0"  # where an ID number has its century, so that no code is taken for one
_PLAIN = "0000"  # the last four digits choose how the channel behaves: this one pays


@dataclass(frozen=True, slots=True)
class ShownPayCode:
    """A pay code on the screen; its text is as good as cash, so it is in no repr."""

    text: str = field(repr=False)
    channel: PayChannel
    issued_at: datetime
    expires_at: datetime


def fresh_pay_code(person_id: str, channel: PayChannel, at: datetime, digits: Callable[[int], str]) -> ShownPayCode:
    """Make a code of a person's wallet; four of its digits are the wallet's, always the same for the same person."""
    wallet = int.from_bytes(sha256(person_id.encode()).digest()[:4]) % 10_000
    text = f"{_LEADS[channel]}{wallet:04}{_NO_YEAR}{digits(_CHANCE_DIGITS[channel])}{_PLAIN}"
    return ShownPayCode(text, channel, at, at + LIFE)
