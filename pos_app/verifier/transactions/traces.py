"""The trace codes of a settlement: which goods need one, and what becomes of a code that was used before."""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.verifier.desk import Desk
from pos_app.verifier.goods import TraceUse
from pos_app.verifier.store.protocol import Reader, Writer
from pos_app.wire.messages.purchase import TracedPurchaseLine
from pos_app.wire.region import Strictness


@dataclass(frozen=True, slots=True)
class Traced:
    """The codes of a bill, and what there is to warn of."""

    uses: tuple[TraceUse, ...]
    warnings: tuple[str, ...] = ()


def read_traces(desk: Desk, books: Reader, lines: Sequence[TracedPurchaseLine]) -> Traced | Refusal:
    """Collect the codes of a bill; a line that needs one and has none is dealt with as the region does."""
    uses: list[TraceUse] = []
    warnings: list[str] = []
    for line in lines:
        serial = str(line.feedetl_sn)
        if any(trace.feedetl_sn != serial for trace in line.durg_trac_info):
            return Refusal(RefusalCode.MESSAGE_INVALID, f"明细{serial}的追溯码节点feedetl_sn与明细不符")
        if not line.durg_trac_info and _needs_code(desk, line.med_list_codg):
            if desk.profile.trace.missing is Strictness.BLOCK:
                return Refusal(RefusalCode.TRACE_CODE_MISSING, f"明细{serial}")
            if desk.profile.trace.missing is Strictness.WARN:
                warnings.append(f"明细{serial}未上传追溯码")
        codes = {trace.drug_trac_codg: trace.trdn_flag == "1" for trace in line.durg_trac_info}
        uses += [TraceUse(serial, code, split, books.is_virtual_trace(code)) for code, split in codes.items()]
    return Traced(tuple(uses), tuple(warnings))


def hold_traces(desk: Desk, books: Writer, traced: Traced, *, setl_id: str) -> Traced | Refusal:
    """Use the codes up for a settlement that is about to be posted; on a refusal none of them is."""
    warnings = list(traced.warnings)
    for use in traced.uses:
        if not use.is_used_up or books.hold_trace(use.code, setl_id=setl_id):
            continue
        if desk.profile.trace.reused is Strictness.BLOCK:
            books.release_traces(setl_id)
            return Refusal(RefusalCode.TRACE_CODE_USED, f"明细{use.serial}")
        if desk.profile.trace.reused is Strictness.WARN:
            warnings.append(f"明细{use.serial}的追溯码重复使用,已记入监管")
    return Traced(traced.uses, tuple(warnings))


def hold_again(books: Writer, setl_id: str) -> None:
    """Use up the codes of a settlement that stands once more, as far as nobody else has them now."""
    for use in books.traces_of(setl_id):
        if use.is_used_up:
            books.hold_trace(use.code, setl_id=setl_id)


def _needs_code(desk: Desk, catalogue_code: str) -> bool:
    item = desk.item(catalogue_code)
    return item is not None and item.category in desk.profile.trace.needed_for
