"""Questions to the platform's SQLite file."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from sqlite_utils import Database

from pos_app.domain.ledger import AccountKind, AccountRef, JournalEntry, Posting
from pos_app.domain.money import Money
from pos_app.domain.voucher import Channel, CodeKind
from pos_app.verifier.instants import epoch_ms, moment_of
from pos_app.verifier.invariants import Invariant
from pos_app.verifier.people import Person
from pos_app.verifier.records import BillKind, KeptTrade, SettledBill, SettledLine, Token, TradeKey, Voucher
from pos_app.verifier.rules import BillSums
from pos_app.verifier.store.sqlite_audit import violations
from pos_app.verifier.store.sqlite_clearing import ClearingReader
from pos_app.verifier.store.sqlite_goods import GoodsReader
from pos_app.verifier.store.sqlite_people import PeopleReader, token_of
from pos_app.verifier.store.sqlite_queries import Named, Row

SUMS = ("total", "own_pay", "over_cap", "first_self_pay", "in_scope", "fund", "account", "shared", "cash", "deductible")

_OPEN_SESSION = """
SELECT 1 FROM sessions WHERE closed_ms IS NULL AND pharmacy = :pharmacy
  AND ((:sign_no = '' AND operator = :operator) OR sign_no = :sign_no) LIMIT 1"""

_NEWEST_POSTING = "SELECT serial, balance_fen FROM postings WHERE account = :account ORDER BY serial DESC LIMIT 1"

# A purchase that was reversed has never been.
_PURCHASES = """
SELECT one.* FROM settlements AS one LEFT JOIN undone ON undone.setl_id = one.setl_id
  LEFT JOIN settlements AS other ON other.setl_id = undone.by_setl_id
WHERE one.psn_no = :psn_no AND one.settled_ms >= :begin AND one.settled_ms < :end
  AND one.kind = 'settle' AND (other.kind IS NULL OR other.kind <> 'reverse')
ORDER BY one.settled_ms, one.rowid"""


class SqliteReader(GoodsReader, ClearingReader, PeopleReader):
    """`store.protocol.Reader` within one transaction."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._newest: dict[AccountRef, tuple[int, int]] = {}  # nobody else posts while the transaction lasts

    def people(self) -> tuple[Person, ...]:
        return self._people("WHERE is_listed = 1 ORDER BY rowid", {})

    def person(self, psn_no: str) -> Person | None:
        return self._one_person("WHERE psn_no = :value", psn_no)

    def person_called(self, person_id: str) -> Person | None:
        return self._one_person("WHERE person_id = :value", person_id)

    def person_with_card(self, card_no: str) -> Person | None:
        return self._one_person("WHERE card_no = :value", card_no)

    def person_with_id_number(self, certno: str) -> Person | None:
        return self._one_person("WHERE certno = :value ORDER BY rowid LIMIT 1", certno)

    def sharers_with(self, person_id: str) -> tuple[Person, ...]:
        return self._people(
            "JOIN sharing ON sharing.holder_id = people.person_id WHERE sharing.user_id = :value ORDER BY people.rowid",
            {"value": person_id},
        )

    def balance(self, account: AccountRef) -> Money:
        return Money(self.last_posting(account)[1])

    def last_posting(self, account: AccountRef) -> tuple[int, int]:
        """Give serial and running balance of the newest posting, nothing and nothing where there is none."""
        known = self._newest.get(account)
        if known is None:
            row = self._row(_NEWEST_POSTING, {"account": str(account)})
            known = (int(row["serial"]), int(row["balance_fen"])) if row else (0, 0)
            self._newest[account] = known
        return known

    def voucher(self, digest: str) -> Voucher | None:
        row = self._row("SELECT * FROM vouchers WHERE digest = :digest", {"digest": digest})
        if row is None:
            return None
        return Voucher(
            digest=digest,
            psn_no=row["psn_no"],
            kind=CodeKind(row["kind"]),
            channel=Channel(row["channel"]),
            issued_at=moment_of(row["issued_ms"]),
            expires_at=moment_of(row["expires_ms"]),
            used_for=row["used_for"],
            is_revoked=bool(row["is_revoked"]),
        )

    def token(self, digest: str) -> Token | None:
        row = self._row("SELECT * FROM tokens WHERE digest = :digest", {"digest": digest})
        return token_of(row) if row else None

    def is_signed_in(self, *, pharmacy: str, operator: str, sign_no: str) -> bool:
        named = {"pharmacy": pharmacy, "operator": operator, "sign_no": sign_no}
        return self._row(_OPEN_SESSION, named) is not None

    def kept_trade(self, key: TradeKey) -> KeptTrade | None:
        row = self._row("SELECT * FROM trades WHERE trade = :trade", {"trade": str(key)})
        if row is None:
            return None
        return KeptTrade(key, row["infno"], row["content"], row["answer"], moment_of(row["answered_ms"]))

    def bill(self, setl_id: str) -> SettledBill | None:
        row = self._row("SELECT * FROM settlements WHERE setl_id = :setl_id", {"setl_id": setl_id})
        return self._bill(row) if row else None

    def bill_of(self, key: TradeKey) -> SettledBill | None:
        row = self._row(
            "SELECT * FROM settlements WHERE pharmacy = :pharmacy AND msgid = :msgid",
            {"pharmacy": key.pharmacy, "msgid": key.msgid},
        )
        return self._bill(row) if row else None

    def is_undone(self, setl_id: str) -> bool:
        return self._row("SELECT 1 FROM undone WHERE setl_id = :setl_id", {"setl_id": setl_id}) is not None

    def undone(self) -> frozenset[str]:
        return frozenset(row["setl_id"] for row in self._rows("SELECT setl_id FROM undone"))

    def entry(self, entry_id: str) -> JournalEntry | None:
        row = self._row("SELECT * FROM entries WHERE entry_id = :entry_id", {"entry_id": entry_id})
        return self._entry(row) if row else None

    def accounts(self) -> tuple[tuple[AccountRef, Money], ...]:
        rows = self._rows("SELECT account, sum(amount_fen) AS fen FROM postings GROUP BY account ORDER BY account")
        return tuple((_account(row["account"]), Money(row["fen"])) for row in rows)

    def purchases_of(self, psn_no: str, *, begin: datetime, end: datetime) -> tuple[SettledBill, ...]:
        rows = self._rows(_PURCHASES, {"psn_no": psn_no, "begin": epoch_ms(begin), "end": epoch_ms(end)})
        return tuple(self._bill(row) for row in rows)

    def bills(self) -> tuple[SettledBill, ...]:
        return tuple(self._bill(row) for row in self._rows("SELECT * FROM settlements ORDER BY rowid"))

    def settled(self) -> dict[str, Money]:
        rows = self._rows(
            "SELECT msgid, fund_fen + account_fen + shared_fen AS insured_fen FROM settlements "
            "WHERE kind = :kind AND setl_id NOT IN (SELECT setl_id FROM undone) ORDER BY rowid",
            {"kind": str(BillKind.SETTLE)},
        )
        return {row["msgid"]: Money(row["insured_fen"]) for row in rows}

    def entries(self) -> tuple[JournalEntry, ...]:
        return tuple(self._entry(row) for row in self._rows("SELECT * FROM entries ORDER BY booked_ms, entry_id"))

    def violations(self, invariant: Invariant) -> tuple[str, ...]:
        return violations(self._database, invariant)

    def _entry(self, row: Row) -> JournalEntry:
        postings = tuple(
            Posting(_account(posting["account"]), Money(posting["amount_fen"]))
            for posting in self._rows(
                "SELECT account, amount_fen FROM postings WHERE entry_id = :entry_id ORDER BY amount_fen, account",
                {"entry_id": row["entry_id"]},
            )
        )
        return JournalEntry(row["entry_id"], moment_of(row["booked_ms"]), postings)

    def _bill(self, row: Row) -> SettledBill:
        lines = self._rows(
            "SELECT * FROM settlement_lines WHERE setl_id = :setl_id ORDER BY length(serial), serial",
            {"setl_id": row["setl_id"]},
        )
        return SettledBill(
            setl_id=row["setl_id"],
            mdtrt_id=row["mdtrt_id"],
            kind=BillKind(row["kind"]),
            undoes=row["undoes"],
            key=TradeKey(row["pharmacy"], row["msgid"]),
            psn_no=row["psn_no"],
            cert_type=row["cert_type"],
            area=row["area"],
            settled_at=moment_of(row["settled_ms"]),
            sums=BillSums(**{name: Money(row[f"{name}_fen"]) for name in SUMS}, fund_ratio=Decimal(row["fund_ratio"])),
            balance=Money(row["balance_fen"]),
            lines=tuple(_line(line) for line in lines),
            insurance=row["insurance"],
            clearing=row["clearing"],
            purchase=row["purchase"],
            invoice=row["invoice"],
        )

    def _one_person(self, where: str, value: str) -> Person | None:
        found = self._people(where, {"value": value})
        return found[0] if found else None

    def _people(self, clauses: str, named: Named) -> tuple[Person, ...]:
        rows = self._rows(f"SELECT people.facts FROM people {clauses}", named)  # noqa: S608  our own clauses
        return tuple(_person_of(row["facts"]) for row in rows)


@lru_cache(maxsize=1024)
def _person_of(facts: str) -> Person:
    """Read a person; those who come again and again are read once, and whose facts have changed anew."""
    return Person.model_validate_json(facts)


def _account(text: str) -> AccountRef:
    kind, _, holder = text.partition(":")
    return AccountRef(AccountKind(kind), holder)


def _line(row: Row) -> SettledLine:
    return SettledLine(
        serial=row["serial"],
        catalogue_code=row["catalogue_code"],
        own_code=row["own_code"],
        price=Decimal(row["price"]),
        count=Decimal(row["count"]),
        amount=Money(row["amount_fen"]),
        charge_class=row["charge_class"],
        occurred_at=None if row["occurred_ms"] is None else moment_of(row["occurred_ms"]),
    )
