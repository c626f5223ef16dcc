"""Finding out what became of a 2102 that was not answered.

The national messages have no question by msgid: 5203 wants the platform's own numbers, which only the lost answer held.
So the way is the one that leads there: 5201 says on which days the person bought anything here; the details of
reconciliation (9101, 3202, 9102) give every settlement of those days with the msgid under which we sent it; 5203 then
gives the settlement itself. No message of it moves money.
"""

from datetime import datetime, timedelta

from pos_app.clients.bill import read_split
from pos_app.clients.reconciliation import CentreClient, Trades
from pos_app.domain.money import Money
from pos_app.domain.reconciliation import Entry
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Insured, NoAnswer, NotSettled, Settlement
from pos_app.domain.shanghai import business_day
from pos_app.wire.code_lists import OUT_OF_AREA_PURCHASE, PHARMACY_PURCHASE
from pos_app.wire.fields import format_time
from pos_app.wire.messages import Infno
from pos_app.wire.messages.past_settlement import PastSettlement, PastSettlementOutput
from pos_app.wire.messages.past_visit import VisitOutput
from pos_app.wire.region import RegionProfile

_WINDOW = timedelta(days=1)  # either side: the two clocks need not agree
_STANDING = "0"  # refd_setl_flag: not undone


def find_settlement(
    msgid: str, insured: Insured, trades: Trades, *, profile: RegionProfile, now: datetime
) -> Settlement | NotSettled | Refusal | NoAnswer:
    """Follow the way from the person to the settlement of a msgid; at each step its absence is the answer."""
    asked = {
        "psn_no": insured.person_no,
        "begntime": format_time(now - _WINDOW),
        "endtime": format_time(now + _WINDOW),
        "med_type": PHARMACY_PURCHASE,
    }
    visits = trades.trade(Infno.VISITS, {"data": asked}, VisitOutput)
    if not isinstance(visits, VisitOutput):
        return visits
    centre = CentreClient(trades=trades, profile=profile)
    clearing = PHARMACY_PURCHASE if insured.area == profile.region.code else OUT_OF_AREA_PURCHASE
    for day in sorted({business_day(visit.begntime) for visit in visits.mdtrtinfo}):
        entries = centre.entries(day, clearing, ())
        if isinstance(entries, Refusal | NoAnswer):
            return entries
        found = next((entry for entry in entries if entry.msgid == msgid and not entry.is_undoing), None)
        if found is not None:
            return _settlement(found, insured, trades, profile)
    return NotSettled()


def _settlement(
    entry: Entry, insured: Insured, trades: Trades, profile: RegionProfile
) -> Settlement | NotSettled | Refusal | NoAnswer:
    names = {"psn_no": insured.person_no, "setl_id": entry.settlement_id, "mdtrt_id": entry.visit_id}
    answer = trades.trade(Infno.PAST_SETTLEMENT, {"data": names}, PastSettlementOutput)
    if not isinstance(answer, PastSettlementOutput):
        return answer
    told = answer.setlinfo
    if told.medins_setl_id != entry.msgid or told.refd_setl_flag != _STANDING:
        return NotSettled()
    return _read(told, insured, profile)


def _read(told: PastSettlement, insured: Insured, profile: RegionProfile) -> Settlement | NoAnswer:
    split = read_split(
        profile,
        total=told.medfee_sumamt,
        fund=told.fund_pay_sumamt,
        account=told.acct_pay,
        shared=told.acct_mulaid_pay,
        cash=told.cash_payamt,
    )
    if split is None:
        return NoAnswer("the sums of the answer do not add up")
    return Settlement(
        msgid=told.medins_setl_id,
        settlement_id=told.setl_id,
        visit_id=told.mdtrt_id,
        split=split,
        balance=None if insured.balance is None else Money.of_yuan(told.balc),
        settled_at=told.setl_time,
        clearing=told.clr_type,
    )
