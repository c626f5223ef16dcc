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
from pos_app.faults import StoreFault
from pos_app.services.checkup import Check, agreement_check, audit_check, book_checks, channel_check
from pos_app.sqlite import sqlite_version
from pos_app.storage.numbers import Numbers
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
        _check("python", python_version(), fix="" if sys.version_info >= _OLDEST_PYTHON else "install Python 3.11"),
        _check("sqlite", f"{sqlite_version()}, WAL, synchronous=FULL"),  # an older one is refused at opening
        Check(
            "reader zbar",
            ok=True,
            detail="there" if has_zbar else "absent: the others read",
            fix="" if has_zbar else "optional: apt-get install libzbar0",
        ),
        _check("font", sans_path().name, fix="" if sans_path().is_file() else "install pylopdf-fonts-zh-cn"),
        _check("disk", f"{free_mb} MB free", fix="" if free_mb >= _NEEDED_MB else "make room on the disk"),
    )
    return (*environment, *_examine_books(config))


def _check(name: str, detail: str, *, fix: str = "") -> Check:
    """Give a check that holds when there is nothing to fix."""
    return Check(name, ok=not fix, detail=detail, fix=fix)


def _examine_books(config: Config) -> tuple[Check, ...]:
    try:
        with open_back_office(config) as office:
            still_open = {sale.msgid for sale in office.books.sales() if sale.state == "open"}
            still_open |= {refund.msgid for refund in office.books.open_refunds()}
            till = (
                *book_checks("till", office.books.broken()),
                audit_check(*office.audit.verify(office.till_file)),
                *book_checks("pay channel", office.wallet.broken()),
                channel_check(office.books.charged(), office.wallet.standing(), office.books.open_orders()),
            )
            if config.verifier:
                return (*till, *_distant_checks(config.verifier, office, still_open))
            return (
                *till,
                *book_checks("platform", broken(office.platform.store)),
                agreement_check(_book(office)[0].everything(), cleared_entries(office.platform.ledger), still_open),
            )
    except StoreFault as fault:
        return (_check("both books can be read", str(fault), fix="put back a copy, or choose another folder"),)


def _book(office: BackOffice) -> tuple[SettledBook, Numbers]:
    pharmacy = office.profile.pharmacy
    numbers = Numbers(office.till_file, pharmacy_code=pharmacy.code, till=pharmacy.till)
    return SettledBook(office.till_file, numbers, office.audit), numbers


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
            return (_check("platform", address, fix="start it: pos-app serve"),)
        book, numbers = _book(office)
        agreed = distant_agreement(platform, office.profile, book, numbers, still_open=still_open, clock=SYSTEM_CLOCK)
        return _check("platform", address), agreed
