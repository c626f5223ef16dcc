"""A ledger with a past: very many settlements written in a row, held to every rule of the tables, for a benchmark."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from pos_app.sqlite import SqliteFile
from pos_app.verifier.store.migrations import MIGRATIONS

_LOT = 10_000
_STRIDE = 7_919  # prime, so that neighbours in time are strangers
_FEN = 1
_ANSWER = '{"infcode":0,"simulation":true,"output":"' + "x" * 1_600 + '"}'  # as long as a real one of one line

_Row: TypeAlias = tuple[object, ...]
_Accounts: TypeAlias = dict[str, tuple[int, int]]

_NEWEST = """
SELECT account, serial, balance_fen FROM postings AS one
WHERE serial = (SELECT max(serial) FROM postings AS other WHERE other.account = one.account)"""

_INSERTIONS = (
    "INSERT INTO tokens (digest, psn_no, issued_ms, expires_ms, used_by) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO postings (entry_id, account, serial, amount_fen, balance_fen) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO postings (entry_id, account, serial, amount_fen, balance_fen) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO entries (entry_id, booked_ms) VALUES (?, ?)",
    """
INSERT INTO settlements (setl_id, mdtrt_id, kind, pharmacy, msgid, psn_no, cert_type, area, settled_ms, total_fen,
  own_pay_fen, over_cap_fen, first_self_pay_fen, in_scope_fen, fund_fen, account_fen, shared_fen, cash_fen, balance_fen,
  entry_id, insurance, clearing, purchase)
VALUES (?, ?, 'settle', ?, ?, ?, '01', '510100', ?, ?, 0, 0, 0, ?, 0, ?, 0, 0, ?, ?, '310', '41', '41')""",
    """
INSERT INTO settlement_lines (setl_id, serial, catalogue_code, own_code, price, count, amount_fen, charge_class)
VALUES (?, '1', 'ZA01BAY001A005010199002', '100001', '0.01', '1', ?, '01')""",
    "INSERT INTO trades (trade, infno, content, answer, answered_ms) VALUES (?, '2102', ?, ?, ?)",
)


def write_past(path: Path, *, settlements: int, pharmacy: str, until_ms: int, tell: Callable[[int], None]) -> None:
    """Let those who have money buy for a fen in turn, one sale a second up to a moment; `tell` hears how many are done.

    The disk is not waited for: who wants a past can make it again.
    """
    with closing(SqliteFile(path, MIGRATIONS, durable=False)) as file:
        with file.read() as database:
            accounts = {row[0]: (row[1], row[2]) for row in database.execute(_NEWEST).fetchall()}
        sales = _sales(accounts, settlements, pharmacy, until_ms)
        done = 0
        while lot := tuple(islice(sales, _LOT)):
            with file.write() as database:
                for insertion, rows in zip(_INSERTIONS, zip(*lot, strict=True), strict=True):
                    database.conn.executemany(insertion, rows)
            done += len(lot)
            tell(done)


def _sales(accounts: _Accounts, count: int, pharmacy: str, until_ms: int) -> Iterator[tuple[_Row, ...]]:
    people = sorted(name for name, (_, fen) in accounts.items() if name.startswith("person:") and fen > 0)
    owed = f"pharmacy:{pharmacy}"
    for number in range(count):
        place, name = number * _STRIDE, ""
        while not name or accounts[name][1] < _FEN:
            name, place = people[place % len(people)], place + 1
        yield _sale(accounts, name, owed, number, until_ms - 1000 * (count - number))


def _sale(accounts: _Accounts, name: str, owed: str, number: int, at_ms: int) -> tuple[_Row, ...]:
    """Give one row for each insertion."""
    serial, balance = _book(accounts, name, -_FEN)
    owed_serial, owed_balance = _book(accounts, owed, _FEN)
    pharmacy, person = owed.removeprefix("pharmacy:"), name.removeprefix("person:")
    setl_id, msgid = f"510100{at_ms:013d}{number:011d}", f"{pharmacy}past{number:014d}"
    trade = f"{pharmacy} {msgid}"
    digest = hashlib.sha256(msgid.encode()).hexdigest()
    return (
        (digest, person, at_ms, at_ms + 1, trade),
        (setl_id, name, serial, -_FEN, balance),
        (setl_id, owed, owed_serial, _FEN, owed_balance),
        (setl_id, at_ms),
        (setl_id, setl_id, pharmacy, msgid, person, at_ms, _FEN, _FEN, _FEN, balance, setl_id),
        (setl_id, _FEN),
        (trade, digest, _ANSWER, at_ms),
    )


def _book(accounts: _Accounts, name: str, fen: int) -> tuple[int, int]:
    serial, balance = accounts.get(name, (0, 0))
    accounts[name] = serial + 1, balance + fen
    return accounts[name]
