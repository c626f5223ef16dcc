"""What the refund dialog shows, derived from what is known of the original sale by one pure function."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from pos_app.domain.money import Money, total
from pos_app.domain.refund import BackBy, PastSale, RefundPlan, SoldLine, plan_refund
from pos_app.domain.refund_slip import RefundSlip
from pos_app.domain.shanghai import local
from pos_app.gui.view_models.paged import PagedInputs, PagedView, Told, trouble_words
from pos_app.gui.view_models.ticket import Ticket
from pos_app.wording import Wording

Sums: TypeAlias = tuple[tuple[str, str], ...]


class Page(StrEnum):
    FIND = "find"
    LINES = "lines"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class GivenBackSlip:
    """A refund that is final, with its paper where that could be made; `has_rest` where the till has a bill now."""

    slip: RefundSlip
    ticket: Ticket | None
    has_rest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInputs(PagedInputs):
    """What is known: the sale that was found, how many of each line go back, and what came of it.

    `wanted` holds every line that has something left, by its number; 0 is a line that stays. `specs` tells lines of
    one name apart, by their number.
    """

    page: Page = Page.FIND
    sale: PastSale | None = None
    wanted: Mapping[int, int] = field(default_factory=dict)
    specs: Mapping[int, str] = field(default_factory=dict)
    done: GivenBackSlip | None = None
    pending: str = ""

    @property
    def plan(self) -> RefundPlan | None:
        """Give the plan of what is wanted now; none where nothing is."""
        asked = {number: quantity for number, quantity in self.wanted.items() if quantity}
        if self.sale is None or not asked:
            return None
        plan = plan_refund(self.sale, asked)
        return plan if isinstance(plan, RefundPlan) else None


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the original sale; `spoken` says the whole row."""

    number: int
    name: str
    figures: str
    quantity: str
    amount: str
    spoken: str
    may_more: bool
    may_less: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView(PagedView):
    lines: tuple[LineView, ...]
    back: Sums
    total: str
    anew: str
    in_hand: str
    in_hand_label: str
    may_give: bool
    ticket: Ticket | None


def derive_refund_view(inputs: RefundInputs, wording: Wording) -> RefundView:
    plan, done, is_free = inputs.plan, inputs.done, not inputs.is_busy
    message, next_step = _told(inputs, plan, wording)
    return RefundView(
        page=inputs.page,
        title=wording.say(f"refund.title.{inputs.page}"),
        about=_about(inputs, wording),
        lines=tuple(_line(line, inputs, wording) for line in inputs.sale.lines) if inputs.sale else (),
        back=_back_of_slip(done.slip, wording) if done else _back_of_plan(plan, wording) if plan else (),
        total=str(done.slip.total if done else plan.total if plan else Money(0)),
        anew=_anew(plan, wording),
        in_hand=f"￥{done.slip.cash}" if done else "",
        in_hand_label=wording.say("refund.in_hand") if done else "",
        message=message,
        next_step=next_step,
        is_bad=bool(inputs.refusal or inputs.fault),
        is_waiting=inputs.is_busy or bool(inputs.pending),
        is_done=inputs.page is Page.DONE,
        may_give=is_free and plan is not None and inputs.page is Page.LINES,
        ticket=done.ticket if done else None,
    )


def _about(inputs: RefundInputs, wording: Wording) -> str:
    if inputs.done:
        return wording.say("refund.about_slip", refund=inputs.done.slip.refund_no, sale=inputs.done.slip.sale_no)
    if inputs.sale is None:
        return wording.say("refund.about_find")
    way = "insured" if inputs.sale.settlement else "plain"
    sold_at = f"{local(inputs.sale.sold_at):%Y-%m-%d %H:%M}"
    return wording.say(f"refund.about_{way}", sale=inputs.sale.sale_no, sold=sold_at)


def _line(line: SoldLine, inputs: RefundInputs, wording: Wording) -> LineView:
    quantity = inputs.wanted.get(line.number, 0)
    figures = wording.say("refund.figures", sold=line.quantity, returned=line.returned, left=line.left)
    name = f"{line.name} {inputs.specs.get(line.number, '')}".rstrip()
    amount = str(line.part(quantity)) if quantity else "—"
    is_free = not inputs.is_busy
    return LineView(
        number=line.number,
        name=name,
        figures=figures,
        quantity=str(quantity),
        amount=amount,
        spoken=wording.say("refund.spoken", name=name, figures=figures, quantity=quantity),
        may_more=is_free and quantity < line.left,
        may_less=is_free and quantity > 0,
    )


def _back_of_plan(plan: RefundPlan, wording: Wording) -> Sums:
    ways = (("insurance", plan.insured), *((way.value, plan.back_by(way)) for way in BackBy))
    return tuple(_sums(ways, wording))


def _back_of_slip(slip: RefundSlip, wording: Wording) -> Sums:
    ways = (("insurance", slip.insured), ("cash", slip.cash), ("mobile", slip.mobile), ("card", slip.card))
    return tuple(_sums(ways, wording))


def _sums(ways: tuple[tuple[str, Money], ...], wording: Wording) -> Iterator[tuple[str, str]]:
    return ((wording.say(f"refund.back.{way}"), f"￥{amount}") for way, amount in ways if amount)


def _anew(plan: RefundPlan | None, wording: Wording) -> str:
    if plan is None or not plan.kept:
        return ""
    pieces = sum(kept.quantity for kept in plan.kept)
    return wording.say("refund.anew", pieces=pieces, amount=total(kept.amount for kept in plan.kept))


def _told(inputs: RefundInputs, plan: RefundPlan | None, wording: Wording) -> Told:
    say = wording.say
    if inputs.is_busy:
        return say("refund.busy.message"), say("refund.busy.next")
    trouble = trouble_words(inputs, wording)
    if trouble:
        return trouble
    if inputs.pending:
        return say("refund.pending.message", refund=inputs.pending), say("refund.pending.next")
    key = _hint(inputs, plan)
    return say(f"refund.{key}.message"), say(f"refund.{key}.next")


def _hint(inputs: RefundInputs, plan: RefundPlan | None) -> str:
    if inputs.done:
        return "done_rest" if inputs.done.has_rest else "done" if inputs.done.ticket else "done_no_paper"
    if inputs.page is Page.FIND:
        return "hint_find"
    if plan is None:
        return "hint_nothing"
    return "hint_part" if plan.kept else "hint_lines"
