"""2102: the money moves. Voucher, account and book change in one transaction or not at all."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.accounts import personal, settlement_entry
from pos_app.verifier.desk import Desk
from pos_app.verifier.identifiers import settlement_number
from pos_app.verifier.people import Person
from pos_app.verifier.records import BillKind, SettledBill, SettledLine, TradeKey
from pos_app.verifier.rules import LineCut
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.admission import Admitted, admit
from pos_app.verifier.transactions.bill import (
    Bill,
    Counter,
    amounts,
    balance_after,
    clearing_type,
    fund_shares,
    line_share,
    make_bill,
    person_facts,
)
from pos_app.verifier.transactions.outcome import Outcome, Warned
from pos_app.verifier.transactions.traces import Traced, hold_traces, read_traces
from pos_app.wire.envelope import Request
from pos_app.wire.messages.purchase import PurchaseLine, SettleInput
from pos_app.wire.messages.settlement import LineShare, SettlementInfo, SettleOutput
from pos_app.wire.node import made


def settle(desk: Desk, books: Writer, request: Request, body: SettleInput, at: datetime) -> Outcome:
    admitted = admit(desk, books, request, body.druginfo, at)
    if isinstance(admitted, Refusal):
        return admitted
    person = admitted.person
    counter = Counter(request.mdtrtarea_admvs, at)
    bill = make_bill(desk, books, person, body.druginfo, body.drugdetail, counter=counter)
    if isinstance(bill, Refusal):
        return bill
    setl_id = settlement_number(desk.profile.region.code, at, desk.chance)
    traced = _trace(desk, books, body, setl_id)
    if isinstance(traced, Refusal):
        return traced
    key = TradeKey(request.fixmedins_code, request.msgid)
    refusal = _use_voucher(desk, books, admitted, bill, key=key, at=at)
    if refusal:
        books.release_traces(setl_id)
        return refusal
    balance, mark = balance_after(desk, books, person, bill.division.sums)  # before the posting changes it
    clearing = clearing_type(insured_at=person.area, bought_at=request.mdtrtarea_admvs)
    settled = _post(desk, books, person, bill, _Terms(setl_id, key, body, clearing, at))
    books.add_traces(setl_id, traced.uses)
    info = made(
        SettlementInfo,
        {
            **person_facts(person, body.druginfo, at),
            **amounts(desk, settled.sums, balance),
            "setl_id": settled.setl_id,
            "mdtrt_id": settled.mdtrt_id,
            "medins_setl_id": request.msgid,
            "clr_type": clearing,
            "exp_content": mark,
        },
    )
    shares = tuple(made(LineShare, line_share(desk, cut)) for cut in bill.cuts)
    funds = fund_shares(settled.sums, settled.insurance)
    output = made(SettleOutput, {"setlinfo": info, "setldetail": funds, "detlcutinfo": shares})
    return Warned(output, ";".join(traced.warnings)) if traced.warnings else output


@dataclass(frozen=True, slots=True)
class _Terms:
    """Under what a bill is posted."""

    setl_id: str
    key: TradeKey
    body: SettleInput
    clearing: str
    at: datetime


def _use_voucher(
    desk: Desk, books: Writer, admitted: Admitted, bill: Bill, *, key: TradeKey, at: datetime
) -> Refusal | None:
    """Use up the token of a certificate, and where an account pays by it the customer's consent, too."""
    if admitted.token is None:
        return None
    wants_consent = desk.profile.password.asked and bool(bill.division.draws)
    if wants_consent and not books.use_consent(admitted.person.psn_no, key=key, at=at):
        return Refusal(RefusalCode.PASSWORD_NEEDED)
    if books.use_token(admitted.token.digest, key=key, at=at):
        return None
    books.release_consent(key)
    return Refusal(RefusalCode.TOKEN_INVALID)


def _trace(desk: Desk, books: Writer, body: SettleInput, setl_id: str) -> Traced | Refusal:
    traced = read_traces(desk, books, body.drugdetail)
    return traced if isinstance(traced, Refusal) else hold_traces(desk, books, traced, setl_id=setl_id)


def _post(desk: Desk, books: Writer, person: Person, bill: Bill, terms: _Terms) -> SettledBill:
    purchase = terms.body.druginfo
    entry = settlement_entry(
        terms.setl_id,
        bill.division,
        insurance=person.insurance,
        pharmacy=terms.key.pharmacy,
        booked_at=terms.at,
    )
    if entry:
        books.post(entry)
    settled = SettledBill(
        setl_id=terms.setl_id,
        mdtrt_id=settlement_number(desk.profile.region.code, terms.at, desk.chance),
        kind=BillKind.SETTLE,
        undoes=None,
        key=terms.key,
        psn_no=person.psn_no,
        cert_type=purchase.mdtrt_cert_type,
        area=person.area,
        settled_at=terms.at,
        sums=bill.division.sums,
        balance=books.balance(personal(person.psn_no)),
        lines=tuple(map(_line, bill.cuts, terms.body.drugdetail)),
        insurance=person.insurance,
        clearing=terms.clearing,
        purchase=purchase.med_type,
        invoice=purchase.invono,
    )
    books.add_bill(settled)
    return settled


def _line(cut: LineCut, sent: PurchaseLine) -> SettledLine:
    return SettledLine(
        serial=cut.claim.serial,
        catalogue_code=cut.claim.catalogue_code,
        own_code=cut.claim.own_code,
        price=cut.claim.price,
        count=cut.claim.count,
        amount=cut.claim.amount,
        charge_class=cut.charge_class,
        occurred_at=sent.fee_ocur_time,
    )
