"""Many deals put straight into both books, through the stores, agreed or differing in one planted way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from pos_app.bootstrap import BackOffice, open_back_office
from pos_app.config import Config, read_config
from pos_app.domain.ledger import AccountKind, AccountRef, JournalEntry, Posting, counter_entry
from pos_app.domain.money import ZERO, Money
from pos_app.domain.product import Product
from pos_app.domain.refusal import RefusalCode
from pos_app.domain.sale import Sale, SaleDraft
from pos_app.domain.settlement import InsuranceType, Insured, Settlement
from pos_app.services.ports import Intent
from pos_app.services.ticket import receipt_of
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.numbers import Numbers
from pos_app.verifier.accounts import personal, settlement_entry
from pos_app.verifier.people import Person
from pos_app.verifier.records import BillKind, KeptTrade, SettledBill, TradeKey
from pos_app.verifier.rules import BillSums, Division, Draw
from pos_app.verifier.store.protocol import Writer
from pos_app.wording import Language
from tests.doubles.clock import NOON, FixedClock
from tests.doubles.counter import SHOP, basket, insured, insured_draft, product

BUYERS = ("plenty", "retired", "rare-name", "resident-no-account", "same-province")


def config_of(data: Path) -> Config:
    return read_config(data=data, file=None, language=Language.ENGLISH, locale="", camera=None)


@dataclass(frozen=True, slots=True)
class Deal:
    """One purchase as both sides should have it."""

    intent: Intent
    draft: SaleDraft
    settlement: Settlement

    @property
    def msgid(self) -> str:
        return self.intent.msgid


@dataclass(slots=True)
class TwoBooks:
    """A till's book and a centre's, and ways to enter a deal into either."""

    office: BackOffice
    clock: FixedClock
    journal: SqliteJournal
    _count: int = field(default=0)

    def deal(self, total: Money | None = None, *, at: datetime = NOON) -> Deal:
        """Freeze a draft of a bill like no other, and make up the answer that the centre would give."""
        self._count += 1
        buyer = self._buyer()
        goods = basket((replace(_GOODS, price=total or Money(10_000 + self._count)), 1))
        draft = insured_draft(goods)
        assert draft.payer is not None
        draft = replace(draft, payer=replace(draft.payer, insured=_insured(buyer)))
        intent = self.journal.freeze(draft, at)
        number = f"510100{int(at.timestamp() * 1000):013}{self._count:011}"
        settled = Settlement(
            msgid=intent.msgid,
            settlement_id=number,
            visit_id=f"9{number[1:]}",
            split=draft.split,
            balance=ZERO,
            settled_at=at,
            clearing=_clearing(buyer),
        )
        return Deal(intent, draft, settled)

    def book_here(self, deal: Deal, settlement: Settlement | None = None) -> None:
        """Make the sale final in the till's book."""
        known = settlement or deal.settlement
        sale = Sale(deal.intent.sale_no, deal.intent.frozen_at, deal.draft, known)
        self.journal.record(sale, receipt_of(sale, SHOP))

    def drop_here(self, deal: Deal) -> None:
        self.journal.drop(deal.intent.sale_no, RefusalCode.INTERRUPTED, deal.intent.frozen_at)

    def book_there(
        self,
        deal: Deal,
        *,
        msgid: str = "",
        number: str = "",
        visit: str = "",
        at: datetime | None = None,
        total: Money | None = None,
    ) -> SettledBill:
        """Post the settlement at the centre, or another one like it."""
        assert deal.draft.payer is not None
        insurance = deal.draft.payer.insured
        amount = total or deal.settlement.split.account
        key = TradeKey(self.office.profile.pharmacy.code, msgid or deal.msgid)
        bill = SettledBill(
            setl_id=number or deal.settlement.settlement_id,
            mdtrt_id=visit or deal.settlement.visit_id,
            kind=BillKind.SETTLE,
            undoes=None,
            key=key,
            psn_no=insurance.person_no,
            cert_type="01",
            area=insurance.area,
            settled_at=at or deal.settlement.settled_at,
            sums=_sums(amount),
            balance=ZERO,
            insurance=insurance.insurance,
            clearing=deal.settlement.clearing,
            purchase="41",
        )
        with self.office.platform.store.write() as books:
            self._post(books, bill)
            books.keep_trade(KeptTrade(key, "2102", content="0" * 64, answer="", answered_at=bill.settled_at))
        return bill

    def undo_there(self, bill: SettledBill, kind: BillKind, *, at: datetime | None = None) -> SettledBill:
        """Post the opposite of a settlement at the centre: cancelled in its own client, or reversed."""
        self._count += 1
        opposite = replace(
            bill,
            setl_id=f"8{bill.setl_id[1:-11]}{self._count:011}",
            kind=kind,
            undoes=bill.setl_id,
            key=TradeKey(bill.key.pharmacy, f"{bill.key.msgid[:-10]}{self._count:010}"),
            settled_at=at or bill.settled_at,
            sums=-bill.sums,
        )
        with self.office.platform.store.write() as books:
            entry = books.entry(bill.setl_id)
            assert entry is not None
            books.mark_undone(bill.setl_id, by=opposite.setl_id)
            books.post(counter_entry(entry, entry_id=opposite.setl_id, booked_at=opposite.settled_at))
            books.add_bill(opposite)
        return opposite

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        """Let everything entered within share one commit in each book."""
        with self.office.till_file.batch(), self.office.platform.store.batch():
            yield

    def _post(self, books: Writer, bill: SettledBill) -> None:
        division = Division(bill.sums, (Draw(bill.psn_no, bill.sums.account),))
        entry = settlement_entry(
            bill.setl_id,
            division,
            insurance=bill.insurance,
            pharmacy=bill.key.pharmacy,
            booked_at=bill.settled_at,
        )
        assert entry is not None
        books.post(entry)
        books.add_bill(bill)

    def _buyer(self) -> Person:
        with self.office.platform.store.read() as books:
            person = books.person_called(BUYERS[self._count % len(BUYERS)])
        assert person is not None
        return person


@contextmanager
def open_two_books(data: Path) -> Iterator[TwoBooks]:
    clock = FixedClock()
    with open_back_office(config_of(data), clock=clock) as office:
        with office.platform.store.write() as books:
            for name in BUYERS:
                person = books.person_called(name)
                assert person is not None
                gift = Posting(personal(person.psn_no), _RICH)
                from_nowhere = Posting(AccountRef(AccountKind.CONTRIBUTIONS, "opening"), -_RICH)
                books.post(JournalEntry(f"opening:more-{person.psn_no}", NOON, (gift, from_nowhere)))
        pharmacy = office.profile.pharmacy
        numbers = Numbers(office.till_file, pharmacy_code=pharmacy.code, till=pharmacy.till)
        yield TwoBooks(office, clock, SqliteJournal(office.till_file, numbers, office.audit))


def later(at: datetime, **lapse: float) -> datetime:
    return at + timedelta(**lapse)


_GOODS: Product = product(7)
_RICH = Money(10_000_000_00)


def _insured(person: Person) -> Insured:
    kind = InsuranceType(person.insurance)
    return replace(insured(person.psn_no), insurance=kind, area=person.area)


def _clearing(person: Person) -> str:
    return "41" if person.area == "510100" else "9974"


def _sums(amount: Money) -> BillSums:
    return BillSums(
        total=amount,
        own_pay=ZERO,
        over_cap=ZERO,
        first_self_pay=ZERO,
        in_scope=amount,
        fund=ZERO,
        account=amount,
        shared=ZERO,
        cash=ZERO,
    )
