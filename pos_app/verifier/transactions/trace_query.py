"""3513 and 3592B: who sold a trace code, and a code for goods that have none."""

from datetime import UTC

import simplejson

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import begin_of, end_of
from pos_app.verifier.desk import Desk
from pos_app.verifier.goods import GoodsMove, MoveFilter, MoveKind, VirtualGoods
from pos_app.verifier.identifiers import virtual_trace_code
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.wire.code_lists import OUTSIDE_CATALOGUE
from pos_app.wire.envelope import Request
from pos_app.wire.messages.trace_query import (
    TracedSale,
    TraceQueryInput,
    TraceQueryOutput,
    VirtualTrace,
    VirtualTraceInput,
    VirtualTraceOutput,
)
from pos_app.wire.node import text_of

_PERSONAL = ("psnNo", "psnCertType", "certno", "psnName")


def who_sold(books: Reader, request: Request, body: TraceQueryInput) -> TraceQueryOutput | Refusal:
    """List the sales of an institution; who asks about another's is not told to whom."""
    asked = body.data
    wanted = MoveFilter(
        pharmacy=asked.fixmedins_code,
        own_code=asked.medins_list_codg,
        batch=asked.fixmedins_bchno,
        catalogue_code=asked.med_list_codg,
        visit=asked.mdtrt_id,
        psn_no=asked.psn_no,
        code=asked.drug_trac_codg,
        since=begin_of(asked.begndate) if asked.begndate else None,
        until=end_of(asked.enddate) if asked.enddate else None,
    )
    is_own = asked.fixmedins_code == request.fixmedins_code
    if not is_own and (asked.psn_no or asked.certno or asked.psn_name):
        return Refusal(RefusalCode.MESSAGE_INVALID, "data.fixmedins_code不是本机构,不能按人员查询")
    rows = (row for move in books.moves(wanted) for row in _rows(move, asked.drug_trac_codg, is_own=is_own))
    by_person = {"certno": asked.certno, "psnName": asked.psn_name}
    return TraceQueryOutput(
        output=tuple(row for row in rows if all(value in {"", getattr(row, key)} for key, value in by_person.items()))
    )


def virtual_trace(desk: Desk, books: Writer, request: Request, body: VirtualTraceInput) -> VirtualTraceOutput | Refusal:
    """Give goods their code, the same one whenever it is asked for again."""
    asked = body.data
    if asked.med_list_codg != OUTSIDE_CATALOGUE and desk.item(asked.med_list_codg) is None:
        return Refusal(RefusalCode.MESSAGE_INVALID, f"med_list_codg不在目录中,无编码商品应为{OUTSIDE_CATALOGUE}")
    goods = VirtualGoods(request.fixmedins_code, asked.med_list_codg, asked.fixmedins_hilist_id, asked.fixmedins_bchno)
    fresh = virtual_trace_code(desk.profile.region.code, desk.chance)
    code = fresh if books.add_virtual_trace(fresh, goods) else books.virtual_trace(goods)
    if code is None:
        raise AssertionError("a virtual trace code was given out twice")
    return VirtualTraceOutput(
        result=VirtualTrace(
            med_list_codg=asked.med_list_codg,
            fixmedins_hilist_id=asked.fixmedins_hilist_id,
            fixmedins_hilist_name=asked.fixmedins_hilist_name,
            drug_trac_codg=code,
        )
    )


def _rows(move: GoodsMove, code: str, *, is_own: bool) -> tuple[TracedSale, ...]:
    facts = simplejson.loads(move.facts)
    said = {
        "fixmedinsCode": move.pharmacy,
        "medListCodg": move.catalogue_code,
        "medinsListCodg": move.own_code,
        "medinsListName": text_of(facts, "fixmedins_hilist_name"),
        "fixmedinsBchno": move.batch,
        "mdtrtId": move.visit,
        "mdtrtSetlType": text_of(facts, "MDTRT_SETL_TYPE"),
        "bkkpSn": move.move_no,
        "psnNo": move.psn_no,
        "psnCertType": text_of(facts, "psn_cert_type"),
        "certno": text_of(facts, "certno"),
        "psnName": text_of(facts, "psn_name"),
        "memo": "退货" if move.kind is MoveKind.RETURN else text_of(facts, "memo"),
        "trdnFlag": text_of(facts, "trdn_flag"),
        "opterName": text_of(facts, "sel_retn_opter_name") if is_own else "",
        "rid": move.move_no,
        "crteTime": move.moved_at.astimezone(UTC),
        "updtTime": move.moved_at.astimezone(UTC),
        "fixBlngAdmdvs": move.pharmacy[1:7],
    }
    shown = said if is_own else {name: value for name, value in said.items() if name not in _PERSONAL}
    codes = [one for one in move.codes if code in {"", one}] or [""]
    return tuple(TracedSale.model_validate(shown | {"drugTracCodg": one}) for one in codes)
