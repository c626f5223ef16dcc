"""Kills tills, and holds both books and the pay channel's against each other and against what was said."""

import os
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from signal import SIGKILL

from pos_app.bootstrap import BackOffice, open_back_office, open_counter
from pos_app.domain.money import Money
from pos_app.resources import asset
from pos_app.sqlite import SqliteFile
from pos_app.storage.migrations import MIGRATIONS
from pos_app.verifier.accounts import personal
from pos_app.verifier.invariants import broken
from pos_app.verifier.people import parse_people
from tests.end_to_end.seller import (
    NEVER,
    Acknowledged,
    Dies,
    Impatient,
    Opened,
    config_of,
    sell_until_killed,
)

IS_FULL = os.environ.get("POS_APP_CAMPAIGN") == "full"
CAN_KILL = "forkserver" in get_all_start_methods()
PATIENCE_S = 300
PEOPLE = parse_people(asset("personas.toml").read_text(encoding="utf-8"))

_FORKS = get_context("forkserver") if CAN_KILL else get_context()


@dataclass
class Campaign:
    """One data folder, everything that was ever acknowledged over it, and how often its till was killed."""

    data: Path
    told: dict[str, Acknowledged] = field(default_factory=dict)
    deaths: Tally[str] = field(default_factory=Tally)
    recovered: Tally[str] = field(default_factory=Tally)

    def __post_init__(self) -> None:
        _FORKS.set_forkserver_preload(["tests.end_to_end.seller"])

    def kill_from_outside(self, seed: int, *, after_sales: int, seconds_more: float) -> None:
        """Let a till make some sales, listen a little longer, and kill it wherever it then is."""
        with _till(self.data, seed, NEVER) as (child_id, line):
            sales = 0
            while sales < after_sales:
                sales += self._hear(line)
            while seconds_more > 0 and wait([line], seconds_more):
                self._hear(line)
                seconds_more = 0.0
            os.kill(child_id, SIGKILL)
            self._hear_out(line)
        self.deaths["from outside"] += 1

    def kill_at(self, seed: int, moment: int | str) -> None:
        """Let a till sell until it kills itself at a moment, by its number or its name."""
        with _till(self.data, seed, moment) as (_, line):
            self._hear_out(line)

    def assert_nothing_is_lost_yet(self) -> None:
        """Look before recovery: whatever was cut off, no law of either book may be broken."""
        with open_back_office(config_of(self.data)) as office:
            _assert_laws_hold(office)
            self._assert_told_sales_are_final(office)

    def restart_and_check(self) -> None:
        """Start as a till starts, and hold both books against each other and against what was said."""
        with open_counter(config_of(self.data), patience=Impatient()) as counter:
            self.recovered.update(str(done.outcome) for done in counter.recovered)
            office = counter.office
            assert [sale for sale in office.books.sales() if sale.state == "open"] == []
            _assert_laws_hold(office)
            assert office.books.settled() == office.platform.ledger.settled()
            assert office.books.charged() == office.pay.statement.everything()
            self._assert_told_sales_are_final(office)
            self._assert_nobody_paid_twice(office)
            assert self._tickets() == {sale.sale_no for sale in office.books.sales() if sale.state == "final"}

    def _hear(self, line: Connection) -> int:
        """Take one message; say how many sales it acknowledges."""
        assert line.poll(PATIENCE_S), "the till says nothing"
        said: Acknowledged | Opened | Dies = line.recv()
        match said:
            case Acknowledged() as sale:
                assert sale.sale_no not in self.told, "a sale number was given twice"
                self.told[sale.sale_no] = sale
                return 1
            case Opened(outcomes):
                self.recovered.update(outcomes)
            case Dies(moment):
                self.deaths[moment] += 1
        return 0

    def _hear_out(self, line: Connection) -> None:
        """Take what was said before the end; the pipe keeps it."""
        try:
            while True:
                self._hear(line)
        except EOFError:
            return

    def _assert_told_sales_are_final(self, office: BackOffice) -> None:
        final = {sale.sale_no: sale for sale in office.books.sales() if sale.state == "final"}
        for told in self.told.values():
            kept = final[told.sale_no]
            assert (kept.msgid, kept.total.fen) == (told.msgid, told.total_fen)
            assert (kept.fund + kept.account + kept.shared).fen == told.insured_fen
        assert len(final) <= len(self.told) + self.deaths.total(), "more was sold than one sale a death can explain"

    def _assert_nobody_paid_twice(self, office: BackOffice) -> None:
        paid = _paid_by_account(self.data)
        with office.platform.store.read() as books:
            for person in PEOPLE:
                balance = books.balance(personal(person.psn_no))
                assert balance == person.opening - paid.get(person.psn_no, Money(0)), person.id

    def _tickets(self) -> set[str]:
        return {path.stem for path in (self.data / "receipts").glob("[0-9]*.pdf")}


def _assert_laws_hold(office: BackOffice) -> None:
    assert {law: rows for law, rows in office.books.broken().items() if rows} == {}
    assert {law: rows for law, rows in broken(office.platform.store).items() if rows} == {}
    assert {law: rows for law, rows in office.pay.broken().items() if rows} == {}


@contextmanager
def _till(data: Path, seed: int, fatal_moment: int | str) -> Iterator[tuple[int, Connection]]:
    """Start a till as a process of its own; whatever happens in the block, it is gone afterwards."""
    ours, theirs = _FORKS.Pipe(duplex=False)
    child = _FORKS.Process(target=sell_until_killed, args=(data, seed, fatal_moment, theirs))
    child.start()
    theirs.close()
    try:
        assert child.pid is not None
        yield child.pid, ours
        child.join(PATIENCE_S)
        assert child.exitcode == -SIGKILL, "the till ended by itself"
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _paid_by_account(data: Path) -> dict[str, Money]:
    """Sum what the personal accounts paid of final sales, by person, out of the till's own book."""
    with closing(SqliteFile(data / "till.db", MIGRATIONS)) as file, file.read() as database:
        rows = database.query(
            "SELECT person_no, sum(account_fen) AS paid_fen FROM sales JOIN intents USING (sale_no) GROUP BY person_no"
        )
        return {str(row["person_no"]): Money(int(row["paid_fen"])) for row in rows}
