"""The till's book as it is reconciled: what the centre should have of a day, and what reconciling put right in it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from pydantic import TypeAdapter
from sqlite_utils import Database

from pos_app.domain.money import Money
from pos_app.domain.reconciliation import AdoptDay, Difference, Entry, Fate, Known, StrikeOut, TakeOver
from pos_app.domain.shanghai import begin_of, end_of
from pos_app.services.ports import Intent
from pos_app.services.reconciliation_ports import Moment, Side
from pos_app.sqlite import SqliteFile, insert
from pos_app.storage.audit import AuditLog
from pos_app.storage.journal import Row, intent_of
from pos_app.storage.numbers import Numbers

_ENTRY = TypeAdapter(Entry)
_LOCAL_CLEARING = "41"  # of sales that are older than the column

_SALES = """
SELECT sales.sale_no, sales.msgid, settlement_id, visit_id, intents.person_no, sales.total_fen, fund_fen,
  account_fen + shared_fen AS paid_fen, coalesce(settled_at, sold_at) AS settled_at, insurance, clearing
FROM sales JOIN intents USING (sale_no)"""

_OF_DAY = f"""
{_SALES} WHERE sales.msgid IS NOT NULL AND coalesce(settled_at, sold_at) >= :begin
  AND coalesce(settled_at, sold_at) < :end ORDER BY coalesce(settled_at, sold_at)"""

_ADOPTED = f"""
SELECT one.*, corrections.settled_at AS adopted_at FROM corrections JOIN ({_SALES}) AS one USING (settlement_id)
WHERE kind = 'day_adopted' AND corrections.settled_at >= :begin AND corrections.settled_at < :end"""  # noqa: S608  our own clauses

_UNDONE = """
SELECT sales.sale_no, refunds.msgid, undone_by AS settlement_id, visit_id, intents.person_no,
  -sales.total_fen AS total_fen, -fund_fen AS fund_fen, -(account_fen + shared_fen) AS paid_fen,
  undone_at AS settled_at, insurance, clearing
FROM refunds JOIN refund_endings USING (refund_no) JOIN sales USING (sale_no) JOIN intents USING (sale_no)
WHERE undone_by IS NOT NULL AND undone_at >= :begin AND undone_at < :end ORDER BY undone_at"""

_TAKEN_OVER = """
SELECT settlement_id, entry FROM corrections WHERE kind = 'taken_over' AND settled_at >= :begin AND settled_at < :end
ORDER BY settled_at"""

_AMONG = "IN (SELECT value FROM json_each(?))"  # no limit to how many are asked for

_KNOWN = f"""
SELECT intents.sale_no, intents.msgid, coalesce(endings.kind, 'open') AS fate
FROM intents LEFT JOIN endings USING (sale_no) WHERE intents.msgid {_AMONG}"""  # noqa: S608  our own clauses


class SettledBook:
    """`services.reconciliation_ports.OwnBook` over the till's file."""

    def __init__(self, file: SqliteFile, numbers: Numbers, audit: AuditLog) -> None:
        self._file = file
        self._numbers = numbers
        self._audit = audit

    def entries(self, day: date) -> tuple[Entry, ...]:
        return self._entries(span_of(day))

    def everything(self) -> tuple[Entry, ...]:
        """List what the centre should have of all days."""
        return self._entries({"begin": "", "end": "9"})

    def _entries(self, span: dict[str, str]) -> tuple[Entry, ...]:
        with self._file.read() as database:
            moved = {row[0] for row in database.execute("SELECT settlement_id FROM corrections WHERE entry IS NULL")}
            sold = [entry for entry in map(_entry, database.query(_OF_DAY, span)) if entry.settlement_id not in moved]
            adopted = [_entry({**row, "settled_at": row["adopted_at"]}) for row in database.query(_ADOPTED, span)]
            undone = [replace(_entry(row), is_undoing=True) for row in database.query(_UNDONE, span)]
            taken = [_ENTRY.validate_json(row["entry"]) for row in database.query(_TAKEN_OVER, span)]
        return (*sold, *adopted, *undone, *taken)

    def known(self, msgids: Iterable[str]) -> Mapping[str, Known]:
        asked = json.dumps(list(msgids))
        with self._file.read() as database:
            sales = {
                row["msgid"]: _entry(row) for row in database.query(f"{_SALES} WHERE sales.msgid {_AMONG}", [asked])
            }
            rows = list(database.query(_KNOWN, [asked]))
        return {row["msgid"]: Known(row["sale_no"], Fate(row["fate"]), sales.get(row["msgid"])) for row in rows}

    def visits(self, visit_ids: Iterable[str]) -> Mapping[str, Entry]:
        asked = json.dumps(list(visit_ids))
        with self._file.read() as database:
            rows = database.query(f"{_SALES} WHERE visit_id {_AMONG}", [asked])
            return {row["visit_id"]: _entry(row) for row in rows}

    def of_other_tills(self, theirs: Iterable[Entry]) -> frozenset[str]:
        """Give by number what other tills of the pharmacy have settled: their mark, and nothing here knows of it."""
        marked = [entry for entry in theirs if self._numbers.is_of_another_till(entry.msgid)]
        if not marked:
            return frozenset()
        known, visits = self.known(one.msgid for one in marked), self.visits(one.visit_id for one in marked)
        return frozenset(one.settlement_id for one in marked if one.msgid not in known and one.visit_id not in visits)

    def begin_repair(self, difference: Difference, at: datetime, by: str) -> str:
        msgid = self._numbers.next_msgid(at)
        with self._file.write() as database:
            for (begun,) in database.execute("SELECT msgid FROM repairs WHERE id = ?", [difference.id]).fetchall():
                return str(begun)
            row = {"kind": str(difference.kind), "msgid": msgid, "begun_at": at.isoformat(), "person": by}
            insert(database, "repairs", {"id": difference.id, **row})
            self._note(database, at, "repairing", difference, by)
        return msgid

    def end_repair(self, difference: Difference, at: datetime, by: str) -> None:
        with self._file.write() as database:
            if database.execute("SELECT 1 FROM repair_ends WHERE id = ?", [difference.id]).fetchone() is None:
                insert(database, "repair_ends", {"id": difference.id, "ended_at": at.isoformat()})
                self._note(database, at, "repaired", difference, by)

    def correct(self, repair: TakeOver | StrikeOut | AdoptDay, difference: Difference, at: datetime, by: str) -> None:
        row = {**_correction(repair), "entered_at": at.isoformat(), "person": by}
        named = [row["settlement_id"], row["kind"]]
        entered = "SELECT 1 FROM corrections WHERE settlement_id = ? AND kind = ?"
        with self._file.write() as database:
            if database.execute(entered, named).fetchone() is None:
                insert(database, "corrections", row)
                self._note(database, at, str(row["kind"]), difference, by)

    def open_intent(self, sale_no: str) -> Intent | None:
        with self._file.read() as database:
            rows = database.query(
                "SELECT intents.* FROM intents LEFT JOIN endings USING (sale_no) "
                "WHERE sale_no = ? AND endings.sale_no IS NULL",
                [sale_no],
            )
            return next(map(intent_of, rows), None)

    def _note(self, database: Database, at: datetime, action: str, difference: Difference, by: str) -> None:
        detail = f"{difference.kind} {difference.entry.settlement_id}"
        self._audit.note(database, at, action, sale_no=difference.sale_no, detail=detail, actor=by)


class TillStory:
    """`services.reconciliation_ports.Story`: the till's audit log and its tries, by sale."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def of(self, *, msgid: str, sale_no: str) -> Iterator[Moment]:
        with self._file.read() as database:
            numbers = [row[0] for row in database.execute("SELECT sale_no FROM intents WHERE msgid = ?", [msgid])]
            for number in dict.fromkeys(filter(None, (*numbers, sale_no))):
                yield from _noted(database, number)


def _noted(database: Database, sale_no: str) -> Iterator[Moment]:
    for row in database.query("SELECT at, action, detail FROM audit WHERE sale_no = ? ORDER BY id", [sale_no]):
        yield Moment(datetime.fromisoformat(row["at"]), Side.TILL, row["action"], row["detail"])
    for (at,) in database.execute("SELECT at FROM tries WHERE sale_no = ? ORDER BY id", [sale_no]):
        yield Moment(datetime.fromisoformat(at), Side.TILL, "tried", sale_no)


def _correction(repair: TakeOver | StrikeOut | AdoptDay) -> Row:
    match repair:
        case TakeOver(entry):
            if entry.settled_at is None:
                raise AssertionError("an entry is taken over with its time")
            row = {
                "settlement_id": entry.settlement_id,
                "kind": "taken_over",
                "entry": _ENTRY.dump_json(entry).decode(),
            }
            return {**row, "settled_at": _utc(entry.settled_at)}
        case StrikeOut(settlement_id):
            return {"settlement_id": settlement_id, "kind": "struck_out"}
        case AdoptDay(settlement_id, settled_at):
            return {"settlement_id": settlement_id, "kind": "day_adopted", "settled_at": _utc(settled_at)}


def _entry(row: Row) -> Entry:
    return Entry(
        settlement_id=row["settlement_id"],
        visit_id=row["visit_id"] or "",
        person_no=row["person_no"],
        msgid=row["msgid"],
        total=Money(row["total_fen"]),
        fund=Money(row["fund_fen"]),
        account=Money(row["paid_fen"]),
        settled_at=datetime.fromisoformat(row["settled_at"]),
        sale_no=row["sale_no"],
        insurance=row["insurance"],
        clearing=row["clearing"] or _LOCAL_CLEARING,
    )


def span_of(day: date) -> dict[str, str]:
    """Give a day of the counter as two moments in UTC, as the book writes them."""
    return {"begin": _utc(begin_of(day)), "end": _utc(end_of(day))}


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
