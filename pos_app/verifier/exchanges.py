"""The request journal: every envelope in and out, masked before it is kept, with what was wrong about it."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import Protocol

from pos_app.domain.identity import without_real_ids
from pos_app.domain.refusal import RefusalCode
from pos_app.faults import StoreFault
from pos_app.verifier.masks import masked_message, masked_stray
from pos_app.wire.faults import WireFault
from pos_app.wire.refusal_text import read_refusal
from pos_app.wire.specification import decode_deviations, request_deviations

_LOG = logging.getLogger(__name__)


class Door(StrEnum):
    """Which of the platform's two doors was knocked at."""

    TRADE = "trade"
    DECODE = "decode"


class Sent(StrEnum):
    """What became of the answer."""

    ANSWERED = "answered"
    LATE = "late"
    DOUBLED = "doubled"
    GARBLED = "garbled"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, masked; `code` is the reason of a no, `fault` the name of the armed one."""

    at: datetime
    door: Door
    infno: str
    msgid: str
    pharmacy: str
    sent: Sent
    code: str
    fault: str
    request: str
    answer: str
    deviations: tuple[WireFault, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptExchange:
    number: int
    exchange: Exchange


class Outcome(StrEnum):
    """How an exchange ended for the till."""

    YES = "yes"
    NO = "no"
    LOST = "lost"  # nothing, or nothing that can be read


@dataclass(frozen=True, slots=True)
class ExchangeFilter:
    """What is asked of the journal; what is empty is not asked. The newest come first.

    `person` is looked for in the texts, as their number is masked there.
    """

    infno: str = ""
    msgid: str = ""
    pharmacy: str = ""
    code: str = ""
    fault: str = ""
    text: str = ""
    person: str = ""
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None
    only_deviating: bool = False
    before: int | None = None
    limit: int = 100


class ExchangeLog(Protocol):
    """A bounded place for exchanges: the oldest make room."""

    def add(self, exchanges: Sequence[Exchange]) -> None: ...

    def find(self, wanted: ExchangeFilter) -> tuple[KeptExchange, ...]: ...

    def get(self, number: int) -> KeptExchange | None: ...


class Notebook:
    """Notes exchanges down and hands them to the log in lots; a log that fails never stands in a trade's way."""

    def __init__(self, log: ExchangeLog) -> None:
        self._log = log
        self._waiting: list[Exchange] = []
        self._lock = Lock()

    def note(self, exchange: Exchange) -> None:
        with self._lock:
            self._waiting.append(exchange)

    def nothing_was_sent(self) -> None:
        """Say of all that waits that its answer was made in vain."""
        with self._lock:
            self._waiting = [replace(exchange, sent=Sent.SILENT) for exchange in self._waiting]

    def hand_over(self, *, at_least: int = 1) -> None:
        """Give the log what waits, once that is a lot of so many."""
        with self._lock:
            if len(self._waiting) < at_least:
                return
            waiting, self._waiting = self._waiting, []
        try:
            self._log.add(waiting)
        except StoreFault as fault:
            _LOG.warning("the request journal lost %d exchanges: %s", len(waiting), fault)


def exchange_of(
    request: str | bytes,
    answer: str,
    *,
    at: datetime,
    door: Door,
    sent: Sent = Sent.ANSWERED,
    fault: str = "",
    notes: tuple[WireFault, ...] = (),
) -> Exchange:
    """Mask both sides and find what was wrong; nothing of a person passes this point.

    `notes` are what was wrong and taken all the same, or would have been.
    """
    code = _code_of(answer)
    is_refused = code in _STRAY or not answer
    deviations = request_deviations if door is Door.TRADE else decode_deviations
    wrong = (deviations(request) if is_refused else ()) or notes
    is_stray = is_refused or bool(notes)
    seen = masked_stray(request) if is_stray else masked_message(_text_of(request))
    if is_stray or door is Door.DECODE:  # a trade that was taken has been looked through for real numbers already
        seen = without_real_ids(seen)
    return Exchange(
        at=at,
        door=door,
        infno=_named(seen, "infno" if door is Door.TRADE else "transType"),
        msgid=_named(seen, "msgid" if door is Door.TRADE else "outBizNo"),
        pharmacy=_named(seen, "fixmedins_code" if door is Door.TRADE else "orgId"),
        sent=sent,
        code=code,
        fault=fault,
        request=seen,
        answer=masked_stray(answer) if notes and answer else masked_message(answer),
        deviations=wrong,
    )


_STRAY = frozenset({RefusalCode.MESSAGE_INVALID, RefusalCode.TRADE_UNKNOWN, RefusalCode.REAL_ID_REFUSED})
_REASON = re.compile(r'"(?:err_msg|message)":"([^"]*\[[a-z0-9_]+\])"')


def _code_of(answer: str) -> str:
    reason = _REASON.search(answer) if ']"' in answer else None  # most answers are no refusals
    return str(read_refusal(reason.group(1)).code) if reason else ""


def _named(text: str, name: str) -> str:
    found = _pair(name).search(text)
    return found.group(1) if found else ""


@cache
def _pair(name: str) -> re.Pattern[str]:
    return re.compile(rf'"{name}"\s*:\s*"([^"\\]{{1,64}})"')


def _text_of(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text
