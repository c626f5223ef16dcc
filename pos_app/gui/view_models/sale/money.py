"""How money reads on the screen: the sums, the tender, who is insured and the result."""

from pos_app.domain.cash import parse_cash, quick_amounts
from pos_app.domain.checkout.states import (
    Charging,
    Completed,
    Freezing,
    Identifying,
    Ordering,
    Recording,
    Retendering,
    Settling,
    State,
    Tendering,
    basket_of,
)
from pos_app.domain.money import Money
from pos_app.domain.sale import Deal
from pos_app.domain.settlement import Insured
from pos_app.domain.split import Split
from pos_app.domain.tender import by_card, by_mobile, cash_given
from pos_app.gui.view_models.sale.inputs import (
    Desk,
    SaleInputs,
    Work,
    draft_of,
    insured_of,
    payer_of,
    rest_of,
    split_of,
)
from pos_app.gui.view_models.sale.view import (
    PersonView,
    QuickCash,
    ResultView,
    SumRow,
    SumsView,
    TenderView,
    Tone,
)
from pos_app.wording import Wording

NOT_SHOWN = "-"


def derive_sums(state: State, wording: Wording) -> SumsView:
    split, is_final = split_of(state), isinstance(state, Completed)
    total = SumRow(wording.say("sale.sum.total"), str(split.total))
    reduction = basket_of(state).reduction
    taken_off = (SumRow(wording.say("sale.sum.reduction"), f"-{reduction}"),) if reduction else ()
    if payer_of(state) is None and not is_final:
        unknown = [SumRow(wording.say(f"sale.sum.{part}"), NOT_SHOWN, is_soft=True) for part in ("fund", "account")]
        rows = (*taken_off, total, *unknown)
    else:
        rows = (*taken_off, total, *_insured_rows(split, wording))
    label = wording.say("sale.sum.paid" if is_final else "sale.sum.due")
    due = rest_of(state) if isinstance(state, Tendering | Retendering) else split.cash
    return SumsView(rows=(*rows, *_taken_rows(state, wording)), due_label=label, due=f"¥{due}")


def derive_person(state: State, wording: Wording) -> PersonView:
    insured = insured_of(state)
    if insured is None:
        how = "sale.person.later" if isinstance(state, Tendering) else "sale.person.how"
        how = "sale.person.none" if draft_of(state) else how
        return PersonView(_nobody(state, wording), wording.say(how), "", "", is_known=False)
    balance, label = insured.balance, "sale.person.balance"
    if isinstance(state, Completed) and state.sale.settlement is not None:
        balance, label = state.sale.settlement.balance, "sale.person.balance_after"
    return PersonView(
        name=insured.masked_name,
        detail=f"{insurance_of(insured, wording)} · {_area_of(insured, wording)}",
        balance=NOT_SHOWN if balance is None else str(balance),
        balance_label=wording.say(label),
        is_known=True,
    )


def insurance_of(insured: Insured, wording: Wording) -> str:
    return wording.say(f"receipt.insurance.{insured.insurance}")


def derive_tender(state: State, desk: Desk, wording: Wording) -> TenderView | None:
    match state:
        case Tendering() | Retendering():
            given, due = parse_cash(desk.cash_text), rest_of(state)
        case Freezing(draft) | Settling(Deal(draft)) | Recording(Deal(draft)) | Ordering(Deal(draft)):
            given, due = draft.given, draft.split.cash
        case _:
            return None
    label, change, tone = _change(given, due, wording)
    is_enabled = isinstance(state, Tendering | Retendering) and not desk.is_waiting
    return TenderView(
        quick=tuple(
            QuickCash(wording.say("sale.tender.exact", amount=amount) if amount == due else str(amount), amount)
            for amount in quick_amounts(due)
        ),
        change_label=label,
        change=change,
        change_tone=tone,
        confirm=wording.say("sale.tender.confirm" if is_enabled else "sale.tender.busy"),
        is_enabled=is_enabled,
    )


def derive_result(inputs: SaleInputs, wording: Wording) -> ResultView | None:
    state, desk = inputs.state, inputs.desk
    if not isinstance(state, Completed):
        return None
    draft, split = state.sale.draft, split_of(state)
    paid = [
        SumRow(wording.say("sale.sum.cash"), str(draft.cash), is_soft=not draft.cash),
        *_charged_rows(draft.mobile, draft.card, wording),
        SumRow(wording.say("sale.result.given"), str(draft.cash_given), is_soft=not draft.cash_given),
    ]
    insured = _insured_rows(split, wording) if draft.payer else ()
    paper, tone = _paper(desk, wording)
    return ResultView(
        title=wording.say("sale.result.title"),
        sale_no=wording.say("sale.result.sale_no", number=state.sale.sale_no),
        change_label=wording.say("sale.tender.change"),
        change=f"¥{draft.change}",
        rows=(SumRow(wording.say("sale.sum.total"), str(split.total)), *insured, *paid),
        paper=paper,
        paper_tone=tone,
        forward=wording.say("sale.result.forward"),
        ticket=desk.ticket,
    )


def _insured_rows(split: Split, wording: Wording) -> tuple[SumRow, ...]:
    parts = [("fund", split.fund), ("account", split.account)]
    if split.shared:
        parts.append(("shared", split.shared))
    return tuple(
        SumRow(wording.say(f"sale.sum.{part}"), str(amount), is_accent=bool(amount), is_soft=not amount)
        for part, amount in parts
    )


def _charged_rows(mobile: Money, card: Money, wording: Wording) -> tuple[SumRow, ...]:
    parts = (("mobile", mobile), ("card", card))
    return tuple(SumRow(wording.say(f"sale.sum.{part}"), str(amount)) for part, amount in parts if amount)


def _taken_rows(state: State, wording: Wording) -> tuple[SumRow, ...]:
    """Give what the customer has put down so far, while more is wanted."""
    match state:
        case Tendering() if state.tenders:
            tenders = state.tenders
        case Retendering(deal) | Charging(deal):
            tenders = deal.tenders
        case _:
            return ()
    cash = cash_given(tenders)
    laid = (SumRow(wording.say("sale.result.given"), str(cash)),) if cash else ()
    return (*laid, *_charged_rows(by_mobile(tenders), by_card(tenders), wording))


def _nobody(state: State, wording: Wording) -> str:
    if isinstance(state, Identifying):
        return wording.say("sale.person.asking")
    is_agreed = isinstance(state, Tendering) or draft_of(state) is not None
    return wording.say("sale.person.own_pay" if is_agreed else "sale.person.nobody")


def _area_of(insured: Insured, wording: Wording) -> str:
    key = f"receipt.area.{insured.area}"
    name = wording.say(key) if wording.knows(key) else wording.say("sale.person.elsewhere")
    return f"{name} {insured.area}".strip()


def _change(given: Money | None, due: Money, wording: Wording) -> tuple[str, str, Tone]:
    if given is None:
        return wording.say("sale.tender.change"), NOT_SHOWN, Tone.PLAIN
    if given < due:
        return wording.say("sale.tender.missing"), f"¥{due - given}", Tone.BAD
    return wording.say("sale.tender.change"), f"¥{given - due}", Tone.GOOD


def _paper(desk: Desk, wording: Wording) -> tuple[str, Tone]:
    if desk.ticket is not None:
        return wording.say("sale.result.printed"), Tone.GOOD
    if desk.work is Work.TILL:
        return wording.say("sale.result.printing"), Tone.BUSY
    return wording.say("sale.result.not_printed"), Tone.WARN
