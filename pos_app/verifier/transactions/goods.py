"""3505, 3505A, 3506 and 3506A: keep what was sold and what came back; rows of a batch stand each for itself."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from pydantic import BaseModel

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.goods import GoodsMove, MoveKind
from pos_app.verifier.identifiers import movement_number
from pos_app.verifier.records import BillKind
from pos_app.verifier.sentences import platform_text
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.verifier.transactions.outcome import Outcome, Warned
from pos_app.wire.code_lists import OUTSIDE_CATALOGUE
from pos_app.wire.envelope import Request
from pos_app.wire.json_text import write_json
from pos_app.wire.messages.goods import (
    Goods,
    GoodsOutput,
    GoodsReturnInput,
    GoodsReturnsInput,
    GoodsReturnsOutput,
    GoodsSaleInput,
    GoodsSalesInput,
    GoodsSalesOutput,
    ReturnedGoods,
    ReturnedGoodsResult,
    SoldGoodsResult,
)
from pos_app.wire.node import tree_of
from pos_app.wire.region import Strictness

GoodsInput: TypeAlias = GoodsSaleInput | GoodsSalesInput | GoodsReturnInput | GoodsReturnsInput

_DONE, _FAILED = "1", "0"  # retRslt
_SPLIT = "1"  # trdn_flag: an opened box is sold in parts, so its code comes again
BATCH_LIMIT = 500


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row that was kept; `warning` is empty where nothing was odd about it."""

    move_no: str
    warning: str = ""


def move_goods(desk: Desk, books: Writer, request: Request, body: GoodsInput, at: datetime) -> Outcome:
    keeper = _Keeper(desk, books, request, at)
    match body:
        case GoodsSaleInput():
            sold = body.selinfo
            codes = _codes((sold.drug_trac_codg, *(trace.drug_trac_codg for trace in sold.drugtracinfo)))
            is_needed = desk.profile.trace.missing is Strictness.BLOCK
            return _single(keeper.sell(sold, codes, is_code_needed=is_needed))
        case GoodsReturnInput():
            returned = body.selinfo
            return _single(keeper.take_back(returned, _returned_codes(returned), is_code_needed=False))
        case GoodsSalesInput():
            return _batch_too_long(body.selinfoDetail) or _sell_batch(keeper, body)
        case GoodsReturnsInput():
            return _batch_too_long(body.selinfoDetail) or _take_back_batch(keeper, body)


def _sell_batch(keeper: "_Keeper", body: GoodsSalesInput) -> GoodsSalesOutput:
    results = []
    for row in body.selinfoDetail:
        codes = _codes(trace.drug_trac_codg for trace in row.drugtracinfo)
        kept = keeper.sell(row, codes, is_code_needed=True)
        results.append(SoldGoodsResult.model_validate(row.model_dump() | _result(kept, numbered=True)))
    return GoodsSalesOutput(selinfoDetail=tuple(results))


def _take_back_batch(keeper: "_Keeper", body: GoodsReturnsInput) -> GoodsReturnsOutput:
    results = []
    for row in body.selinfoDetail:
        kept = keeper.take_back(row, _returned_codes(row), is_code_needed=True)
        results.append(ReturnedGoodsResult.model_validate(row.model_dump() | _result(kept, numbered=False)))
    return GoodsReturnsOutput(selinfoDetail=tuple(results))


class _Keeper:
    """Keeps rows of one message."""

    def __init__(self, desk: Desk, books: Writer, request: Request, at: datetime) -> None:
        self._desk = desk
        self._books = books
        self._pharmacy = request.fixmedins_code
        self._at = at

    def sell(self, row: Goods, codes: Sequence[str], *, is_code_needed: bool) -> _Kept | Refusal:
        if is_code_needed and not codes:
            return Refusal(RefusalCode.TRACE_CODE_MISSING)
        move = self._move(MoveKind.SALE, row, codes)
        refusal = self._check(row, move)
        if refusal:
            return refusal
        rule = self._desk.profile.trace.reused
        is_reused = row.trdn_flag != _SPLIT and any(_is_used(self._books, code, row.setl_id) for code in codes)
        if is_reused and rule is Strictness.BLOCK:
            return Refusal(RefusalCode.TRACE_CODE_USED)
        return self._keep(move, "追溯码重复使用,已记入监管" if is_reused and rule is Strictness.WARN else "")

    def take_back(self, row: ReturnedGoods, codes: Sequence[str], *, is_code_needed: bool) -> _Kept | Refusal:
        if is_code_needed and not codes:
            return Refusal(RefusalCode.TRACE_CODE_MISSING)
        move = self._move(MoveKind.RETURN, row, codes)
        refusal = self._check(row, move)
        if refusal:
            return refusal
        if row.medins_prod_sel_no and not self._is_sale_of(row, self._books.move(row.medins_prod_sel_no)):
            return Refusal(RefusalCode.MESSAGE_INVALID, "medins_prod_sel_no没有对应的销售记录")
        for code in codes:
            if not self._is_sale_of(row, self._books.last_move(code)):
                return Refusal(RefusalCode.MESSAGE_INVALID, "drugtracinfo.drug_trac_codg没有未退的销售记录")
        return self._keep(move, "")

    def _is_sale_of(self, row: Goods, move: GoodsMove | None) -> bool:
        wanted = (MoveKind.SALE, self._pharmacy, row.mdtrt_sn)
        return move is not None and (move.kind, move.pharmacy, move.visit) == wanted

    def _check(self, row: Goods, move: GoodsMove) -> Refusal | None:
        if self._books.has_move(pharmacy=self._pharmacy, kind=move.kind, fingerprint=move.fingerprint):
            return Refusal(RefusalCode.UPLOAD_REPEATED)
        if row.sel_retn_cnt <= 0:
            return Refusal(RefusalCode.MESSAGE_INVALID, "sel_retn_cnt应大于0")
        if row.med_list_codg != OUTSIDE_CATALOGUE and self._desk.item(row.med_list_codg) is None:
            return Refusal(RefusalCode.MESSAGE_INVALID, f"med_list_codg不在目录中,无编码商品应为{OUTSIDE_CATALOGUE}")
        return self._check_settlement(row, is_sale=move.kind is MoveKind.SALE) if row.setl_id else None

    def _check_settlement(self, row: Goods, *, is_sale: bool) -> Refusal | None:
        bill = self._books.bill(row.setl_id)
        if bill is None or bill.key.pharmacy != self._pharmacy:
            return Refusal(RefusalCode.SETTLEMENT_UNKNOWN)
        if row.mdtrt_sn != bill.mdtrt_id:
            return Refusal(RefusalCode.MESSAGE_INVALID, "mdtrt_sn应为结算返回的mdtrt_id")
        if row.psn_no not in {"", bill.psn_no}:
            return Refusal(RefusalCode.PERSON_UNKNOWN, "psn_no与结算不符")
        if is_sale and (bill.kind is not BillKind.SETTLE or self._books.is_undone(bill.setl_id)):
            return Refusal(RefusalCode.SETTLEMENT_CANCELLED)
        return None

    def _keep(self, move: GoodsMove, warning: str) -> _Kept | Refusal:
        return _Kept(move.move_no, warning) if self._books.add_move(move) else Refusal(RefusalCode.UPLOAD_REPEATED)

    def _move(self, kind: MoveKind, row: Goods, codes: Sequence[str]) -> GoodsMove:
        facts = write_json(tree_of(row))
        return GoodsMove(
            move_no=movement_number(self._desk.profile.region.code, self._at, self._desk.chance),
            kind=kind,
            pharmacy=self._pharmacy,
            visit=row.mdtrt_sn,
            setl_id=row.setl_id,
            psn_no=row.psn_no,
            catalogue_code=row.med_list_codg,
            own_code=row.fixmedins_hilist_id,
            batch=row.fixmedins_bchno,
            fingerprint=hashlib.sha256(facts.encode()).hexdigest(),
            moved_at=row.sel_retn_time,
            facts=facts,
            codes=tuple(codes),
        )


def _is_used(books: Reader, code: str, setl_id: str) -> bool:
    """Say whether a code is out of the shop already, or belongs to another settlement than this sale's."""
    if books.is_virtual_trace(code):
        return False
    last, holder = books.last_move(code), books.trace_holder(code)
    return (last is not None and last.kind is MoveKind.SALE) or (holder is not None and holder != setl_id)


def _single(kept: _Kept | Refusal) -> Outcome:
    if isinstance(kept, Refusal):
        return kept
    return Warned(GoodsOutput(), kept.warning) if kept.warning else GoodsOutput()


def _result(kept: _Kept | Refusal, *, numbered: bool) -> dict[str, str]:
    if isinstance(kept, Refusal):
        return {"retRslt": _FAILED, "msgRslt": platform_text(kept)}
    number = {"medins_prod_sel_no": kept.move_no} if numbered else {}
    return {"retRslt": _DONE, "msgRslt": kept.warning, **number}


def _batch_too_long(rows: Sequence[BaseModel]) -> Refusal | None:
    if 1 <= len(rows) <= BATCH_LIMIT:
        return None
    return Refusal(RefusalCode.MESSAGE_INVALID, f"selinfoDetail有{len(rows)}行,应为1至{BATCH_LIMIT}行")


def _returned_codes(row: ReturnedGoods) -> tuple[str, ...]:
    return _codes(trace.drug_trac_codg for trace in row.drugtracinfo)


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
