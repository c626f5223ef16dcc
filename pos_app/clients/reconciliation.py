"""The centre's own books as messages show them: totals (3201), rows (9101, 3202, 9102), one settlement (5203)."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from pos_app.domain.money import Money, total
from pos_app.domain.reconciliation import Entry, Past
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.settlement import InsuranceType, NoAnswer
from pos_app.wire.code_lists import OUT_OF_AREA_PURCHASE, PHARMACY_PURCHASE
from pos_app.wire.faults import WireFault
from pos_app.wire.file_rows import pack_rows, unpack_rows
from pos_app.wire.messages import Infno
from pos_app.wire.messages.files import DownloadOutput, UploadOutput
from pos_app.wire.messages.past_settlement import PastSettlementOutput
from pos_app.wire.messages.reconciliation import ClaimedRow, ComparedRow, DetailsFile, DetailsOutput, TotalsOutput
from pos_app.wire.node import OutputNode
from pos_app.wire.region import RegionProfile

_Output = TypeVar("_Output", bound=OutputNode)
_WITH_REFUNDS = "1"  # each undoing is counted as a row of its own
_CLEARING_TYPES = (PHARMACY_PURCHASE, OUT_OF_AREA_PURCHASE)


class Trades(Protocol):
    def trade(
        self, infno: Infno, tree: dict[str, object], output: type[_Output], *, insured_area: str = "", msgid: str = ""
    ) -> _Output | Refusal | NoAnswer:
        """Send one trade and read its answer."""
        ...


class CentreClient:
    """`services.reconciliation_ports.CentreBooks` over the national messages."""

    clearings: Sequence[str] = _CLEARING_TYPES
    insurances: Sequence[str] = tuple(InsuranceType)

    def __init__(self, *, trades: Trades, profile: RegionProfile) -> None:
        self._trades = trades
        self._profile = profile

    def agrees(self, day: date, clearing: str, insurance: str, entries: Sequence[Entry]) -> bool | Refusal | NoAnswer:
        data = {
            "insutype": insurance,
            **self._span(day, clearing),
            "medfee_sumamt": _sum(entries, lambda entry: entry.total),
            "fund_pay_sumamt": _sum(entries, self._fund),
            "acct_pay": _sum(entries, lambda entry: entry.account),
            "fixmedins_setl_cnt": Decimal(len(entries)),
        }
        answer = self._trades.trade(Infno.TOTALS, {"data": data}, TotalsOutput)
        if not isinstance(answer, TotalsOutput):
            return answer
        verdict, words = answer.stmtinfo.stmt_rslt, self._profile.reconciliation
        if verdict not in {words.equal, words.unequal}:
            return NoAnswer(f"stmt_rslt {verdict}")
        return verdict == words.equal

    def entries(self, day: date, clearing: str, entries: Sequence[Entry]) -> tuple[Entry, ...] | Refusal | NoAnswer:
        file = self._upload(f"{day:%Y%m%d}-{clearing}", entries)
        if not isinstance(file, UploadOutput):
            return file
        data = {
            "file_qury_no": file.file_qury_no,
            **self._span(day, clearing),
            "medfee_sumamt": _sum(entries, lambda entry: entry.total),
            "fund_pay_sumamt": _sum(entries, self._fund),
            "cash_payamt": _sum(entries, lambda entry: entry.total - entry.insured),
            "fixmedins_setl_cnt": Decimal(len(entries)),
        }
        answer = self._trades.trade(Infno.DETAILS, {"data": data}, DetailsOutput)
        if not isinstance(answer, DetailsOutput):
            return answer
        return self._download(answer.fileinfo, {entry.settlement_id: entry for entry in entries})

    def past(self, entry: Entry) -> Past | NoAnswer | None:
        data = {"psn_no": entry.person_no, "setl_id": entry.settlement_id, "mdtrt_id": entry.visit_id}
        answer = self._trades.trade(Infno.PAST_SETTLEMENT, {"data": data}, PastSettlementOutput)
        match answer:
            case PastSettlementOutput(setlinfo=told):
                return Past(told.setl_time, told.refd_setl_flag == "1", told.insutype)
            case Refusal(RefusalCode.SETTLEMENT_UNKNOWN | RefusalCode.PERSON_UNKNOWN):
                return None
            case Refusal(code, detail):
                return NoAnswer(f"{code} {detail}")
            case NoAnswer():
                return answer

    def _span(self, day: date, clearing: str) -> dict[str, object]:
        return {
            "clr_type": clearing,
            "setl_optins": self._profile.region.code,
            "stmt_begndate": day.isoformat(),
            "stmt_enddate": day.isoformat(),
            "fixmedins_refd_setl_flag": _WITH_REFUNDS,
        }

    def _upload(self, name: str, entries: Sequence[Entry]) -> UploadOutput | Refusal | NoAnswer:
        sent = {
            "in": b64encode(pack_rows(name, map(self._claimed, entries))).decode("ascii"),
            "filename": f"{name}.txt.zip",
            "fixmedins_code": self._profile.pharmacy.code,
        }
        return self._trades.trade(Infno.UPLOAD, {"fsUploadIn": sent}, UploadOutput)

    def _download(self, file: DetailsFile, sent: dict[str, Entry]) -> tuple[Entry, ...] | Refusal | NoAnswer:
        asked = {
            "file_qury_no": file.file_qury_no,
            "filename": file.filename,
            "fixmedins_code": self._profile.pharmacy.code,
        }
        answer = self._trades.trade(Infno.DOWNLOAD, {"fsDownloadIn": asked}, DownloadOutput)
        if not isinstance(answer, DownloadOutput):
            return answer
        rows = unpack_rows(ComparedRow, answer.content)
        if isinstance(rows, WireFault):
            return NoAnswer(rows.sentence)
        # A row that only we have comes back without a msgid: it is not theirs.
        return tuple(self._entry(row) for row in rows if row.msgid or row.setl_id not in sent)

    def _claimed(self, entry: Entry) -> ClaimedRow:
        return ClaimedRow(
            setl_id=entry.settlement_id,
            mdtrt_id=entry.visit_id,
            psn_no=entry.person_no,
            medfee_sumamt=entry.total.yuan,
            fund_pay_sumamt=self._fund(entry).yuan,
            acct_pay=entry.account.yuan,
            refd_setl_flag="1" if entry.is_undoing else "0",
        )

    def _entry(self, row: ComparedRow) -> Entry:
        account, fund = Money.of_yuan(row.acct_pay), Money.of_yuan(row.fund_pay_sumamt)
        return Entry(
            settlement_id=row.setl_id,
            visit_id=row.mdtrt_id,
            person_no=row.psn_no,
            msgid=row.msgid,
            total=Money.of_yuan(row.medfee_sumamt),
            fund=fund - account if self._profile.messages.fund_includes_account else fund,
            account=account,
            is_undoing=row.refd_setl_flag == "1",
        )

    def _fund(self, entry: Entry) -> Money:
        return entry.insured if self._profile.messages.fund_includes_account else entry.fund


def _sum(entries: Sequence[Entry], amount_of: Callable[[Entry], Money]) -> Decimal:
    return total(map(amount_of, entries)).yuan
