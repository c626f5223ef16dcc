"""5201, 5203, 5204 and 5206: what the books say of a person's purchases, as it was answered then."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeAlias

from pos_app.domain.money import ZERO, Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import business_day, local
from pos_app.verifier.desk import Desk
from pos_app.verifier.people import Person
from pos_app.verifier.records import BillKind, SettledBill
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.admission import visible_balance
from pos_app.verifier.transactions.bill import amounts, charge_type, fund_shares, identity_facts, list_type
from pos_app.wire.code_lists import CLEARED_BY_ITEM
from pos_app.wire.envelope import Request, Response, parse_response
from pos_app.wire.messages.past_settlement import (
    PastLine,
    PastLinesInput,
    PastLinesOutput,
    PastSettlement,
    PastSettlementInput,
    PastSettlementOutput,
    SettlementQuery,
)
from pos_app.wire.messages.past_visit import (
    Accumulation,
    AccumulationInput,
    AccumulationOutput,
    Visit,
    VisitInput,
    VisitOutput,
)
from pos_app.wire.messages.settlement import SettleOutput
from pos_app.wire.node import OutputNode, read_node, tree_of

HistoryInput: TypeAlias = VisitInput | PastSettlementInput | PastLinesInput | AccumulationInput

_LOCAL, _SAME_PROVINCE, _OTHER_PROVINCE = "2", "3", "4"  # pay_loc
_EVER = datetime(9999, 1, 1, tzinfo=UTC)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_AMOUNTS_ELSEWHERE = {"psn_part_amt": "psn_pay", "psn_cash_pay": "cash_payamt"}
_UNSAID = "-"  # required, and the insurance catalogue does not say


def look_back(desk: Desk, books: Reader, request: Request, body: HistoryInput) -> OutputNode | Refusal:
    person = books.person(body.data.psn_no)
    if person is None:
        return Refusal(RefusalCode.PERSON_UNKNOWN)
    match body:
        case VisitInput():
            return _visits(books, request, person, body)
        case PastSettlementInput():
            bill = _find(books, request, body.data)
            return bill if isinstance(bill, Refusal) else _settlement(desk, books, request, person, bill)
        case PastLinesInput():
            bill = _find(books, request, body.data)
            return bill if isinstance(bill, Refusal) else PastLinesOutput(data=tuple(_lines(desk, books, bill)))
        case AccumulationInput():
            return AccumulationOutput(cuminfo=tuple(_accumulated(books, person, body.data.cum_ym)))


def _find(books: Reader, request: Request, query: SettlementQuery) -> SettledBill | Refusal:
    """Find a settlement of the pharmacy that asks, by all three of its names."""
    bill = books.bill(query.setl_id)
    asked = (request.fixmedins_code, query.psn_no, query.mdtrt_id)
    if bill is None or asked != (bill.key.pharmacy, bill.psn_no, bill.mdtrt_id):
        return Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
    return bill


def _settlement(desk: Desk, books: Reader, request: Request, person: Person, bill: SettledBill) -> PastSettlementOutput:
    is_standing = bill.kind is BillKind.SETTLE and not books.is_undone(bill.setl_id)
    _, mark = visible_balance(desk, books, person)
    sums = amounts(desk, bill.sums, ZERO if mark else bill.balance)
    nothing = ("cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay")
    info = PastSettlement.model_validate(
        {
            **identity_facts(person, bill.settled_at),
            **dict.fromkeys(nothing, Decimal(0)),
            **{_AMOUNTS_ELSEWHERE.get(name, name): amount for name, amount in sums.items()},
            "setl_id": bill.setl_id,
            "mdtrt_id": bill.mdtrt_id,
            "insutype": bill.insurance or person.insurance,
            "pay_loc": _pay_loc(bill),
            "fixmedins_code": bill.key.pharmacy,
            "fixmedins_name": request.fixmedins_name,
            "begndate": business_day(bill.settled_at),
            "enddate": business_day(bill.settled_at),
            "setl_time": bill.settled_at,
            "mdtrt_cert_type": bill.cert_type,
            "med_type": bill.purchase,
            "clr_type": bill.clearing,
            "clr_way": CLEARED_BY_ITEM,
            "clr_optins": bill.area,
            "medins_setl_id": bill.key.msgid,
            "refd_setl_flag": "0" if is_standing else "1",
            "year": f"{local(bill.settled_at):%Y}",
            "invono": bill.invoice,
        }
    )
    return PastSettlementOutput(setlinfo=info, setldetail=fund_shares(bill.sums, bill.insurance))


def _lines(desk: Desk, books: Reader, bill: SettledBill) -> Iterator[PastLine]:
    """Give the lines of a bill, cut up as they were answered; a refund has those of what it undid."""
    while bill.undoes:
        original = books.bill(bill.undoes)
        if original is None:
            raise AssertionError(f"{bill.setl_id} undoes a settlement that is not in the books")
        bill = original
    cuts = _cuts(books, bill)
    for line in bill.lines:
        item = desk.item(line.catalogue_code)
        name = item.name if item else line.own_code
        yield PastLine.model_validate(
            {
                **{key: value for key, value in cuts[line.serial].items() if key in PastLine.model_fields},
                "mdtrt_id": bill.mdtrt_id,
                "setl_id": bill.setl_id,
                "med_type": bill.purchase,
                "fee_ocur_time": line.occurred_at or bill.settled_at,
                "hilist_code": line.catalogue_code,
                "hilist_name": name,
                "list_type": list_type(item),
                "med_list_codg": line.catalogue_code,
                "medins_list_codg": line.own_code,
                "medins_list_name": name[:100],
                "med_chrgitm_type": charge_type(item),
                "dosform_name": _UNSAID,
            }
        )


def _cuts(books: Reader, bill: SettledBill) -> dict[str, dict[str, object]]:
    """Read how each line was cut up out of the answer that was given, which is kept for ever."""
    kept = books.kept_trade(bill.key)
    answer = parse_response(kept.answer) if kept else None
    output = read_node(SettleOutput, answer.output) if isinstance(answer, Response) else None
    match output:
        case SettleOutput():
            return {row.feedetl_sn: tree_of(row) for row in output.detlcutinfo}
        case _:
            raise AssertionError(f"{bill.setl_id} has no kept answer")


def _visits(books: Reader, request: Request, person: Person, body: VisitInput) -> VisitOutput | Refusal:
    asked = body.data
    if asked.endtime < asked.begntime:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.endtime早于begntime")
    bills = books.purchases_of(person.psn_no, begin=asked.begntime, end=asked.endtime)
    return VisitOutput(
        mdtrtinfo=tuple(
            Visit.model_validate(
                {
                    **identity_facts(person, bill.settled_at),
                    "mdtrt_id": bill.mdtrt_id,
                    "insutype": bill.insurance or person.insurance,
                    "insu_optins": bill.area,
                    "pay_loc": _pay_loc(bill),
                    "fixmedins_code": bill.key.pharmacy,
                    "fixmedins_name": request.fixmedins_name,
                    "begntime": bill.settled_at,
                    "endtime": bill.settled_at,
                    "mdtrt_cert_type": bill.cert_type,
                    "med_type": bill.purchase,
                    "year": f"{local(bill.settled_at):%Y}",
                }
            )
            for bill in bills
            if bill.key.pharmacy == request.fixmedins_code
            and bill.purchase == asked.med_type
            and asked.mdtrt_id in {"", bill.mdtrt_id}
        )
    )


def _accumulated(books: Reader, person: Person, month: str) -> Iterator[Accumulation]:
    """Sum up what stands, month by month; the names of the sums are this simulator's own, for no list was found."""
    sums: defaultdict[tuple[str, str], Money] = defaultdict(lambda: ZERO)
    for bill in books.purchases_of(person.psn_no, begin=_FIRST, end=_EVER):
        bought_in = f"{local(bill.settled_at):%Y%m}"
        if month in {"", bought_in} and not books.is_undone(bill.setl_id):
            for name, amount in (
                ("MEDFEE", bill.sums.total),
                *((("DEDC", bill.sums.deductible),) if bill.sums.deductible else ()),
                ("FUND", bill.sums.fund),
                ("ACCT", bill.sums.account + bill.sums.shared),
                ("CASH", bill.sums.cash),
            ):
                sums[bought_in, name] += amount
    for (bought_in, name), amount in sums.items():
        yield Accumulation(
            insutype=person.insurance, year=bought_in[:4], cum_ym=bought_in, cum_type_code=name, cum=amount.yuan
        )


def _pay_loc(bill: SettledBill) -> str:
    """Say where a bill was settled, by the area in the pharmacy's own number."""
    bought_at = bill.key.pharmacy[1:7]
    if bill.area == bought_at:
        return _LOCAL
    return _SAME_PROVINCE if bill.area[:2] == bought_at[:2] else _OTHER_PROVINCE
