"""Backup and restore: which files of a data folder they take, and who examines a copy of each."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pos_app import __version__
from pos_app.bootstrap import SYSTEM_CLOCK, open_back_office
from pos_app.bootstrap.folder import hold_folder
from pos_app.config import Config
from pos_app.domain.refusal import Refusal, RefusalCode
from pos_app.domain.shanghai import local
from pos_app.faults import StoreFault
from pos_app.services.day_end import RestoreOrder
from pos_app.services.ports import Clock
from pos_app.sqlite import SqliteFile
from pos_app.storage.audit import AuditLog
from pos_app.storage.backup import (
    Book,
    Examined,
    Flawed,
    Holdings,
    Manifest,
    count_on,
    examine_till,
    make_backup,
    unpack_backup,
)
from pos_app.storage.migrations import MIGRATIONS
from pos_app.storage.restore import restore_backup
from pos_app.verifier.invariants import broken
from pos_app.verifier.records import BillKind
from pos_app.verifier.store.sqlite import SqliteStore
from pos_app.wallet.ledger import Ledger

RESTORE_WAIT_S = 1.0
_AUDIT_KEY = "till-audit.key"
_TILL_KEYS = (_AUDIT_KEY, "till.pepper")


@dataclass(frozen=True, slots=True)
class BackedUp:
    path: Path
    manifest: Manifest


def back_up(config: Config, out: Path | None = None, *, clock: Clock = SYSTEM_CLOCK) -> BackedUp:
    """Copy the books into one file, beside a till that may be at work; StoreFault where that cannot be.

    Without `out`, or where it names a folder, the file is named after the moment.
    """
    now = clock.now()
    target = out or config.data / "backups"
    if out is None or target.is_dir():
        target = target / f"pos-app-{local(now):%Y%m%d-%H%M%S}.zip"
    if target.exists():
        raise StoreFault(f"{target}: exists already")
    with open_back_office(config, clock=clock):
        pass  # the books exist, in their newest form
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFault(f"{target.parent}: {error.strerror}") from error
    return BackedUp(target, make_backup(holdings_of(config), target, at=now, program=__version__))


def put_back(
    config: Config, archive: Path, *, actor: str = "", approver: str = "", clock: Clock = SYSTEM_CLOCK
) -> Manifest | Flawed:
    """Check a backup as a whole, put it in place of the folder's books, and note in them that it was.

    FolderBusy while a till has the folder.
    """
    with hold_folder(config, RESTORE_WAIT_S):
        found = restore_backup(archive, holdings_of(config), at=clock.now())
        if isinstance(found, Manifest):
            detail = f"{archive.name} {found.made_at.isoformat(timespec='seconds')}"
            with open_back_office(config, clock=clock) as office, office.till_file.write() as database:
                now = clock.now()
                office.audit.note(database, now, "restored", detail=detail, actor=actor, approver=approver)
        return found


def check_backup(config: Config, archive: Path) -> Manifest | Flawed:
    """Check a backup as a whole and put nothing back."""
    try:
        with TemporaryDirectory(dir=config.data, prefix=".check-") as name:
            return unpack_backup(archive, holdings_of(config), Path(name))
    except OSError as error:
        raise StoreFault(f"{config.data}: {error.strerror}") from error


def put_back_as_ordered(config: Config, order: RestoreOrder, *, clock: Clock = SYSTEM_CLOCK) -> Manifest | Refusal:
    """Put back what a manager let pass, with both their names in the books that came back; StoreFault, FolderBusy."""
    names = {"actor": order.requester.number, "approver": order.approver.number}
    found = put_back(config, order.backup.path, **names, clock=clock)
    return flaw_of(found, order.backup.path) if isinstance(found, Flawed) else found


def flaw_of(flawed: Flawed, archive: Path) -> Refusal:
    """Say in the counter's words why a file is not put back."""
    return Refusal(RefusalCode(f"backup_{flawed.flaw}"), f"{archive} ({flawed.detail})")


def sales_of(manifest: Manifest) -> int:
    """Count the final sales of the till's book in a backup."""
    return sum(int(kept.totals.get("sales", 0)) for kept in manifest.files)


def holdings_of(config: Config) -> Holdings:
    """Say what belongs to a folder; a distant platform keeps its own books, and the pay channel's."""
    till = Book("till.db", _examine_till, succeed=count_on)
    if config.verifier:
        return Holdings(config.data, (till,), keys=_TILL_KEYS)
    wallet, platform = Book("wallet.db", _examine_wallet), Book("verifier.db", _examine_platform)
    return Holdings(config.data, (till, wallet, platform), keys=(*_TILL_KEYS, "verifier.key", "verifier.pepper"))


def _examine_till(path: Path) -> Examined:
    """Ask the till's book, and walk its audit log with the key that lies beside the copy."""
    examined, key = examine_till(path), path.with_name(_AUDIT_KEY)
    if not key.exists():
        return examined
    with closing(SqliteFile(path, MIGRATIONS)) as file:
        head, bad = AuditLog(key.read_bytes()).verify(file)
    totals = {**examined.totals, "audit_rows": head.count, "audit_head": head.code}
    chain = {"the audit log is one whole chain": (str(bad.number),) if bad else ()}
    return Examined(totals, {**examined.broken, **chain})


def _examine_wallet(path: Path) -> Examined:
    with closing(Ledger(path)) as wallet:
        standing = wallet.standing()
        totals = {"orders": len(standing), "standing_fen": sum(amount.fen for amount in standing.values())}
        return Examined(totals, wallet.broken())


def _examine_platform(path: Path) -> Examined:
    with closing(SqliteStore(path)) as store:
        with store.read() as books:
            bills = books.bills()
        settled = [bill for bill in bills if bill.kind is BillKind.SETTLE]
        totals = {"settlements": len(bills), "settled_fen": sum(bill.sums.total.fen for bill in settled)}
        return Examined(totals, {str(law): rows for law, rows in broken(store).items()})
