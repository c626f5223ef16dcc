"""Trace codes, sales and returns of goods, and files, in the platform's SQLite file."""

from collections.abc import Sequence

from pos_app.verifier.goods import GoodsMove, KeptFile, MoveFilter, MoveKind, TraceUse, VirtualGoods
from pos_app.verifier.instants import epoch_ms, moment_of
from pos_app.verifier.store.sqlite_queries import Changes, Queries, Row

_CONDITIONS = {
    "own_code": "own_code = :own_code",
    "batch": "batch = :batch",
    "catalogue_code": "catalogue_code = :catalogue_code",
    "visit": "visit = :visit",
    "psn_no": "psn_no = :psn_no",
    "code": "move_no IN (SELECT move_no FROM goods_traces WHERE code = :code)",
    "since": "moved_ms >= :since",
    "until": "moved_ms < :until",
}

_LAST_MOVE = """
SELECT goods_moves.* FROM goods_traces JOIN goods_moves USING (move_no) WHERE code = :code
ORDER BY goods_moves.rowid DESC LIMIT 1"""


class GoodsReader(Queries):
    def traces_of(self, setl_id: str) -> tuple[TraceUse, ...]:
        rows = self._rows(
            "SELECT * FROM settled_traces WHERE setl_id = :setl_id ORDER BY rowid",
            {"setl_id": setl_id},
        )
        return tuple(
            TraceUse(row["serial"], row["code"], bool(row["is_split"]), bool(row["is_virtual"])) for row in rows
        )

    def trace_holder(self, code: str) -> str | None:
        row = self._row("SELECT setl_id FROM trace_holds WHERE code = :code", {"code": code})
        return str(row["setl_id"]) if row else None

    def is_virtual_trace(self, code: str) -> bool:
        return self._row("SELECT 1 FROM virtual_traces WHERE code = :code", {"code": code}) is not None

    def virtual_trace(self, goods: VirtualGoods) -> str | None:
        row = self._row(
            "SELECT code FROM virtual_traces WHERE pharmacy = :pharmacy AND catalogue_code = :catalogue_code "
            "AND own_code = :own_code AND batch = :batch",
            _virtual(goods),
        )
        return str(row["code"]) if row else None

    def last_move(self, code: str) -> GoodsMove | None:
        row = self._row(_LAST_MOVE, {"code": code})
        return self._move(row) if row else None

    def move(self, move_no: str) -> GoodsMove | None:
        row = self._row("SELECT * FROM goods_moves WHERE move_no = :move_no", {"move_no": move_no})
        return self._move(row) if row else None

    def has_move(self, *, pharmacy: str, kind: MoveKind, fingerprint: str) -> bool:
        return (
            self._row(
                "SELECT 1 FROM goods_moves WHERE pharmacy = :pharmacy AND kind = :kind AND fingerprint = :fingerprint",
                {"pharmacy": pharmacy, "kind": str(kind), "fingerprint": fingerprint},
            )
            is not None
        )

    def moves(self, wanted: MoveFilter) -> tuple[GoodsMove, ...]:
        asked = {name: getattr(wanted, name) for name in _CONDITIONS if getattr(wanted, name)}
        conditions = " AND ".join(("pharmacy = :pharmacy", *(_CONDITIONS[name] for name in asked)))
        named = {name: epoch_ms(value) if name in {"since", "until"} else value for name, value in asked.items()}
        rows = self._rows(
            f"SELECT * FROM goods_moves WHERE {conditions} ORDER BY rowid DESC LIMIT :limit",  # noqa: S608  our own
            {**named, "pharmacy": wanted.pharmacy, "limit": wanted.limit},
        )
        return tuple(self._move(row) for row in rows)

    def file(self, file_no: str) -> KeptFile | None:
        row = self._row("SELECT * FROM files WHERE file_no = :file_no", {"file_no": file_no})
        if row is None:
            return None
        return KeptFile(file_no, row["pharmacy"], row["name"], bytes(row["content"]), moment_of(row["until_ms"]))

    def _move(self, row: Row) -> GoodsMove:
        codes = self._rows(
            "SELECT code FROM goods_traces WHERE move_no = :move_no ORDER BY rowid", {"move_no": row["move_no"]}
        )
        return GoodsMove(
            move_no=row["move_no"],
            kind=MoveKind(row["kind"]),
            pharmacy=row["pharmacy"],
            visit=row["visit"],
            setl_id=row["setl_id"],
            psn_no=row["psn_no"],
            catalogue_code=row["catalogue_code"],
            own_code=row["own_code"],
            batch=row["batch"],
            fingerprint=row["fingerprint"],
            moved_at=moment_of(row["moved_ms"]),
            facts=row["facts"],
            codes=tuple(code["code"] for code in codes),
        )


class GoodsWriter(GoodsReader, Changes):
    def add_traces(self, setl_id: str, uses: Sequence[TraceUse]) -> None:
        for use in uses:
            self._insert(
                "settled_traces",
                setl_id=setl_id,
                serial=use.serial,
                code=use.code,
                is_split=int(use.is_split),
                is_virtual=int(use.is_virtual),
            )

    def hold_trace(self, code: str, *, setl_id: str) -> bool:
        return self._insert_if_new("trace_holds", code=code, setl_id=setl_id)

    def release_traces(self, setl_id: str) -> None:
        self._change("DELETE FROM trace_holds WHERE setl_id = :setl_id", setl_id=setl_id)

    def add_virtual_trace(self, code: str, goods: VirtualGoods) -> bool:
        return self._insert_if_new("virtual_traces", code=code, **_virtual(goods))

    def add_move(self, move: GoodsMove) -> bool:
        is_new = self._insert_if_new(
            "goods_moves",
            move_no=move.move_no,
            kind=str(move.kind),
            pharmacy=move.pharmacy,
            visit=move.visit,
            setl_id=move.setl_id,
            psn_no=move.psn_no,
            catalogue_code=move.catalogue_code,
            own_code=move.own_code,
            batch=move.batch,
            fingerprint=move.fingerprint,
            moved_ms=epoch_ms(move.moved_at),
            facts=move.facts,
        )
        for code in dict.fromkeys(move.codes) if is_new else ():
            self._insert("goods_traces", code=code, move_no=move.move_no)
        return is_new

    def keep_file(self, file: KeptFile) -> None:
        self._insert(
            "files",
            file_no=file.file_no,
            pharmacy=file.pharmacy,
            name=file.name,
            content=file.content,
            until_ms=epoch_ms(file.until),
        )


def _virtual(goods: VirtualGoods) -> dict[str, str]:
    return {
        "pharmacy": goods.pharmacy,
        "catalogue_code": goods.catalogue_code,
        "own_code": goods.own_code,
        "batch": goods.batch,
    }
