"""What the platform needs of a store for goods, files and clearing; see `protocol` for the rules of all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pos_app.verifier.clearing import ClearedRow, ClearedTotals, ClearingScope, PooledSoFar
from pos_app.verifier.goods import GoodsMove, KeptFile, MoveFilter, MoveKind, TraceUse, VirtualGoods


class ClearingBooks(Protocol):
    def cleared_totals(self, scope: ClearingScope) -> ClearedTotals: ...

    def cleared_rows(self, scope: ClearingScope) -> tuple[ClearedRow, ...]: ...

    def pooled_so_far(self, psn_no: str, *, begin: datetime, end: datetime) -> PooledSoFar:
        """Sum up a person's standing purchases of a span of time, at any pharmacy."""
        ...


class GoodsBooks(Protocol):
    def traces_of(self, setl_id: str) -> tuple[TraceUse, ...]: ...

    def trace_holder(self, code: str) -> str | None:
        """Name the standing settlement that a trace code is used up by."""
        ...

    def is_virtual_trace(self, code: str) -> bool: ...

    def virtual_trace(self, goods: VirtualGoods) -> str | None: ...

    def last_move(self, code: str) -> GoodsMove | None:
        """Give the newest sale or return of a trace code, by any pharmacy."""
        ...

    def move(self, move_no: str) -> GoodsMove | None: ...

    def has_move(self, *, pharmacy: str, kind: MoveKind, fingerprint: str) -> bool: ...

    def moves(self, wanted: MoveFilter) -> tuple[GoodsMove, ...]:
        """List what was asked for, the newest first."""
        ...

    def file(self, file_no: str) -> KeptFile | None: ...


class GoodsLedger(GoodsBooks, Protocol):
    def add_traces(self, setl_id: str, uses: Sequence[TraceUse]) -> None: ...

    def hold_trace(self, code: str, *, setl_id: str) -> bool:
        """Use up a trace code for a settlement; False if another holds it."""
        ...

    def release_traces(self, setl_id: str) -> None: ...

    def add_virtual_trace(self, code: str, goods: VirtualGoods) -> bool:
        """Give a code to goods; False if they have one."""
        ...

    def add_move(self, move: GoodsMove) -> bool:
        """Keep a sale or a return; False if the pharmacy has uploaded the very same row before."""
        ...

    def keep_file(self, file: KeptFile) -> None: ...
