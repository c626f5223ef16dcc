"""The request journal in a SQLite file of its own: notes, so the disk is not waited for, and bounded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import simplejson
from sqlite_utils import Database

from pos_app.sqlite import SqliteFile, change_table, run_statements
from pos_app.verifier.exchanges import Door, Exchange, ExchangeFilter, KeptExchange, Outcome, Sent
from pos_app.verifier.instants import epoch_ms, moment_of
from pos_app.wire.faults import WireFault, WireFaultCode

KEPT = 20_000
_COLUMNS = (
    "at_ms",
    "door",
    "infno",
    "msgid",
    "pharmacy",
    "sent",
    "code",
    "fault",
    "request",
    "answer",
    "deviations",
)

_EXCHANGES = """
CREATE TABLE exchanges (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL,
  door TEXT NOT NULL,
  infno TEXT NOT NULL,
  msgid TEXT NOT NULL,
  pharmacy TEXT NOT NULL,
  sent TEXT NOT NULL,
  code TEXT NOT NULL,
  fault TEXT NOT NULL,
  request TEXT NOT NULL,
  answer TEXT NOT NULL,
  deviations TEXT NOT NULL
) STRICT

CREATE INDEX exchanges_by_msgid ON exchanges (msgid)
"""

_CONDITIONS = {
    "infno": "infno = :infno",
    "msgid": "msgid = :msgid",
    "pharmacy": "pharmacy = :pharmacy",
    "code": "code = :code",
    "fault": "fault = :fault",
    "text": "instr(request || answer, :text) > 0",
    "person": "instr(request || answer, :person) > 0",
    "since": "at_ms >= :since",
    "until": "at_ms < :until",
    "only_deviating": "deviations <> '[]'",
    "before": "number < :before",
}

_OUTCOMES = {
    Outcome.YES: "code = '' AND sent NOT IN ('silent', 'garbled')",
    Outcome.NO: "code <> ''",
    Outcome.LOST: "sent IN ('silent', 'garbled')",
}


def _first(database: Database) -> None:
    run_statements(database, _EXCHANGES)


def _slim(database: Database) -> None:
    # The newest is never forgotten, so the number after it is new; who looks for a msgid may look through all there is.
    database.execute("DROP INDEX exchanges_by_msgid")
    change_table(database, "exchanges", " AUTOINCREMENT", "")


class SqliteExchanges:
    """`exchanges.ExchangeLog` in a file; the oldest are forgotten when there are too many."""

    def __init__(self, path: Path, *, kept: int = KEPT) -> None:
        """Open or make the file; StoreFault if that cannot be."""
        self._file = SqliteFile(path, (_first, _slim), durable=False)
        self._kept = kept
        self._until_tidy = 0

    def add(self, exchanges: Sequence[Exchange]) -> None:
        places = ", ".join("?" for _ in _COLUMNS)
        with self._file.write() as database:
            database.conn.executemany(
                f"INSERT INTO exchanges ({', '.join(_COLUMNS)}) VALUES ({places})",  # noqa: S608  our own names
                [_row(exchange) for exchange in exchanges],
            )
            self._forget(database, len(exchanges))

    def find(self, wanted: ExchangeFilter) -> tuple[KeptExchange, ...]:
        asked = {name: getattr(wanted, name) for name in _CONDITIONS if getattr(wanted, name)}
        outcome = (_OUTCOMES[wanted.outcome],) if wanted.outcome else ()
        conditions = " AND ".join((*(_CONDITIONS[name] for name in asked), *outcome)) or "1"
        named = {name: epoch_ms(value) if name in {"since", "until"} else value for name, value in asked.items()}
        return self._find(f"WHERE {conditions} ORDER BY number DESC LIMIT :limit", {**named, "limit": wanted.limit})

    def get(self, number: int) -> KeptExchange | None:
        return next(iter(self._find("WHERE number = :number", {"number": number})), None)

    def close(self) -> None:
        self._file.close()

    def _forget(self, database: Database, added: int) -> None:
        """Let the oldest go, once in a hundredth of what is kept: it costs as much as an exchange."""
        self._until_tidy -= added
        if self._until_tidy <= 0:
            database.execute(
                "DELETE FROM exchanges WHERE number <= (SELECT max(number) FROM exchanges) - ?", (self._kept,)
            )
            self._until_tidy = max(1, self._kept // 100)

    def _find(self, clauses: str, named: dict[str, Any]) -> tuple[KeptExchange, ...]:
        with self._file.read() as database:
            columns = ", ".join(("number", *_COLUMNS))
            query = f"SELECT {columns} FROM exchanges {clauses}"  # noqa: S608  our own clauses
            return tuple(_kept(row) for row in database.execute(query, named).fetchall())


def _row(exchange: Exchange) -> tuple[object, ...]:
    deviations = [[fault.field, str(fault.code), fault.sentence] for fault in exchange.deviations]
    return (
        epoch_ms(exchange.at),
        str(exchange.door),
        exchange.infno,
        exchange.msgid,
        exchange.pharmacy,
        str(exchange.sent),
        exchange.code,
        exchange.fault,
        exchange.request,
        exchange.answer,
        simplejson.dumps(deviations, ensure_ascii=False) if deviations else "[]",
    )


def _kept(row: Sequence[Any]) -> KeptExchange:
    number, at_ms, door, infno, msgid, pharmacy, sent, code, fault, request, answer, deviations = row
    return KeptExchange(
        number,
        Exchange(
            at=moment_of(at_ms),
            door=Door(door),
            infno=infno,
            msgid=msgid,
            pharmacy=pharmacy,
            sent=Sent(sent),
            code=code,
            fault=fault,
            request=request,
            answer=answer,
            deviations=tuple(
                WireFault(field, WireFaultCode(kind), sentence)
                for field, kind, sentence in simplejson.loads(deviations)
            ),
        ),
    )
