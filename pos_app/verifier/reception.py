"""The platform as a wire meets it: armed faults strike, every exchange is noted, and there may be no reply."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

from pos_app.faults import StoreFault
from pos_app.verifier.exchanges import Door, Exchange, Notebook, Sent, exchange_of
from pos_app.verifier.faults import DECODE, FaultBoard, FaultPoint, FaultRule, Occasion, PlatformDied
from pos_app.verifier.platform import Told, Verifier
from pos_app.verifier.ports import Clock
from pos_app.verifier.store.protocol import Store
from pos_app.wire.easing import opened
from pos_app.wire.envelope import Tree
from pos_app.wire.faults import WireFault
from pos_app.wire.reading import Message

_LOG = logging.getLogger(__name__)
_HEADER = "header"  # the name of a fault that came with the request it is for


@dataclass(frozen=True, slots=True)
class Said:
    """An answer; `after_ms` is how late it is to be sent, `exchange` what was noted of it."""

    text: str
    after_ms: int = 0
    exchange: Exchange | None = None

    def noted(self, exchange: Exchange) -> "Said":
        return Said(self.text, self.after_ms, exchange)


@dataclass(frozen=True, slots=True)
class Silent:
    """No reply: the trade may have happened or not. A reset line breaks at once, another just ends."""

    reason: str
    is_reset: bool = False
    exchange: Exchange | None = None

    def noted(self, exchange: Exchange) -> "Silent":
        return Silent(self.reason, self.is_reset, exchange)


Reply: TypeAlias = Said | Silent


class Reception:
    """Both doors of a `Verifier`, with what can happen between it and a till."""

    def __init__(
        self, *, verifier: Verifier, store: Store, faults: FaultBoard, notebook: Notebook, clock: Clock
    ) -> None:
        self._verifier = verifier
        self._store = store
        self._faults = faults
        self._notebook = notebook
        self._clock = clock

    def trade(self, request: str | bytes, fault: FaultRule | None = None) -> Reply:
        """Answer a national message; `fault` is for this request alone."""
        return self._exchange(Door.TRADE, request, self._verifier.trade, fault)

    def decode(self, request: str | bytes, fault: FaultRule | None = None) -> Reply:
        """Answer a decode call."""
        return self._exchange(Door.DECODE, request, self._verifier.decoding, fault)

    def hand_over(self, *, at_least: int = 1) -> None:
        """Write down what was noted, in lots of so many; outside a batch this follows every exchange."""
        self._notebook.hand_over(at_least=at_least)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Let the exchanges within share one durable commit; no reply may be sent before its end.

        StoreFault means that nothing of them has happened, and that none of them may be answered.
        """
        try:
            with self._store.batch():
                yield
        except StoreFault:
            self._notebook.nothing_was_sent()
            raise
        finally:
            self._notebook.hand_over()

    def _exchange(
        self, door: Door, request: str | bytes, perform: Callable[[Message], Told], fault: FaultRule | None
    ) -> Reply:
        message = Message.of(request)
        occasion = _occasion_of(door, message)
        if fault is None:
            return self._watched(door, message, perform, occasion)
        name = f"{_HEADER} {occasion.msgid}".strip()
        self._faults.arm(replace(fault, name=name, infno=occasion.infno, msgid=occasion.msgid))
        try:
            return self._watched(door, message, perform, occasion)
        finally:
            self._faults.disarm(name)

    def _watched(self, door: Door, message: Message, perform: Callable[[Message], Told], occasion: Occasion) -> Reply:
        at = self._clock.now()
        with self._faults.watched() as struck:
            lost = self._lost(occasion)
            told = (
                Silent(lost.name, is_reset=lost.point is FaultPoint.CONNECTION_RESET)
                if lost
                else self._perform(message, perform)
            )
            reply, sent = self._reply(told if isinstance(told, Silent) else told.text, occasion)
        answer = Told("") if isinstance(told, Silent) else told
        name = ", ".join(struck) or (told.reason if isinstance(told, Silent) else "")
        notes = answer.notes or message.notes
        exchange = exchange_of(message.text, answer.text, at=at, door=door, sent=sent, fault=name, notes=notes)
        self._notebook.note(exchange)
        return reply.noted(exchange)

    def _perform(self, message: Message, perform: Callable[[Message], Told]) -> Told | Silent:
        """Give the answer, or none where the platform or its disk died on the way."""
        try:
            return perform(message)
        except PlatformDied as death:
            return Silent(death.fault)
        except StoreFault as fault:
            _LOG.warning("no answer: %s", fault)
            return Silent("the store failed")

    def _lost(self, occasion: Occasion) -> FaultRule | None:
        return self._faults.strike(FaultPoint.CONNECTION_RESET, occasion) or self._faults.strike(
            FaultPoint.REVERSAL_LOST, occasion
        )

    def _reply(self, answer: str | Silent, occasion: Occasion) -> tuple[Reply, Sent]:
        if isinstance(answer, Silent):
            return answer, Sent.SILENT
        for point, damage in _DAMAGES.items():
            rule = self._faults.strike(point, occasion)
            if rule:
                return damage(answer, rule)
        return Said(answer), Sent.ANSWERED


def _occasion_of(door: Door, message: Message) -> Occasion:
    """Read what a fault can be aimed at; a text that cannot be read is no trade's."""
    tree = message.tree
    if isinstance(tree, WireFault):
        return Occasion("")
    body = _body_of(tree, "data" if door is Door.DECODE else "input")
    if body is None:
        return Occasion("")
    if door is Door.DECODE:
        return Occasion(DECODE, str(body.get("outBizNo") or ""))
    people = [node.get("psn_no") for node in (body, *body.values()) if isinstance(node, dict)]
    return Occasion(
        str(tree.get("infno") or ""), str(tree.get("msgid") or ""), next((str(one) for one in people if one), "")
    )


def _body_of(tree: Tree, name: str) -> Tree | None:
    """Give the body in whatever way it was sent that is understood: in capitals, too, or as a text."""
    sent = tree[name] if name in tree else next((value for key, value in tree.items() if key.lower() == name), None)
    body = opened(sent, name).tree
    return body if isinstance(body, dict) else None


def _withhold(_answer: str, rule: FaultRule) -> tuple[Reply, Sent]:
    return Silent(rule.name), Sent.SILENT


def _delay(answer: str, rule: FaultRule) -> tuple[Reply, Sent]:
    return Said(answer, rule.delay_ms), Sent.LATE


def _double(answer: str, _rule: FaultRule) -> tuple[Reply, Sent]:
    return Said(answer + answer), Sent.DOUBLED


def _garble(answer: str, _rule: FaultRule) -> tuple[Reply, Sent]:
    """Cut the answer in the middle and break its text, as a bad line does."""
    return Said(answer[: len(answer) // 2].replace(":", "\x15") + "\x1a"), Sent.GARBLED


_DAMAGES: dict[FaultPoint, Callable[[str, FaultRule], tuple[Reply, Sent]]] = {
    FaultPoint.AFTER_COMMIT_BEFORE_REPLY: _withhold,
    FaultPoint.REPLY_GARBLED: _garble,
    FaultPoint.REPLY_DOUBLED: _double,
    FaultPoint.REPLY_DELAYED: _delay,
}
