"""2101: how the bill would be split now; nothing changes."""

from datetime import datetime

from pos_app.domain.refusal import Refusal
from pos_app.verifier.desk import Desk
from pos_app.verifier.identifiers import settlement_number
from pos_app.verifier.store.protocol import Reader
from pos_app.verifier.transactions.admission import admit
from pos_app.verifier.transactions.bill import (
    Counter,
    amounts,
    balance_after,
    clearing_type,
    fund_shares,
    line_share,
    make_bill,
    person_facts,
)
from pos_app.wire.envelope import Request
from pos_app.wire.messages.purchase import QuoteInput
from pos_app.wire.messages.settlement import QuotedLineShare, QuoteInfo, QuoteOutput
from pos_app.wire.node import made


def quote(desk: Desk, books: Reader, request: Request, body: QuoteInput, at: datetime) -> QuoteOutput | Refusal:
    admitted = admit(desk, books, request, body.druginfo, at)
    if isinstance(admitted, Refusal):
        return admitted
    person = admitted.person
    counter = Counter(request.mdtrtarea_admvs, at)
    bill = make_bill(desk, books, person, body.druginfo, body.drugdetail, counter=counter)
    if isinstance(bill, Refusal):
        return bill
    sums = bill.division.sums
    balance, mark = balance_after(desk, books, person, sums)
    info = made(
        QuoteInfo,
        {
            **person_facts(person, body.druginfo, at),
            **amounts(desk, sums, balance),
            "mdtrt_id": settlement_number(desk.profile.region.code, at, desk.chance),
            "medins_setl_id": request.msgid,
            "clr_type": clearing_type(insured_at=person.area, bought_at=request.mdtrtarea_admvs),
            "exp_content": mark,
        },
    )
    shares = tuple(made(QuotedLineShare, line_share(desk, cut)) for cut in bill.cuts)
    return QuoteOutput(setlinfo=info, setldetail=fund_shares(sums, person.insurance), detlcutinfo=shares)
