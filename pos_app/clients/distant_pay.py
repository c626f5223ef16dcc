"""The pay channel beside a distant platform of this simulation: charges, and what its book says of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from pos_app.clients.http import CONNECT_S, REPLY_S
from pos_app.clients.line import open_line
from pos_app.domain.charge import ChargeAnswer, ChargeOrder, OrderUnknown, Paid, QueryAnswer, UserPaying
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Done, NoAnswer
from pos_app.domain.shanghai import begin_of, end_of
from pos_app.services.reconciliation_ports import Moment, Side
from pos_app.wire.pay import (
    PATH,
    Answer,
    RefundAsked,
    StatementAsked,
    StatementTold,
    StoryTold,
    Told,
    answer_of,
    charge_asked,
)

_Model = TypeVar("_Model", bound=BaseModel)
_Given = TypeVar("_Given", bound=Paid | UserPaying | OrderUnknown | Refusal | NoAnswer)
_ODD = "not an answer to what was asked"


class DistantPay:
    """`MobilePay`, `PayStatement` and `Story` over HTTP; what is not an answer to the question is none.

    One book serves every till of the platform. Orders begin with their till's number, so a till that has one is told
    of its own; with `till` empty it is alone, and told of all.
    """

    def __init__(self, url: str, *, till: str = "", reply_s: float = REPLY_S) -> None:
        self._till = till
        self._client = open_line(url, httpx.Timeout(reply_s, connect=CONNECT_S))

    def charge(self, order: ChargeOrder) -> ChargeAnswer:
        answer = self._answer("orders", charge_asked(order))
        return NoAnswer(_ODD) if isinstance(answer, Done | OrderUnknown) else self._own(order.order_no, answer)

    def query(self, order_no: str) -> QueryAnswer:
        answer = self._answer(f"orders/{_safe(order_no)}/query")
        return NoAnswer(_ODD) if isinstance(answer, Done) else self._own(order_no, answer)

    def reverse(self, order_no: str) -> Done | Refusal | NoAnswer:
        return _undone(self._answer(f"orders/{_safe(order_no)}/reversal"))

    def refund(self, order_no: str, refund_no: str, amount: Money) -> Done | Refusal | NoAnswer:
        asked = RefundAsked(refund_no=refund_no, amount_fen=amount.fen)
        return _undone(self._answer(f"orders/{_safe(order_no)}/refunds", asked))

    def standing(self, day: date, also: Iterable[str] = ()) -> Mapping[str, Money] | NoAnswer:
        return self._statement(StatementAsked(begin=begin_of(day), end=end_of(day), also=tuple(also)))

    def everything(self) -> Mapping[str, Money] | NoAnswer:
        """Give what the shop has of every order that was paid and not given back whole."""
        told = self._statement(StatementAsked())
        return told if isinstance(told, NoAnswer) else {number: amount for number, amount in told.items() if amount}

    def of(self, *, msgid: str, sale_no: str) -> Iterable[Moment]:
        """Tell what happened to an order; a channel that does not answer tells nothing."""
        del sale_no  # the channel knows orders
        told = self._ask(StoryTold, "GET", f"orders/{_safe(msgid)}") if msgid else NoAnswer("")
        if isinstance(told, NoAnswer):
            return ()
        return tuple(Moment(one.at, Side.CHANNEL, one.act) for one in told.acts)

    def close(self) -> None:
        self._client.close()

    @staticmethod
    def _own(order_no: str, answer: _Given) -> _Given | NoAnswer:
        """Take no payment for ours that names another order."""
        return NoAnswer(_ODD) if isinstance(answer, Paid) and answer.order_no != order_no else answer

    def _statement(self, asked: StatementAsked) -> Mapping[str, Money] | NoAnswer:
        told = self._ask(StatementTold, "POST", "statement", asked)
        if isinstance(told, NoAnswer):
            return told
        return {number: Money(fen) for number, fen in told.standing_fen.items() if number.startswith(self._till)}

    def _answer(self, path: str, asked: BaseModel | None = None) -> Answer | NoAnswer:
        told = self._ask(Told, "POST", path, asked)
        return told if isinstance(told, NoAnswer) else answer_of(told) or NoAnswer(_ODD)

    def _ask(self, model: type[_Model], method: str, path: str, asked: BaseModel | None = None) -> _Model | NoAnswer:
        body = asked.model_dump(mode="json") if asked else None
        try:
            answer = self._client.request(method, f"{PATH}/{path}", json=body)
            answer.raise_for_status()
            return model.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as error:
            return NoAnswer(f"{type(error).__name__}: {self._client.base_url}")


def _undone(answer: Answer | NoAnswer) -> Done | Refusal | NoAnswer:
    return answer if isinstance(answer, Done | Refusal | NoAnswer) else NoAnswer(_ODD)


def _safe(number: str) -> str:
    return quote(number, safe="")
