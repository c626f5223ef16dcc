"""2102: the money moves. Voucher, account and book change in one transaction or not at all."""

from datetime import datetime

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.accounts import personal, settlement_entry
from pos_app.verifier.desk import Desk
from pos_app.verifier.identifiers import settlement_number
from pos_app.verifier.people import Person
from pos_app.verifier.records import BillKind, SettledBill, SettledLine, TradeKey
from pos_app.verifier.rules import LineCut
from pos_app.verifier.store.protocol import Writer
from pos_app.verifier.transactions.admission import admit
from pos_app.verifier.transactions.bill import (
    Bill,
    amounts,
    balance_after,
    clearing_type,
    fund_shares,
    line_share,
    make_bill,
    person_facts,
)
from pos_app.wire.envelope import Request
from pos_app.wire.messages.purchase import SettleInput
from pos_app.wire.messages.settlement import LineShare, SettlementInfo, SettleOutput


def settle(desk: Desk, books: Writer, request: Request, body: SettleInput, at: datetime) -> SettleOutput | Refusal:
    admitted = admit(desk, books, request, body.druginfo, at)
    if isinstance(admitted, Refusal):
        return admitted
    person = admitted.person
    bill = make_bill(desk, books, person, body.druginfo, body.drugdetail)
    if isinstance(bill, Refusal):
        return bill
    key = TradeKey(request.fixmedins_code, request.msgid)
    if admitted.token and not books.use_token(admitted.token.digest, key=key, at=at):
        return Refusal(RefusalCode.TOKEN_INVALID)
    balance, mark = balance_after(desk, books, person, bill.division.sums)  # before the posting changes it
    settled = _post(desk, books, person, bill, key=key, cert_type=body.druginfo.mdtrt_cert_type, at=at)
    info = SettlementInfo.model_validate(
        {
            **person_facts(person, body.druginfo, at),
            **amounts(desk, settled.sums, balance),
            "setl_id": settled.setl_id,
            "mdtrt_id": settled.mdtrt_id,
            "medins_setl_id": request.msgid,
            "clr_type": clearing_type(insured_at=person.area, bought_at=request.mdtrtarea_admvs),
            "exp_content": mark,
        }
    )
    shares = tuple(LineShare.model_validate(line_share(desk, cut)) for cut in bill.cuts)
    return SettleOutput(setlinfo=info, setldetail=fund_shares(settled.sums), detlcutinfo=shares)


def _post(
    desk: Desk, books: Writer, person: Person, bill: Bill, *, key: TradeKey, cert_type: str, at: datetime
) -> SettledBill:
    area = desk.profile.region.code
    setl_id = settlement_number(area, at, desk.chance)
    entry = settlement_entry(setl_id, bill.division.draws, pharmacy=key.pharmacy, booked_at=at)
    if entry:
        books.post(entry)
    settled = SettledBill(
        setl_id=setl_id,
        mdtrt_id=settlement_number(area, at, desk.chance),
        kind=BillKind.SETTLE,
        undoes=None,
        key=key,
        psn_no=person.psn_no,
        cert_type=cert_type,
        area=person.area,
        settled_at=at,
        sums=bill.division.sums,
        balance=books.balance(personal(person.psn_no)),
        lines=tuple(_line(cut) for cut in bill.cuts),
    )
    books.add_bill(settled)
    return settled


def _line(cut: LineCut) -> SettledLine:
    return SettledLine(
        serial=cut.claim.serial,
        catalogue_code=cut.claim.catalogue_code,
        own_code=cut.claim.own_code,
        price=cut.claim.price,
        count=cut.claim.count,
        amount=cut.claim.amount,
        charge_class=cut.charge_class,
    )
