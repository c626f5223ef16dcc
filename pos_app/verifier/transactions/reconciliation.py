"""3201 and 3202: hold what a pharmacy says of a span of days against the centre's own books."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from pos_app.domain.money import Money, total
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import begin_of, end_of
from pos_app.verifier.clearing import ClearedRow, ClearedTotals, ClearingScope
from pos_app.verifier.desk import Desk
from pos_app.verifier.goods import KeptFile
from pos_app.verifier.identifiers import file_number
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.verifier.transactions.files import FILE_LIFE, find_file
from pos_app.wire.envelope import Request
from pos_app.wire.faults import WireFault
from pos_app.wire.file_rows import pack_rows, unpack_rows
from pos_app.wire.messages.reconciliation import (
    ClaimedRow,
    ComparedRow,
    Details,
    DetailsFile,
    DetailsInput,
    DetailsOutput,
    Totals,
    TotalsInput,
    TotalsOutput,
    TotalsVerdict,
)

_COUNTED = "1"  # refunds are among what is counted, also where a till says nothing of them


def reconcile_totals(desk: Desk, books: Reader, request: Request, body: TotalsInput) -> TotalsOutput | Refusal:
    claimed = body.data
    scope = _scope(desk, request, claimed, insurance=claimed.insutype)
    if isinstance(scope, Refusal):
        return scope
    totals = books.cleared_totals(scope)
    fund = _fund(desk, totals.fund, totals.account)
    told = (claimed.medfee_sumamt, claimed.fund_pay_sumamt, claimed.acct_pay, claimed.fixmedins_setl_cnt)
    is_equal = told == (totals.total.yuan, fund.yuan, totals.account.yuan, Decimal(totals.count))
    return TotalsOutput(
        stmtinfo=TotalsVerdict(
            setl_optins=claimed.setl_optins,
            stmt_rslt=_verdict(desk, is_equal=is_equal),
            stmt_rslt_dscr="对账一致" if is_equal else _centre_says(totals, fund),
        )
    )


def reconcile_details(
    desk: Desk, books: Writer, request: Request, body: DetailsInput, at: datetime
) -> DetailsOutput | Refusal:
    """Compare line by line, and put the result into a file to be fetched with 9102."""
    asked = body.data
    scope = _scope(desk, request, asked, insurance="")
    if isinstance(scope, Refusal):
        return scope
    file = find_file(books, request, asked.file_qury_no, at)
    if isinstance(file, Refusal):
        return file
    claimed = unpack_rows(ClaimedRow, file.content)
    if isinstance(claimed, WireFault):
        return Refusal(RefusalCode.FILE_INVALID, claimed.sentence)
    refusal = _check_file(asked, claimed)
    if refusal:
        return refusal
    number, until = file_number(desk.profile.region.code, at, desk.chance), at + FILE_LIFE
    content = pack_rows(number, _compare(desk, claimed, books.cleared_rows(scope)))
    books.keep_file(KeptFile(number, request.fixmedins_code, f"{number}.txt.zip", content, until))
    return DetailsOutput(
        fileinfo=DetailsFile(file_qury_no=number, filename=f"{number}.txt.zip", dld_endtime=until),
    )


def _scope(desk: Desk, request: Request, asked: Totals | Details, *, insurance: str) -> ClearingScope | Refusal:
    """Say which rows are meant; the area's own agency clears for all, another one for its own people."""
    if asked.stmt_enddate < asked.stmt_begndate:
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.stmt_enddate早于stmt_begndate")
    is_own = asked.setl_optins == desk.profile.region.code
    return ClearingScope(
        pharmacy=request.fixmedins_code,
        clearing=asked.clr_type,
        begin=begin_of(asked.stmt_begndate),
        end=end_of(asked.stmt_enddate),
        insurance=insurance,
        area="" if is_own else asked.setl_optins,
        with_refunds=(asked.fixmedins_refd_setl_flag or asked.refd_setl_flag or _COUNTED) == _COUNTED,
    )


def _check_file(asked: Details, claimed: Sequence[ClaimedRow]) -> Refusal | None:
    """Hold a file to what was said about it."""
    if len(claimed) != asked.fixmedins_setl_cnt:
        return Refusal(RefusalCode.FILE_INVALID, f"文件有{len(claimed)}行,与fixmedins_setl_cnt不一致")
    if len({row.setl_id for row in claimed}) != len(claimed):
        return Refusal(RefusalCode.FILE_INVALID, "文件中setl_id重复")
    if total(Money.of_yuan(row.medfee_sumamt) for row in claimed) != Money.of_yuan(asked.medfee_sumamt):
        return Refusal(RefusalCode.FILE_INVALID, "文件合计与medfee_sumamt不一致")
    return None


def _compare(desk: Desk, claimed: Sequence[ClaimedRow], cleared: Sequence[ClearedRow]) -> Iterator[ComparedRow]:
    """Give every row of either side, those of the centre first, in the order they were posted."""
    by_id = {row.setl_id: row for row in claimed}
    for row in cleared:
        other = by_id.pop(row.setl_id, None)
        is_equal = other is not None and _amounts(other) == _centre_amounts(desk, row)
        yield ComparedRow(
            psn_no=row.psn_no,
            mdtrt_id=row.mdtrt_id,
            setl_id=row.setl_id,
            msgid=row.msgid,
            stmt_rslt=_verdict(desk, is_equal=is_equal),
            refd_setl_flag="1" if row.is_refund else "0",
            memo="" if is_equal else "中心有,机构无" if other is None else "金额或人员不一致",
            medfee_sumamt=row.total.yuan,
            fund_pay_sumamt=_fund(desk, row.fund, row.account).yuan,
            acct_pay=row.account.yuan,
        )
    for only in by_id.values():
        yield ComparedRow.model_validate(
            {
                **only.model_dump(),
                "stmt_rslt": _verdict(desk, is_equal=False),
                "memo": "机构有,中心无",
            }
        )


def _amounts(row: ClaimedRow) -> tuple[object, ...]:
    return row.mdtrt_id, row.psn_no, row.medfee_sumamt, row.fund_pay_sumamt, row.acct_pay


def _centre_amounts(desk: Desk, row: ClearedRow) -> tuple[object, ...]:
    fund = _fund(desk, row.fund, row.account)
    return row.mdtrt_id, row.psn_no, row.total.yuan, fund.yuan, row.account.yuan


def _fund(desk: Desk, fund: Money, account: Money) -> Money:
    return fund + account if desk.profile.messages.fund_includes_account else fund


def _verdict(desk: Desk, *, is_equal: bool) -> str:
    rules = desk.profile.reconciliation
    return rules.equal if is_equal else rules.unequal


def _centre_says(totals: ClearedTotals, fund: Money) -> str:
    return (
        f"对账不一致,中心:笔数{totals.count},medfee_sumamt{totals.total.yuan},"
        f"fund_pay_sumamt{fund.yuan},acct_pay{totals.account.yuan}"
    )
