"""Mistakes that somebody could make, each planted by replacing one method, with the test that must catch it.

A suite that no mistake breaks says nothing: `python -m tests.planted` plants each and shows which test caught it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the driver that sqlite-utils chose

from pos_app import sqlite
from pos_app.clients import insurance
from pos_app.clients.insurance import InsuranceClient
from pos_app.domain import audit, money
from pos_app.domain.checkout import charging, effects, events
from pos_app.domain.checkout.effects import Effect
from pos_app.domain.checkout.events import Event
from pos_app.domain.ledger import AccountRef
from pos_app.domain.money import Money
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.sale import Deal, Sale, SaleDraft
from pos_app.domain.settlement import NoAnswer, Settlement
from pos_app.faults import PrinterFault
from pos_app.services.recovery import Recovered, Recovery
from pos_app.services.ticket import receipt_of
from pos_app.services.till import Till
from pos_app.sqlite import SqliteFile
from pos_app.storage import audit as audit_log
from pos_app.storage.journal import SqliteJournal
from pos_app.storage.numbers import Numbers
from pos_app.verifier.records import KeptTrade, TradeKey
from pos_app.verifier.store.sqlite_reader import SqliteReader
from pos_app.verifier.store.sqlite_writer import SqliteWriter
from pos_app.wallet.ledger import LedgerWork

Patch: TypeAlias = Callable[[object, str, object], None]

_UNDOING = "tests/contracts/test_platform_undoing.py::"
_VOUCHERS = "tests/contracts/test_platform_voucher.py::"
_NUMBERS = "tests/storage/test_numbers.py::"
_FILE = "tests/storage/test_sqlite_file.py::"
_SOME_SEEDS = "tests/simulation/test_some_seeds.py::test_a_short_run_keeps_every_law"
_POWER = "tests/power/test_power_loss.py::test_what_was_acknowledged_survives_a_power_loss_at_any_write"


@dataclass(frozen=True)
class Defect:
    """A mistake by name, the test that catches it, and how it is planted."""

    name: str
    caught_by: str
    plant: Callable[[Patch], None]


def _no_tombstone(patch: Patch) -> None:
    # The platform acknowledges the reversal of a trade that never came, and forgets it.
    keep = SqliteWriter.keep_trade

    def forgetful(books: SqliteWriter, trade: KeptTrade) -> None:
        if trade.content is not None:
            keep(books, trade)

    patch(SqliteWriter, "keep_trade", forgetful)


def _deferred_begin(patch: Patch) -> None:
    begin = sqlite._transaction_on
    patch(sqlite, "_transaction_on", lambda database, _begin: begin(database, "BEGIN"))


def _synchronous_normal(patch: Patch) -> None:
    set_up = SqliteFile._set_up

    def careless(file: SqliteFile, database: Any) -> None:  # noqa: ANN401  sqlite_utils' Database
        set_up(file, database)
        database.execute("PRAGMA synchronous=NORMAL")

    patch(SqliteFile, "_set_up", careless)


def _journal_comes_back(patch: Patch) -> None:
    # A new file becomes a WAL one without a sync of its folder.
    patch(sqlite, "_PRAGMAS", tuple(pragma for pragma in sqlite._PRAGMAS if pragma != "synchronous=EXTRA"))


def _replace_past_the_triggers(patch: Patch) -> None:
    # Append-only tables without the guard against INSERT OR REPLACE on a connection that is not ours.
    triggers = sqlite.append_only

    def unguarded(table: str, *keys: str) -> str:
        return "\n\n".join(part for part in triggers(table, *keys).strip().split("\n\n") if "_no_replace" not in part)

    patch(sqlite, "append_only", unguarded)


def _intent_after_the_wire(patch: Patch) -> None:
    # Intents live in memory until the answer is there: a crash takes them away.
    freeze, open_intents = SqliteJournal.freeze, SqliteJournal.open_intents
    mine: dict[int, set[str]] = {}

    def late(journal: SqliteJournal, draft: SaleDraft, at: datetime) -> Any:  # noqa: ANN401  an Intent
        intent = freeze(journal, draft, at)
        mine.setdefault(id(journal._numbers), set()).add(intent.sale_no)
        return intent

    def remembered(journal: SqliteJournal) -> Sequence[Any]:
        known = mine.get(id(journal._numbers), set())
        return tuple(intent for intent in open_intents(journal) if intent.sale_no in known)

    patch(SqliteJournal, "freeze", late)
    patch(SqliteJournal, "open_intents", remembered)


def _float_money(patch: Patch) -> None:
    patch(money.Money, "of_yuan", classmethod(lambda cls, yuan: cls(int(float(yuan) * 100))))


def _rounded_down(patch: Patch) -> None:
    # A line's amount loses its last half fen.
    patch(money, "ROUND_HALF_UP", "ROUND_DOWN")


def _no_idempotency_check(patch: Patch) -> None:
    # The platform performs a msgid again when it comes again.
    def never_seen(_books: SqliteReader, _key: TradeKey) -> None:
        return None

    def overwrite(books: SqliteWriter, trade: KeptTrade) -> None:
        with suppress(sqlite3.IntegrityError):
            _KEEP(books, trade)

    patch(SqliteReader, "kept_trade", never_seen)
    patch(SqliteWriter, "keep_trade", overwrite)


_KEEP = SqliteWriter.keep_trade


def _msgid_changes_on_retry(patch: Patch) -> None:
    # The till settles under another msgid than the one it wrote down.
    settle = InsuranceClient.settle

    def renamed(
        client: InsuranceClient, _msgid: str, draft: SaleDraft, sale_no: str
    ) -> Settlement | Refusal | NoAnswer:
        answer = settle(client, client._msgids.next_msgid(client._clock.now()), draft, sale_no)
        return replace(answer, msgid=_msgid) if isinstance(answer, Settlement) else answer

    patch(InsuranceClient, "settle", renamed)


def _code_is_used_again(patch: Patch) -> None:
    patch(SqliteWriter, "use_voucher", lambda *_args, **_options: True)


def _token_pays_again(patch: Patch) -> None:
    patch(SqliteWriter, "use_token", lambda *_args, **_options: True)


def _final_before_settled(patch: Patch) -> None:
    # The till takes a settlement that nobody answered for a yes.
    settled = Till._settled

    def hopeful(till: Till, deal: Deal, answer: Settlement | Refusal | NoAnswer) -> Event:
        if not isinstance(answer, NoAnswer):
            return settled(till, deal, answer)
        at = till._clock.now()
        return events.SettlementArrived(
            Settlement(deal.msgid, f"S{deal.msgid}", f"V{deal.msgid}", deal.draft.split, None, at)
        )

    patch(Till, "_settled", hopeful)


def _drop_on_no_answer(patch: Patch) -> None:
    # The till takes silence for a no.
    settled = Till._settled

    def hasty(till: Till, deal: Deal, answer: Settlement | Refusal | NoAnswer) -> Event:
        silent = Refusal(RefusalCode.PLATFORM_SILENT)
        return settled(till, deal, silent if isinstance(answer, NoAnswer) else answer)

    patch(Till, "_settled", hasty)


def _msgids_repeat(patch: Patch) -> None:
    # The sequence of a msgid is never moved on.
    def same(numbers: Numbers, at: datetime) -> str:
        return f"{numbers._pharmacy_code}{at:%Y%m%d%H%M%S}0000"

    patch(Numbers, "next_msgid", same)


def _print_before_commit(patch: Patch) -> None:
    # The ticket is out before the sale is final.
    run = Till._run

    def eager(till: Till, effect: Effect) -> Event | None:
        if isinstance(effect, effects.RecordSale):
            deal = effect.deal
            sale = Sale(deal.sale_no, till._clock.now(), deal.agreed, deal.settlement, deal.paid)
            with suppress(PrinterFault):
                till._printer.print(receipt_of(sale, till._shop))
        return run(till, effect)

    patch(Till, "_run", eager)


def _no_recovery(patch: Patch) -> None:
    def nothing(_recovery: Recovery) -> tuple[Recovered, ...]:
        return ()

    patch(Recovery, "run", nothing)


def _overdraft(patch: Patch) -> None:
    # The platform takes every account for a full one.
    balance = SqliteReader.balance

    def generous(books: SqliteReader, account: AccountRef) -> Money:
        return max(balance(books, account), Money(10_000_000))

    patch(SqliteReader, "balance", generous)


def _undoes_twice(patch: Patch) -> None:
    # A settlement may be undone as often as it is asked for.
    patch(SqliteWriter, "mark_undone", lambda *_args, **_options: True)


def _audit_without_chain(patch: Patch) -> None:
    # A row of the audit log vouches for itself alone.
    code = audit.chained

    def alone(_before: str, row: audit.AuditRow, code_of: audit.CodeOf) -> str:
        return code("", row, code_of)

    patch(audit, "chained", alone)
    patch(audit_log, "chained", alone)


def _reverses_a_charge_at_once(patch: Patch) -> None:
    patch(charging, "REVERSE_AFTER", timedelta(0))


def _no_tombstone_of_an_order(patch: Patch) -> None:
    # The pay channel acknowledges the reversal of an order that never came, and forgets it.
    shut = LedgerWork.shut

    def forgetful(work: LedgerWork, order_no: str, why: str, at: datetime) -> None:
        if work.order(order_no) is not None:
            shut(work, order_no, why, at)

    patch(LedgerWork, "shut", forgetful)


def _change_is_forgotten(patch: Patch) -> None:
    # What the customer gave is taken for what they paid.
    patch(SaleDraft, "change", property(lambda _draft: Money(0)))


def _believes_a_spoilt_message(patch: Patch) -> None:
    # The platform could not read a text, and the till takes its trade for refused.
    patch(insurance, "_of_the_trade", lambda answer: answer)


DEFECTS: tuple[Defect, ...] = (
    Defect("no tombstone", f"{_UNDOING}test_a_settlement_that_comes_after_its_reversal_is_refused", _no_tombstone),
    Defect("deferred BEGIN", f"{_FILE}test_two_writers_wait_for_each_other", _deferred_begin),
    Defect("synchronous=NORMAL", f"{_POWER}[0]", _synchronous_normal),
    Defect("the journal comes back", f"{_POWER}[0]", _journal_comes_back),
    Defect(
        "REPLACE past the triggers",
        f"{_FILE}test_rows_are_inserted_once_and_never_changed",
        _replace_past_the_triggers,
    ),
    Defect("intent after the wire", _SOME_SEEDS, _intent_after_the_wire),
    Defect("float money", "tests/domain/test_money.py::test_yuan_and_back_is_the_same_money", _float_money),
    Defect("rounded down", "tests/domain/test_money.py::test_a_line_is_rounded_half_up", _rounded_down),
    Defect(
        "no idempotency check",
        f"{_UNDOING}test_a_second_settlement_of_one_msgid_changes_nothing",
        _no_idempotency_check,
    ),
    Defect("msgid changes on retry", _SOME_SEEDS, _msgid_changes_on_retry),
    Defect("code used again", f"{_VOUCHERS}test_a_certificate_is_used_up_by_the_scan", _code_is_used_again),
    Defect("token pays again", f"{_VOUCHERS}test_a_token_pays_once_and_for_its_own_person", _token_pays_again),
    Defect("final before settled", _SOME_SEEDS, _final_before_settled),
    Defect("drop on no answer", _SOME_SEEDS, _drop_on_no_answer),
    Defect(
        "msgids repeat",
        "tests/storage/test_numbers.py::test_msgids_of_one_second_differ_over_many_blocks",
        _msgids_repeat,
    ),
    Defect("print before commit", _SOME_SEEDS, _print_before_commit),
    Defect("no recovery", "tests/services/test_recovery.py::test_a_crash_is_resolved_whenever_it_came", _no_recovery),
    Defect("overdraft", "tests/contracts/test_platform_sale.py::test_each_persona_pays_as_promised", _overdraft),
    Defect("undoes twice", f"{_UNDOING}test_cancelling_twice_gives_the_money_back_once", _undoes_twice),
    Defect(
        "audit without a chain",
        "tests/storage/test_audit.py::test_a_row_of_another_copy_of_the_log_does_not_fit",
        _audit_without_chain,
    ),
    Defect("a charge reversed at once", "tests/domain/checkout", _reverses_a_charge_at_once),
    Defect("no tombstone of an order", _SOME_SEEDS, _no_tombstone_of_an_order),
    Defect("a spoilt message believed", _SOME_SEEDS, _believes_a_spoilt_message),
    Defect("change forgotten", "tests/domain/test_sale.py", _change_is_forgotten),
)
