"""Finding out what became of a 2102 that was not answered.

The national messages have no question by msgid: 5203 wants the platform's own numbers, which only the lost answer held.
So the way is the one that leads there: 5201 says whether the person bought anything here at all and where they are
insured; the details of reconciliation (9101, 3202, 9102) give every settlement of those days with the msgid under which
we sent it; 5203 then gives the settlement itself. No message of it moves money.
"""

from base64 import b64encode
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

from pos_app.clients.bill import read_split
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal
from pos_app.domain.settlement import Insured, NoAnswer, NotSettled, Settlement
from pos_app.domain.shanghai import business_day
from pos_app.wire.code_lists import OUT_OF_AREA_PURCHASE, PHARMACY_PURCHASE
from pos_app.wire.faults import WireFault
from pos_app.wire.fields import format_time
from pos_app.wire.file_rows import pack_rows, unpack_rows
from pos_app.wire.messages import Infno
from pos_app.wire.messages.files import DownloadOutput, UploadOutput
from pos_app.wire.messages.past_settlement import PastSettlementOutput
from pos_app.wire.messages.past_visit import VisitOutput
from pos_app.wire.messages.reconciliation import ComparedRow, DetailsOutput
from pos_app.wire.node import OutputNode
from pos_app.wire.region import RegionProfile

_WINDOW = timedelta(days=1)  # either side: the two clocks need not agree
_FILE = "settlement-query"
_STANDING = "0"  # refd_setl_flag: not undone; and of the details, no refunds

_Output = TypeVar("_Output", bound=OutputNode)


class Trade(Protocol):
    """Sends one trade and reads its answer."""

    def __call__(
        self, infno: Infno, tree: dict[str, object], output: type[_Output], /
    ) -> _Output | Refusal | NoAnswer: ...


def find_settlement(
    msgid: str, insured: Insured, trade: Trade, *, profile: RegionProfile, now: datetime
) -> Settlement | NotSettled | Refusal | NoAnswer:
    """Follow the way from the person to the settlement of a msgid; at each step its absence is the answer."""
    visits = _visits(insured, trade, now)
    if not isinstance(visits, VisitOutput):
        return visits
    if not visits.mdtrtinfo:
        return NotSettled()
    rows = _rows(insured, trade, profile, now)
    if isinstance(rows, Refusal | NoAnswer):
        return rows
    row = next((row for row in rows if row.msgid == msgid), None)
    return _settlement(msgid, row, insured, trade, profile) if row else NotSettled()


def _visits(insured: Insured, trade: Trade, now: datetime) -> VisitOutput | Refusal | NoAnswer:
    asked = {
        "psn_no": insured.person_no,
        "begntime": format_time(now - _WINDOW),
        "endtime": format_time(now + _WINDOW),
        "med_type": PHARMACY_PURCHASE,
    }
    return trade(Infno.VISITS, {"data": asked}, VisitOutput)


def _rows(
    insured: Insured, trade: Trade, profile: RegionProfile, now: datetime
) -> tuple[ComparedRow, ...] | Refusal | NoAnswer:
    """Hold an empty list of ours against the centre's: what it has of those days comes back row by row."""
    pharmacy = profile.pharmacy.code
    mine = {"in": b64encode(pack_rows(_FILE, ())).decode(), "filename": f"{_FILE}.txt.zip", "fixmedins_code": pharmacy}
    sent = trade(Infno.UPLOAD, {"fsUploadIn": mine}, UploadOutput)
    if not isinstance(sent, UploadOutput):
        return sent
    nothing = dict.fromkeys(("medfee_sumamt", "fund_pay_sumamt", "cash_payamt", "fixmedins_setl_cnt"), Decimal(0))
    asked: dict[str, object] = {
        "setl_optins": profile.region.code,
        "file_qury_no": sent.file_qury_no,
        "stmt_begndate": str(business_day(now - _WINDOW)),
        "stmt_enddate": str(business_day(now + _WINDOW)),
        "clr_type": PHARMACY_PURCHASE if insured.area == profile.region.code else OUT_OF_AREA_PURCHASE,
        "fixmedins_refd_setl_flag": _STANDING,
        **nothing,
    }
    details = trade(Infno.DETAILS, {"data": asked}, DetailsOutput)
    if not isinstance(details, DetailsOutput):
        return details
    file = details.fileinfo
    wanted = {"file_qury_no": file.file_qury_no, "filename": file.filename, "fixmedins_code": pharmacy}
    told = trade(Infno.DOWNLOAD, {"fsDownloadIn": wanted}, DownloadOutput)
    if not isinstance(told, DownloadOutput):
        return told
    rows = unpack_rows(ComparedRow, told.content)
    return NoAnswer(rows.sentence) if isinstance(rows, WireFault) else rows


def _settlement(
    msgid: str, row: ComparedRow, insured: Insured, trade: Trade, profile: RegionProfile
) -> Settlement | NotSettled | Refusal | NoAnswer:
    names = {"psn_no": insured.person_no, "setl_id": row.setl_id, "mdtrt_id": row.mdtrt_id}
    answer = trade(Infno.PAST_SETTLEMENT, {"data": names}, PastSettlementOutput)
    if not isinstance(answer, PastSettlementOutput):
        return answer
    told = answer.setlinfo
    if told.medins_setl_id != msgid or told.refd_setl_flag != _STANDING:
        return NotSettled()
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
        msgid=msgid,
        settlement_id=told.setl_id,
        visit_id=told.mdtrt_id,
        split=split,
        balance=None if insured.balance is None else Money.of_yuan(told.balc),
        settled_at=told.setl_time,
    )
