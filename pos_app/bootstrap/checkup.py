"""Joins what `doctor` asks: the environment, the laws of every book, and whether the books agree."""

import shutil
import sys
from collections.abc import Collection, Sequence
from contextlib import closing
from platform import python_version

from pos_app.bootstrap import SYSTEM_CLOCK, BackOffice, open_back_office
from pos_app.bootstrap.folder import make_folder
from pos_app.config import Config
from pos_app.domain.reconciliation import Entry
from pos_app.domain.settlement import NoAnswer
from pos_app.faults import StoreFault
from pos_app.services.checkup import Check, Words, agreement_check, audit_check, book_checks, channel_check, plain
from pos_app.sqlite import sqlite_version
from pos_app.storage.settled import SettledBook
from pos_app.verifier.invariants import broken
from pos_app.verifier.ledger_view import LedgerView

_OLDEST_PYTHON = (3, 11)
_NEEDED_MB = 100


def examine(config: Config) -> tuple[Check, ...]:
    """Make every check of the environment and of both books."""
    from pos_app.fonts import sans_path  # noqa: PLC0415  loads HarfBuzz
    from pos_app.scanner.decoders import is_zbar_available  # noqa: PLC0415  loads OpenCV

    make_folder(config)
    free_mb = shutil.disk_usage(config.data).free // 2**20
    has_zbar = is_zbar_available()
    environment = (
        _check("python", plain(python_version()), is_well=sys.version_info >= _OLDEST_PYTHON),
        _check("sqlite", plain(f"{sqlite_version()}, WAL, synchronous=FULL")),  # an older one is refused at opening
        Check(
            "reader",
            Words("name.reader"),
            ok=True,
            detail=Words("there" if has_zbar else "others_read"),
            fix=None if has_zbar else Words("fix.reader"),
        ),
        _check("font", plain(sans_path().name), is_well=sans_path().is_file()),
        _check("disk", Words("free", {"mb": free_mb}), is_well=free_mb >= _NEEDED_MB),
    )
    return (*environment, *_examine_books(config))


def _check(name: str, detail: Words, *, is_well: bool = True) -> Check:
    """Give a check by its name, under which the words for what to do about it are found as well."""
    return Check(name, Words(f"name.{name}"), is_well, detail, None if is_well else Words(f"fix.{name}"))


def _examine_books(config: Config) -> tuple[Check, ...]:
    try:
        with open_back_office(config) as office:
            still_open = {sale.msgid for sale in office.books.sales() if sale.state == "open"}
            still_open |= {refund.msgid for refund in office.books.open_refunds()}
            till = (
                *book_checks("till", office.books.broken()),
                audit_check(*office.audit.verify(office.till_file)),
                *_channel_checks(office),
            )
            if config.verifier:
                return (*till, *_distant_checks(config.verifier, office, still_open))
            return (
                *till,
                *book_checks("platform", broken(office.platform.store)),
                _agreement(_book(office), cleared_entries(office.platform.ledger), still_open),
            )
    except StoreFault as fault:
        return (_check("readable", plain(fault), is_well=False),)


def _channel_checks(office: BackOffice) -> tuple[Check, ...]:
    laws = tuple(book_checks("channel", office.pay.broken()))
    standing = office.pay.statement.everything()
    if isinstance(standing, NoAnswer):
        return (*laws, Check("channel", Words("name.channel"), ok=False, detail=plain(standing.cause)))
    return (*laws, channel_check(office.books.charged(), standing, office.books.open_orders()))


def _agreement(book: SettledBook, cleared: Sequence[Entry], still_open: Collection[str]) -> Check:
    others = book.of_other_tills(cleared)
    mine = tuple(entry for entry in cleared if entry.settlement_id not in others)
    return agreement_check(book.everything(), mine, still_open, others=len(others))


def _book(office: BackOffice) -> SettledBook:
    return SettledBook(office.till_file, office.numbers, office.audit)


def cleared_entries(ledger: LedgerView) -> Sequence[Entry]:
    """Give the platform's settlements in the words in which the till's own are held against them."""
    return tuple(
        Entry(
            settlement_id=line.setl_id,
            visit_id=line.mdtrt_id,
            person_no=line.person_no,
            msgid=line.msgid,
            total=line.sums.total,
            fund=line.sums.fund,
            account=line.sums.account + line.sums.shared,
            is_undoing=line.undoes is not None,
        )
        for line in ledger.cleared()
    )


def _distant_checks(address: str, office: BackOffice, still_open: Collection[str]) -> tuple[Check, ...]:
    from pos_app.bootstrap.distant_books import distant_agreement  # noqa: PLC0415  wanted here only
    from pos_app.clients.http import Http  # noqa: PLC0415  loads httpx

    with closing(Http(address)) as platform:
        if not platform.is_there():
            return (_check("platform", plain(address), is_well=False),)
        agreed = distant_agreement(
            platform, office.profile, _book(office), office.numbers, still_open=still_open, clock=SYSTEM_CLOCK
        )
        return _check("platform", plain(address)), agreed
